import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { composeLocal } from "../compose/compose-local.ts";
import { RULES } from "../domain/fixtures/default-rules.ts";
import { type GradingReport, gradeCasesOperation } from "./investigate-folder.ts";

const root = fileURLToPath(new URL("../../../../examples/cases", import.meta.url));
const folders = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => join(root, name))
  .sort();

const noInput: AsyncIterable<Uint8Array> = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
};
const context = composeLocal(noInput, () => RULES);

/** What is reached today. Better is welcome and moves these; whoever makes it worse explains why. */
const FEWEST_FOUND = 20;
const MOST_MISLED = 1;
const MOST_FALSELY_CONFIRMED = 0;

let grading: GradingReport;

beforeAll(async () => {
  grading = await gradeCasesOperation.run({ folders }, context);
  process.stdout.write(`\n${grading.text}\n`);
});

test("every recorded incident can be read and has its key", () => {
  expect(grading.problems).toEqual([]);
  expect(grading.cases.length).toBeGreaterThanOrEqual(12);
});

test("the cause of recorded incidents is found more often than by looking at the latest deployment or at similar words", () => {
  const found = count(({ first }) => first);

  expect(found).toBeGreaterThanOrEqual(FEWEST_FOUND);
  expect(found).toBeGreaterThan(count(({ latest }) => latest));
  expect(found).toBeGreaterThan(count(({ similar }) => similar));
});

test("of recorded incidents no more wrong causes are named, or even confirmed, than today", () => {
  expect(count(({ misled }) => misled)).toBeLessThanOrEqual(MOST_MISLED);
  expect(count(({ falselyConfirmed }) => falselyConfirmed)).toBeLessThanOrEqual(MOST_FALSELY_CONFIRMED);
});

function count(holds: (one: GradingReport["cases"][number]) => boolean): number {
  return grading.cases.filter(holds).length;
}
