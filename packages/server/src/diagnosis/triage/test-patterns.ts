/** The playbook's examples, each put to triage. */

import type { Origin, Pattern, PatternExample } from "../../domain/pattern.ts";

export interface ExampleAnswer {
  readonly pattern: string;
  readonly component: string;
  readonly origin: Origin;
}

export interface ExampleResult {
  /** Id of the pattern that it is an example of. */
  readonly pattern: string;
  readonly kind: "positive" | "negative";
  /** Among the examples of its kind, the first is 1. */
  readonly number: number;
  readonly passed: boolean;
  /** `auth, component slack`, or `not auth but rate-limit`. */
  readonly expected: string;
  readonly answer: ExampleAnswer;
}

export function testPatterns(
  patterns: readonly Pattern[],
  triage: (log: string) => ExampleAnswer,
): readonly ExampleResult[] {
  return patterns.flatMap(({ id, examples }) => [
    ...examples.positive.map((example, index): ExampleResult => {
      const answer = triage(example.log);
      const expected = expectationOf(id, example);
      return { pattern: id, kind: "positive", number: index + 1, passed: fits(id, example, answer), expected, answer };
    }),
    ...examples.negative.map((example, index): ExampleResult => {
      const answer = triage(example.log);
      const passed = answer.pattern !== id && (example.pattern ?? answer.pattern) === answer.pattern;
      const expected = example.pattern === undefined ? `not ${id}` : `not ${id} but ${example.pattern}`;
      return { pattern: id, kind: "negative", number: index + 1, passed, expected, answer };
    }),
  ]);
}

function fits(id: string, { component, origin }: PatternExample, answer: ExampleAnswer): boolean {
  return (
    answer.pattern === id &&
    (component ?? answer.component) === answer.component &&
    (origin ?? answer.origin) === answer.origin
  );
}

function expectationOf(id: string, { component, origin }: PatternExample): string {
  const parts = [
    component === undefined ? "" : `component ${component}`,
    origin === undefined ? "" : `origin ${origin}`,
  ];
  return [id, ...parts.filter((part) => part !== "")].join(", ");
}
