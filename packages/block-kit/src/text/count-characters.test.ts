import fc from "fast-check";
import { expect, test } from "vitest";
import { countCharacters, indexAfter } from "./count-characters.ts";

const anyText = fc.string({ unit: fc.constantFrom("a", "é", "😀", "\ud800", "\udc00", "\u0301") });

test.each([
  ["", 0],
  ["abc", 3],
  ["😀😀", 2],
  ["\ud83d", 1],
  ["\ude00\ud83d", 2],
  ["👩‍👩‍👧", 5],
])("%j has %i characters", (text, count) => {
  expect(countCharacters(text)).toBe(count);
});

test("characters are counted as code points in any text", () => {
  fc.assert(fc.property(anyText, (text) => countCharacters(text) === Array.from(text).length));
});

test("the index after some characters leaves exactly these before it", () => {
  fc.assert(
    fc.property(anyText, fc.nat(30), (text, characters) => {
      expect(text.slice(0, indexAfter(text, characters))).toBe(Array.from(text).slice(0, characters).join(""));
    }),
  );
});
