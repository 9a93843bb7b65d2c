import { describe, expect, test } from "vitest";
import { RULES } from "../../domain/fixtures/default-rules.ts";
import { triageExample } from "./fixtures/triage-example.ts";
import { testPatterns } from "./test-patterns.ts";

describe("the examples of the shipped patterns", () => {
  test.each(RULES.patterns)("$id: triage answers each as it says", (pattern) => {
    const results = testPatterns([pattern], (log) => triageExample(log));

    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });
});
