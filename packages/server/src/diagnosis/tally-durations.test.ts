import fc from "fast-check";
import { expect, test } from "vitest";
import { createDurationTally } from "./tally-durations.ts";

function tallyOf(durations: readonly number[]) {
  const tally = createDurationTally();
  for (const duration of durations) tally.add(duration);
  return tally;
}

test("percentiles are by nearest rank", () => {
  const tally = tallyOf([40, 10, 30, 20]);

  expect([0.5, 0.95, 0.25].map(tally.percentile)).toEqual([20, 40, 10]);
  expect(tallyOf([]).percentile(0.5)).toBeUndefined();
});

test("percentiles are those of the sorted durations", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(1_000), { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (some, share) => {
        const sorted = some.toSorted((one, other) => one - other);

        expect(tallyOf(some).percentile(share)).toBe(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]);
      },
    ),
  );
});

test("of very many different durations the percentiles are right to four digits", () => {
  const tally = tallyOf(Array.from({ length: 100_000 }, (_, index) => index + 0.5));

  expect(Math.abs((tally.percentile(0.5) ?? 0) - 50_000)).toBeLessThan(10);
});
