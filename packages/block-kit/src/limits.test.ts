import { describe, expect, test } from "vitest";
import { listLimits } from "./limit-payloads.fixture.ts";
import { listRules } from "./list-rules.ts";
import type { Problem } from "./problem.ts";
import { validate } from "./validate.ts";

/** A payload at a limit may still break a rule that is not about size: other fields would have to change with it. */
const otherRules = /\.(?:surface|conflict|not_offered|points|even|format)$/;

const limits = listLimits("a");

function find(payload: unknown, rule: string): Problem | undefined {
  const { problems, warnings } = validate(payload);
  return [...problems, ...warnings].find((problem) => problem.rule === rule);
}

function findOthers(payload: unknown): readonly string[] {
  return validate(payload)
    .problems.map(({ rule }) => rule)
    .filter((rule) => !otherRules.test(rule));
}

describe("limits", () => {
  test("are tested for every rule that has one", () => {
    const rows = listRules().filter(({ limit }) => limit !== undefined);

    expect(new Set(limits.map(({ rule }) => rule))).toEqual(new Set(rows.map(({ rule }) => rule)));
  });

  test.each(limits)("one inside $rule and at it are valid", ({ rule, limit, step, make }) => {
    for (const payload of [make(limit - step), make(limit)]) {
      expect(find(payload, rule)).toBeUndefined();
      expect(findOthers(payload)).toEqual([]);
    }
  });

  test.each(limits)("one beyond $rule is told with the limit and the size", ({ rule, limit, step, make }) => {
    const problem = find(make(limit + step), rule);

    expect(problem).toMatchObject({ rule, limit, actual: limit + step });
  });

  test.each(listLimits("\u{1f6a8}").filter(({ rule }) => rule.endsWith("_length")))(
    "of characters take an emoji for one: $rule",
    ({ rule, limit, step, make }) => {
      expect(find(make(limit), rule)).toBeUndefined();
      expect(find(make(limit + step), rule)).toMatchObject({ limit, actual: limit + step });
    },
  );
});
