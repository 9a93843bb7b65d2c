import { describe, expect, test } from "vitest";
import type { Caller } from "../../operations/define-operation.ts";
import { createKeyRing, digestKey } from "./key-ring.ts";

const ana: Caller = { actor: { kind: "human", name: "ana", principal: "ana" }, role: "approver" };
const night: Caller = { actor: { kind: "agent", name: "night-agent", principal: "ana" }, role: "responder" };
const ring = createKeyRing([
  { digest: digestKey("key-of-ana"), caller: ana },
  { digest: digestKey("key-of-night"), caller: night },
]);

describe("a key ring", () => {
  test("finds the caller of each key and nobody for another text", () => {
    expect(ring.find("key-of-ana")).toBe(ana);
    expect(ring.find("key-of-night")).toBe(night);
    expect(ring.find("key-of-an")).toBeUndefined();
    expect(ring.find("")).toBeUndefined();
    expect(ring.find(digestKey("key-of-ana"))).toBeUndefined();
  });

  test("refuses a digest that is none, naming the caller and not the digest", () => {
    expect(() => createKeyRing([{ digest: "secret-text", caller: ana }])).toThrow(
      "the key of ana has no SHA-256 digest in hex",
    );
  });

  test("refuses two callers with one key", () => {
    const digest = digestKey("same");

    expect(() =>
      createKeyRing([
        { digest, caller: ana },
        { digest, caller: night },
      ]),
    ).toThrow("ana and night-agent have the same key");
  });

  test("a session stands for its key until it ends, and does not contain it", () => {
    const session = ring.openSession("key-of-night", 2_000) ?? "";

    expect(ring.findSession(session, 1_999)).toBe(night);
    expect(ring.findSession(session, 2_000)).toBeUndefined();
    expect(session).not.toContain("key-of-night");
    expect(session).not.toContain(digestKey("key-of-night"));
  });

  test("a session whose end was moved, or that was made up, is nobody's", () => {
    const session = ring.openSession("key-of-night", 2_000) ?? "";

    expect(ring.findSession(session.replace("2000", "9000"), 1_000)).toBeUndefined();
    expect(ring.findSession("9000.", 1_000)).toBeUndefined();
    expect(ring.findSession("", 1_000)).toBeUndefined();
    expect(ring.openSession("unknown", 2_000)).toBeUndefined();
  });
});
