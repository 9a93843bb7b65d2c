/** Failures of a log, each explained by the pattern that fits. */

import type { Pattern } from "../../domain/pattern.ts";
import type { ErrorFact } from "./error-fact.ts";
import { explainFailure, type Occurrence } from "./failure-group.ts";
import { createPatternMatcher, type PatternMatcher } from "./match-pattern.ts";
import type { Failure } from "./select-failures.ts";

export interface FailureStore {
  take(facts: readonly ErrorFact[]): void;
  finish(): readonly Failure[];
}

export function createFailureStore(patterns: readonly Pattern[]): FailureStore {
  const matcher = createPatternMatcher(patterns);
  const failures: Failure[] = [];
  return {
    take: (facts) => {
      for (const fact of facts) failures.push(toFailure(fact, matcher));
    },
    finish: () => failures,
  };
}

function toFailure(fact: ErrorFact, matcher: PatternMatcher): Failure {
  const [match, ...surfacedBy] = matcher(fact);
  return { explanation: explainFailure(fact, match), occurrence: occurrenceOf(fact), surfacedBy };
}

function occurrenceOf(fact: ErrorFact): Occurrence {
  const { line, at, signature, requestId, operation } = fact;
  return {
    line,
    signature,
    fact,
    ...(at === undefined ? {} : { at }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(operation === undefined ? {} : { operation }),
  };
}
