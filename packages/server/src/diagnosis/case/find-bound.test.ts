import { expect, test } from "vitest";
import { findBound } from "./find-bound.ts";

const upTo = (from: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => from + index);

test("a bound lies where all below goes well and all above fails", () => {
  expect(findBound(upTo(500, 20), upTo(100, 50))?.says).toBe("from 500 up");
  expect(findBound(upTo(1, 20), upTo(100, 50))?.says).toBe("up to 20");
});

test("one stray value does not hide it", () => {
  expect(findBound([...upTo(500, 60), 3], upTo(100, 80))?.says).toBe("from 500 up");
});

test("sizes that mix, few sizes, or words have none", () => {
  expect(findBound(upTo(120, 20), upTo(100, 50))).toBeUndefined();
  expect(findBound(upTo(500, 3), upTo(100, 50))).toBeUndefined();
  expect(findBound([1, 1, 1, 1, 1, 1, 1], upTo(100, 50))).toBeUndefined();
  expect(findBound(upTo(500, 20), [...upTo(100, 50), Number.NaN])).toBeUndefined();
});
