import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Broken, listBroken } from "./broken-payloads.fixture.ts";
import { listRules } from "./list-rules.ts";
import { mutatedPayload } from "./mutated-payload.fixture.ts";
import type { Problem } from "./problem.ts";
import { sources } from "./rules/sources.ts";
import { findProblems, validate } from "./validate.ts";

const rows = new Map(listRules().map((row) => [row.rule, row]));
const broken = listBroken();

function findAll({ payload, options }: Omit<Broken, "rule">): readonly Problem[] {
  const { problems, warnings } = validate(payload, options);
  return [...problems, ...warnings];
}

describe("the list of rules", () => {
  test("has a payload that breaks it for every rule, and no other rule is made to break", () => {
    const names = new Set(broken.map(({ rule }) => rule));

    expect(names).toEqual(new Set(rows.keys()));
  });

  test.each(broken)("has no rule that nothing breaks: $rule", ({ rule, payload, options }) => {
    const found = findAll({ payload, ...(options && { options }) });

    expect(found.map((problem) => problem.rule)).toContain(rule);
  });

  test("has a row for whatever validate finds, with its limit, its fix and its weight", () => {
    const findings = broken.flatMap(({ payload, options }) => findProblems(payload, options, 1000));

    for (const { rule, limit, fix, isWarning } of findings) {
      const row = rows.get(rule);
      expect(row?.fix, rule).toContain(fix);
      if (!rule.endsWith(".even")) expect(row?.limit, rule).toBe(limit);
      if (rule !== "message.text.max_length") expect(row?.isWarning === true, rule).toBe(isWarning);
    }
  });

  test("has a row for whatever validate finds in payloads of any form", () => {
    fc.assert(
      fc.property(mutatedPayload, fc.constantFrom("message", "modal", "home"), (whole, surface) => {
        for (const { rule } of findAll({ payload: whole, options: { surface } }))
          expect(rows.has(rule), rule).toBe(true);
      }),
    );
  });

  test("names only sources that the table has, or issues", () => {
    const names = new Set([...rows.values()].flatMap((row) => row.sources.split(" ")));
    const unknown = [...names].filter((name) => !(name in sources) && !/^(?:#\d+|[a-z-]+)$/.test(name));

    expect(unknown).toEqual([]);
  });
});
