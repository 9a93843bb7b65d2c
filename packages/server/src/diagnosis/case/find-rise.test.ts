import fc from "fast-check";
import { expect, test } from "vitest";
import { HOUR, MINUTE } from "../../domain/instant.ts";
import { findRise } from "./find-rise.ts";

const range = { from: 0, to: 3 * HOUR };
const flood = Array.from({ length: 180 }, (_, index) => 2 * HOUR + index * 20_000);

test("a single event long before does not move the beginning of a flood", () => {
  const rise = findRise([HOUR, ...flood], range);

  expect(rise).toMatchObject({ at: 2 * HOUR, before: 1, wasThere: false });
});

test("what happens at an even rate has not risen", () => {
  const even = Array.from({ length: 180 }, (_, index) => index * MINUTE);

  expect(findRise(even, range)).toBeUndefined();
});

test("what went on before at a third of the rate was there", () => {
  const before = Array.from({ length: 120 }, (_, index) => index * MINUTE);

  expect(findRise([...before, ...flood], range)).toMatchObject({ wasThere: true });
});

test("a slow beginning belongs to the flood that follows", () => {
  const slow = Array.from({ length: 10 }, (_, index) => 2 * HOUR - 20 * MINUTE + index * 2 * MINUTE);

  const { at = 0 } = findRise([...slow, ...flood], range) ?? {};

  expect(at).toBeLessThanOrEqual(2 * HOUR - 15 * MINUTE);
});

test("the beginning is always one of the events, and lies before the end", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: range.to }), { maxLength: 200 }), (times) => {
      const sorted = times.toSorted((one, other) => one - other);

      const rise = findRise(sorted, range);

      if (rise === undefined) return;
      expect(sorted).toContain(rise.at);
      expect(rise.until).toBeGreaterThanOrEqual(rise.at);
    }),
  );
});
