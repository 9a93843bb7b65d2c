import { describe, expect, test } from "vitest";
import { maskText } from "../mask-text.ts";
import { applyMasks, createMasks, SHIPPED_MASKS } from "./masks.ts";

function mask(text: string): string {
  return applyMasks(text, SHIPPED_MASKS);
}

describe("the shipped masks", () => {
  test.each([
    ["said \"hello there\" to 'a b c d'", "said <quoted> to <quoted>"],
    ["reading 'title' of it", "reading 'title' of it"],
    ['10.0.0.1 "GET /v2/users/7?x=1 HTTP/1.1" 200', '<address> "GET <path>" <n>'],
    ["fetch https://api.attio.com/v2/objects?limit=1 failed", "fetch <url:attio.com> failed"],
    ["mail to ann.b@mail.example.co", "mail to <email>"],
    ["from U012ABCDEF in <#C012ABCDEF|crm> at 1795424402.123456", "from <slack-id> in <slack-id> at <slack-ts>"],
    ["id 3f2b8c1e-1111-4222-8333-944455556666", "id <uuid>"],
    ["at 2026-11-23T09:00:00.123Z, 2026-11-23-09.00.00.675872 or 2026-11-23", "at <time>, <time> or <time>"],
    ["at Sat Jun 18 02:08:12 2005, 10/Oct/2000:13:55:36 -0700 or 02:08", "at <time>, <time> or <time>"],
    ["open /var/lib/app/data and /app/src/notes.ts", "open <path> and <path:notes.ts>"],
    ["from ::ffff:10.0.0.1:80, fe80:0:0:0:1:2:3:4, 00:1b:43:e3:ba:c3", "from <address>, <address>, <address>"],
    ["at gw.eu.example:8443 and db.internal", "at <host:eu.example> and <host:db.internal>"],
    ["req-9f2ab1 and toolu_01AbC", "<id> and <id>"],
    [
      "took 12345ms, 12.3s, 1h2m3s, 7 µs or <1 sec",
      "took <duration>, <duration>, <duration>, <duration> or <duration>",
    ],
    ["sent 18.4 KB of 512MB", "sent <size> of <size>"],
    ["at 0x1f in 4f9c2ab of deadbee1", "at <hex> in <hex> of <hex>"],
    ["17 of 1,234.5", "<n> of <n>"],
  ])("of %s leave %s", (text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  // The work at each place is then bounded, and all of it linear in the text.
  test("repeat nothing without a bound", () => {
    const shapes = SHIPPED_MASKS.flatMap(({ shape }) => shape?.source ?? []);

    expect(shapes.length).toBeGreaterThan(15);
    for (const source of shapes) {
      const withoutClasses = source.replace(/\\./g, "_").replace(/\[[^\]]*\]/g, "_");
      expect(withoutClasses).not.toMatch(/[*+]|\{\d+,\}/);
    }
  });
});

describe("masks of a playbook", () => {
  const masks = createMasks({
    off: ["number"],
    own: [{ name: "order", pattern: String.raw`\bORD-\d+`, as: "<order>" }],
  });

  test("come before the shipped ones, and those that are off are not applied", () => {
    expect(applyMasks("order ORD-17 of 3 items in 20ms", masks)).toBe("order <order> of 3 items in <duration>");
  });

  test("hold for templates of errors as well", () => {
    expect(maskText("no order ORD-17\nat 3", masks)).toBe("no order <order>");
  });

  test("that would stall another engine do not stall", () => {
    const nested = createMasks({ off: [], own: [{ name: "x", pattern: "(a+)+$|(a|a)*b", as: "<x>" }] });

    expect(applyMasks(`${"a".repeat(2_000)}!`, nested)).toBe(`${"a".repeat(2_000)}!`);
  });

  test("that match between characters mask nothing", () => {
    const edges = createMasks({ off: [], own: [{ name: "x", pattern: String.raw`\b|k`, as: "<x>" }] });

    expect(applyMasks("ok go", edges)).toBe("o<x> go");
  });
});
