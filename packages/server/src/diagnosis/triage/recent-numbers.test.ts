import fc from "fast-check";
import { expect, test } from "vitest";
import { createRecentMap } from "./recent-map.ts";
import { createRecentNumbers } from "./recent-numbers.ts";

test("what was set lately is known, and what was set long ago is forgotten", () => {
  const numbers = createRecentNumbers(4);
  for (let index = 0; index < 20; index += 1) numbers.set(`req-${index}`, index);

  expect(numbers.get("req-19")).toBe(19);
  expect(numbers.get("req-16")).toBe(16);
  expect(numbers.get("req-3")).toBeUndefined();
});

test("it tells the same as a recent map", () => {
  const steps = fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.integer({ min: -9, max: 9 })), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (all) => {
      const [numbers, map] = [createRecentNumbers(8), createRecentMap<number>(8)];
      for (const [key, value] of all) {
        numbers.set(key, value);
        map.set(key, value);
      }

      for (const [key] of all) expect(numbers.get(key)).toBe(map.get(key));
    }),
  );
});
