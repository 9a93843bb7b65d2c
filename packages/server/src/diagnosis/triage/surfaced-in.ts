/** How the failures of a cause came to light: by a framework's error handler, as something that nobody caught. */

import type { PatternMatch } from "../../domain/pattern.ts";
import type { FailureGroup, Occurrence } from "./failure-group.ts";
import type { Failure } from "./select-failures.ts";

export interface Surfaced {
  /** Of the first of them. */
  readonly match: PatternMatch;
  /** Never empty. */
  readonly occurrences: readonly Occurrence[];
}

/** One for each pattern that fits the same failures and is not their cause. */
export function surfacedIn(failures: readonly Failure[], cause: FailureGroup): readonly Surfaced[] {
  const ofCause = new Set(cause.occurrences);
  const matches = failures
    .filter(({ occurrence }) => ofCause.has(occurrence))
    .flatMap(({ surfacedBy, occurrence }) => surfacedBy.map((match) => ({ match, occurrence })))
    .filter(({ match: { pattern } }) => pattern.id !== cause.pattern);
  return [...Map.groupBy(matches, ({ match }) => match.pattern.id).values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    return [{ match: first.match, occurrences: alike.map(({ occurrence }) => occurrence) }];
  });
}
