import { expect, test } from "vitest";
import { wrap } from "./wrap.ts";

test("a long line breaks at spaces, and its rest stands below its text", () => {
  const text = `1. supported: ${"word ".repeat(12)}end`;

  const lines = wrap(text, 40);

  expect(lines.every((line) => line.length <= 40)).toBe(true);
  expect(lines[1]?.startsWith("   word")).toBe(true);
  expect(lines.map((line) => line.trim()).join(" ")).toBe(text);
});

test("a word without spaces is cut, and short lines stay as they are", () => {
  expect(wrap("x".repeat(90), 40).map((line) => line.length)).toEqual([40, 40, 10]);
  expect(wrap("one\n\n  two", 40)).toEqual(["one", "", "  two"]);
});
