import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRedact } from "../../domain/redact.ts";
import { createEntryReader } from "../triage/read-entries.ts";
import { createMasks, type Mask, SHIPPED_MASKS } from "./masks.ts";
import { createSignatureReader, type SignatureLimits } from "./read-signatures.ts";

interface Given {
  readonly baseline?: readonly string[];
  readonly limits?: SignatureLimits;
  readonly masks?: readonly Mask[];
}

function read(lines: readonly string[], { baseline, limits, masks = SHIPPED_MASKS }: Given = {}) {
  const reader = createSignatureReader({
    masks,
    redact: createRedact([]),
    hash: (text) => text,
    readEntries: () => createEntryReader(),
    hasBaseline: baseline !== undefined,
    ...(limits === undefined ? {} : { limits }),
  });
  for (const line of baseline ?? []) reader.takeBaseline(line);
  const told = [...lines.flatMap((line) => [reader.take(line)].flatMap(() => [...reader.settled()]))];
  reader.finish();
  told.push(...reader.settled());
  return { told, report: reader.report(), ids: told.map(({ id }) => id) };
}

function templatesOf(lines: readonly string[], given?: Given) {
  return read(lines, given).report.signatures.map(({ template }) => template);
}

const USERS = ["root", "admin", "guest", "oracle", "test", "pi", "nagios", "git", "mary"];

describe("signatures of a log", () => {
  test("put together what differs in values only", () => {
    expect(
      templatesOf([
        "Served 17 rows to 10.0.0.7:5432 in 20ms",
        "Served 3 rows to 10.0.0.8:5432 in 1.5s",
        "Served 250 rows to 192.168.1.9:5432 in 20ms",
      ]),
    ).toEqual(["Served <n> rows to <address> in <duration>"]);
  });

  test("find values that no mask knows, by how many of them there are", () => {
    expect(templatesOf(USERS.map((user) => `Accepted key of ${user} on tty1`))).toEqual([
      "Accepted key of <*> on tty<n>",
    ]);
  });

  test("keep apart what a program says in other words, however alike the rest is", () => {
    const lines = ["Started", "Paused", "Resumed", "Stopped"].flatMap((word) => [
      `[instance: 7] VM ${word} (Lifecycle Event)`,
      `[instance: 8] VM ${word} (Lifecycle Event)`,
    ]);

    expect(new Set(read(lines).ids).size).toBe(4);
  });

  test("find values at the beginning of a text", () => {
    expect(templatesOf(USERS.map((user) => `${user} has left the channel`))).toEqual(["<*> has left the channel"]);
  });

  test("say the same of a list, however long it is", () => {
    const lines = ["to delete blk_1", "to delete blk_22 blk_-3", "to delete blk_4 blk_5 blk_6", "ids=[1, 2]", "ids=[]"];

    expect(templatesOf(lines)).toEqual(["to delete blk_<n>", "ids=<*>"]);
  });

  test("keep the place of a value that is missing", () => {
    const { ids } = read(["login failed ruser= rhost=10.0.0.7", "login failed ruser=mary rhost=10.0.0.8"]);

    expect(new Set(ids).size).toBe(1);
  });

  test.each([
    ["a known envelope", "2026-11-23T09:00:00Z INFO ", "Nov 23 09:00:01 web-1 bot[17]: "],
    ["the level", "2026-11-23 09:00:00 INFO ", "2026-11-23 09:00:00 WARN "],
    [
      "the thread and the class",
      "2026-11-23 09:00:00,123 INFO [main] a.b.Pool: ",
      "2026-11-23 09:00:00,124 INFO [io-2] a.b.Pool: ",
    ],
    [
      "the process and the request",
      "api.log 2026-11-23 09:00:00.008 25746 INFO a.b [req-1f2e - -] ",
      "api.log 2026-11-23 09:00:00.009 25747 INFO a.b [req-77aa - -] ",
    ],
    [
      "numbers of processes and a tag",
      "11-23 09:00:00.811  1702  2395 D Power: ",
      "11-23 09:00:00.812  1702  8671 V Power: ",
    ],
    ["fields between bars", "20261123-9:0:0:606|Step|30002312|", "20261123-9:0:1:17|Flush|30002312|"],
    [
      "an epoch and a node",
      "- 1117838570 2026.11.23 R02-M1 2026-11-23-09.00.00.675872 R02-M1 RAS KERNEL INFO ",
      "- 1117838573 2026.11.23 R24-M0 2026-11-23-09.00.00.675899 R24-M0 RAS APP FATAL ",
    ],
  ])("are not decided by %s", (_, one, other) => {
    const { ids, report } = read([`${one}connection was closed by peer`, `${other}connection was closed by peer`]);

    expect(new Set(ids).size).toBe(1);
    expect(report.signatures[0]?.template).toBe("connection was closed by peer");
  });

  test("keep a level that is all that stands before a message", () => {
    expect(templatesOf(["error: broken pipe", "broken pipe"])).toEqual(["error: broken pipe", "broken pipe"]);
  });

  test("read JSON by its message, and by its keys where it has none", () => {
    const lines = [
      '{"level":30,"time":1795459551476,"msg":"served 17 rows"}',
      '{"level":30,"time":1795459551477,"msg":"served 18 rows","requestId":"a"}',
      '{"a":1,"b":{"c":2}}',
    ];

    expect(templatesOf(lines)).toEqual(["served <n> rows", "a b"]);
  });

  test("count every line once, blank ones and those of an entry over several lines too", () => {
    const lines = ["served 1", "", "__CURSOR=s=1", "PRIORITY=3", "MESSAGE=served 2", "", "served 3"];

    const { told, report } = read(lines);

    expect(told.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const served = report.signatures.find(({ template }) => template === "served <n>");
    expect(told.filter(({ id }) => id === served?.id).map(({ line }) => line)).toEqual(
      expect.arrayContaining([1, 3, 4, 5, 7]),
    );
  });

  test("tell first and last, the level of most, and three samples from all over the log", () => {
    const lines = Array.from({ length: 100 }, (_, index) => {
      return `2026-11-23T09:${String(index % 60).padStart(2, "0")}:00Z ${index === 7 ? "ERROR" : "INFO"} served ${index}`;
    });

    const [signature] = read(lines).report.signatures;

    expect(signature).toMatchObject({
      count: 100,
      level: "info",
      first: Date.parse("2026-11-23T09:00:00Z"),
      last: Date.parse("2026-11-23T09:59:00Z"),
      firstLine: 1,
      lastLine: 100,
    });
    expect(signature?.samples).toHaveLength(3);
    expect(signature?.samples[0]).toBe("served 0");
    expect(Number(signature?.samples[2]?.split(" ")[1])).toBeGreaterThanOrEqual(50);
  });

  test("are new where the baseline has none of their kind, even one that it alone shows to be a value", () => {
    const baseline = USERS.map((user) => `Accepted key of ${user}`);

    const { report } = read(["Accepted key of bob", "Refused key of bob"], { baseline });

    expect(report.signatures.map(({ template, count, isNew }) => [template, count, isNew])).toEqual([
      ["Accepted key of <*>", 1, false],
      ["Refused key of bob", 1, true],
    ]);
  });

  test("stay the same over windows: what is settled is recognised", () => {
    const lines = Array.from({ length: 40 }, (_, index) => `user ${USERS[index % 9]} asked for page ${index}`);

    const { ids, told } = read(lines, { limits: { lines: 20, forms: 100, signatures: 100 } });

    expect(new Set(ids).size).toBe(1);
    expect(told.map(({ line }) => line)).toEqual(lines.map((__, index) => index + 1));
  });
});

describe("whatever comes in", () => {
  const word = fc.oneof(
    fc.constantFrom("START", "failed", "user", "=", "a=", "[", "{", "text=", "<n>", "<>", "10.0.0.1", "ms"),
    fc.string({ maxLength: 6 }),
    fc.nat().map(String),
  );
  const line = fc.oneof(
    fc.array(word, { maxLength: 8 }).map((words) => words.join(" ")),
    fc.string({ unit: "binary", maxLength: 60 }),
  );
  const limits = { lines: 7, forms: 5, signatures: 4 };

  test("each line has an id, no entry is lost, and no more signatures are kept than allowed", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
        const { told, report } = read(lines, { limits });

        expect(told.map((one) => one.line)).toEqual(lines.map((_, index) => index + 1));
        expect(report.signatures.length).toBeLessThanOrEqual(limits.signatures + limits.lines);
        const counted = report.signatures.reduce((sum, { count }) => sum + count, report.other);
        expect(counted).toBeGreaterThanOrEqual(lines.filter((text) => /^[a-z]+$/.test(text)).length);
        expect(report.lines).toBe(lines.length);
      }),
    );
  });

  test("what is remembered of digits changes nothing", () => {
    const own = createMasks({ off: [], own: [{ name: "never", pattern: "never seen so far", as: "<never>" }] });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        expect(read(lines).ids).toEqual(read(lines, { masks: own }).ids);
      }),
    );
  });

  test("the same lines give the same ids, whenever settled lines are asked for", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        const whole = read(lines);
        const again = read(lines);

        expect(again.ids).toEqual(whole.ids);
        expect(new Set(whole.ids)).toEqual(new Set(whole.report.signatures.map(({ id }) => id)));
      }),
    );
  });
});
