import fc from "fast-check";
import { expect, test } from "vitest";
import { MINUTE } from "../../domain/instant.ts";
import { type Curve, findShift, toRate } from "./find-shift.ts";

const options = { firedAt: undefined, least: 1e-9 };

function curve(length: number, valueAt: (index: number) => number): Curve {
  const indexes = Array.from({ length }, (_, index) => index);
  return { times: indexes.map((index) => index * MINUTE), values: indexes.map(valueAt) };
}

const wobble = (index: number): number => 1 + 0.05 * Math.sin(index * 1.7);

test("a step is found where it is, however large the unit", () => {
  fc.assert(
    fc.property(fc.integer({ min: 30, max: 70 }), fc.integer({ min: -6, max: 9 }), (step, power) => {
      const shift = findShift(
        curve(90, (index) => 10 ** power * wobble(index) * (index < step ? 1 : 2)),
        options,
      );

      expect(shift).toMatchObject({ at: step * MINUTE, side: 1, blurMs: MINUTE });
    }),
  );
});

test("what only wobbles has no shift", () => {
  expect(findShift(curve(90, wobble), options)).toBeUndefined();
});

test("one wild value is no shift", () => {
  expect(
    findShift(
      curve(90, (index) => wobble(index) * (index === 50 ? 9 : 1)),
      options,
    ),
  ).toBeUndefined();
});

test("what goes on rising after it began is growth, and a step is none", () => {
  const leak = findShift(
    curve(90, (index) => wobble(index) + Math.max(0, index - 40) / 10),
    options,
  );
  const step = findShift(
    curve(90, (index) => wobble(index) + (index < 40 ? 0 : 3)),
    options,
  );

  expect(leak?.isGrowth).toBe(true);
  expect(step?.isGrowth).toBe(false);
});

test("a step is larger than a slow drift to the same height", () => {
  const step = findShift(
    curve(120, (index) => wobble(index) + (index < 60 ? 0 : 2)),
    options,
  );
  const drift = findShift(
    curve(120, (index) => wobble(index) + index / 60),
    options,
  );

  expect(step?.size ?? 0).toBeGreaterThan(2 * (drift?.size ?? 0));
});

test("a counter becomes what it rises by in a second, and begins anew where its process did", () => {
  const { times, values } = toRate(curve(200, (index) => 600 * (index < 120 ? index + 1 : index - 119)));

  expect(times).toHaveLength(199);
  expect(new Set(values)).toEqual(new Set([10]));
});

test("what rises and falls is no counter", () => {
  const gauge = curve(60, wobble);

  expect(toRate(gauge)).toEqual(gauge);
});
