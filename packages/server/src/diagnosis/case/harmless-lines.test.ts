import { describe, expect, test } from "vitest";
import { isOnlyWords, isRename } from "./harmless-lines.ts";

describe("another name for the same", () => {
  test("is a rename where the change declares it", () => {
    const removed = ["const timeoutMs = 10_000;", "  signal: AbortSignal.timeout(timeoutMs),"];
    const added = ["const requestTimeoutMs = 10_000;", "  signal: AbortSignal.timeout(requestTimeoutMs),"];

    expect(isRename({ added, removed })).toBe(true);
  });

  test.each([
    ["another field is read", ["  return note.title;"], ["  return note.name;"]],
    ["the value differs too", ["const timeoutMs = 10_000;"], ["const limitMs = 1_000;"]],
    ["one use was forgotten", ["const a = 1;", "use(a, a);"], ["const b = 1;", "use(b, a);"]],
  ])("is none where %s", (_, removed, added) => {
    expect(isRename({ added, removed })).toBe(false);
  });
});

describe("other words for people", () => {
  test("change nothing else", () => {
    const removed = ['  return { text: `No company found for "{query}".` };'];
    const added = ['  return { text: `No company found for "{query}". The start is enough.` };'];

    expect(isOnlyWords({ added, removed })).toBe(true);
  });

  test.each([
    ["a query", ['db.query("select id from notes")'], ['db.query("select id from notes where open = 1")']],
    ["what a model is told", ['system: "Answer in one word"'], ['system: "Answer in many words"']],
    ["what is put into the sentence", ["say(`Hello dear {name}`)"], ["say(`Hello dear {user.name}`)"]],
    ["a number", ["wait('some time', 30)"], ["wait('some time', 3)"]],
  ])("are not %s", (_, removed, added) => {
    expect(isOnlyWords({ added, removed })).toBe(false);
  });
});
