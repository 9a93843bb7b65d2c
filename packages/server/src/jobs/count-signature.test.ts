import { describe, expect, test } from "vitest";
import type { SignatureFact } from "../domain/evidence.ts";
import { RULES } from "../domain/fixtures/default-rules.ts";
import { countSignature, toErrorSignals } from "./count-signature.ts";

const noon = Date.UTC(2026, 10, 23, 12);

function seen(count: number, crash?: true): SignatureFact {
  const template = "does not provide an export named 'legacyNotes'";
  return {
    id: "a1",
    template,
    count,
    first: noon,
    last: noon,
    isNew: false,
    ownFrames: [],
    requests: 0,
    ...(crash === undefined ? {} : { crash }),
  };
}

function readTwice(signature: SignatureFact) {
  const first = countSignature(signature, undefined, { isFirst: false, rules: RULES });
  const second = countSignature(signature, first, { isFirst: false, rules: RULES });
  return [first, second].map((known) => toErrorSignals([{ signature, ...known }], RULES));
}

describe("a new error", () => {
  test("is a signal when it is a pattern, and once", () => {
    expect(toErrorSignals([{ signature: seen(1), isUsual: false, count: 1, lastAt: noon }], RULES)).toEqual([]);
    expect(readTwice(seen(2)).map(({ length }) => length)).toEqual([1, 0]);
  });

  test("that ended the process is a signal the first time, and once", () => {
    const [first, second] = readTwice(seen(1, true));

    expect(first).toMatchObject([
      { key: "signature:a1", summary: expect.stringContaining("process of the bot was ended") },
    ]);
    expect(second).toEqual([]);
  });

  test("that is usual for the bot is no signal, however it ended", () => {
    expect(toErrorSignals([{ signature: seen(1, true), isUsual: true, count: 1, lastAt: noon }], RULES)).toEqual([]);
  });
});
