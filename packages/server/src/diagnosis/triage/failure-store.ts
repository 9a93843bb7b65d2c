/** Failures of a log, each explained by the pattern that fits; however many there are, they take only so much room. */

import type { Pattern, PatternMatch } from "../../domain/pattern.ts";
import { createThinnedList, type ThinnedList } from "../thinned-list.ts";
import type { ErrorFact } from "./error-fact.ts";
import { type Explanation, explainFailure, type Occurrence } from "./failure-group.ts";
import { createPatternMatcher } from "./match-pattern.ts";
import { createRecentMap } from "./recent-map.ts";
import { createRecentNumbers } from "./recent-numbers.ts";
import type { Failure } from "./select-failures.ts";
import { createSignatureSummary } from "./summarise-signatures.ts";
import type { TriageSignature } from "./triage-report.ts";

export interface FailureStore {
  take(facts: readonly ErrorFact[]): void;
  readonly isTold: IsTold;
  finish(): StoredFailures;
}

/** Whether an error was read of an operation that ended late or badly. */
export type IsTold = (operation: Pick<Occurrence, "line" | "requestId" | "kind">) => boolean;

export interface StoredFailures {
  readonly isTold: IsTold;
  /** In the order of the log; of very many of one kind, some stand for all. */
  readonly failures: readonly Failure[];
  readonly signatures: readonly TriageSignature[];
}

interface Explained {
  readonly explanation: Explanation;
  readonly surfacedBy: readonly PatternMatch[];
}

/** Beyond these, in memory, some stand for all. */
const MOST_OF_KIND = 3_000;
const MOST_KINDS = 40;
const MOST_EXPLAINED = 2_000;
/** Requests and lines of errors that are remembered, at least. */
const MOST_TOLD = 65_536;
/** An error that an operation's failure speaks of stands so close to it. */
const NEAR_LINES = 5;

export function createFailureStore(
  patterns: readonly Pattern[],
  baseline: ReadonlySet<string> | undefined,
): FailureStore {
  const matcher = createPatternMatcher(patterns);
  const kinds = new Map<string, ThinnedList<Failure>>();
  const explained = createRecentMap<Explained>(MOST_EXPLAINED);
  const summary = createSignatureSummary(baseline);
  const failing = createRecentNumbers(MOST_TOLD);
  const lines = createRecentNumbers(MOST_TOLD);

  /** Facts that say the same are explained once. */
  function explain(fact: ErrorFact): Explained {
    const { chain, reporter, crash, unhandled, operation, ownFrames } = fact;
    const key = JSON.stringify([chain, reporter, crash, unhandled, operation, ownFrames[0]]);
    const known = explained.get(key);
    if (known !== undefined) return known;
    const matches = matcher(fact);
    // How it surfaced does not explain why the process died of it.
    const isOnlySurfaced = crash && matches[0]?.rule.when.unhandled === true;
    const match = isOnlySurfaced ? undefined : matches[0];
    const found = {
      explanation: explainFailure(fact, match),
      surfacedBy: matches.slice(isOnlySurfaced ? 0 : 1),
    };
    explained.set(key, found);
    return found;
  }

  function take(facts: readonly ErrorFact[]): void {
    for (const fact of facts) {
      const failure = { ...explain(fact), occurrence: occurrenceOf(fact) };
      summary.add(failure);
      kindOf(failure, fact).add(failure);
      if (fact.severity === "warn" || fact.recovered) continue;
      if (fact.requestId !== undefined) failing.set(fact.requestId, fact.line);
      lines.set(String(fact.line), fact.line);
    }
  }

  function kindOf({ explanation: { pattern } }: Failure, { signature, severity, recovered }: ErrorFact) {
    const rest = `${pattern} ${severity} ${recovered}`;
    const own = `${rest} ${signature}`;
    const key = kinds.has(own) || kinds.size < MOST_KINDS ? own : rest;
    const known = kinds.get(key) ?? createThinnedList<Failure>(MOST_OF_KIND, rankOf);
    kinds.set(key, known);
    return known;
  }

  function isTold({ line, requestId, kind }: Pick<Occurrence, "line" | "requestId" | "kind">): boolean {
    if (requestId !== undefined && failing.get(requestId) !== undefined) return true;
    if (kind !== "failed") return false;
    for (let near = line - NEAR_LINES; near <= line + NEAR_LINES; near += 1)
      if (lines.get(String(near)) !== undefined) return true;
    return false;
  }

  return {
    take,
    isTold,
    finish: () => ({
      isTold,
      failures: [...kinds.values()]
        .flatMap((kind) => kind.finish().map(({ item, times }) => standFor(item, times)))
        .sort((one, other) => one.occurrence.line - other.occurrence.line),
      signatures: summary.finish(),
    }),
  };
}

/** What failed within one request is kept or left out together. */
function rankOf({ occurrence: { requestId } }: Failure, place: number): number {
  if (requestId === undefined) return place;
  let hash = 0;
  for (let index = 0; index < requestId.length; index += 1)
    hash = Math.imul(hash ^ requestId.charCodeAt(index), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 1;
}

function standFor(failure: Failure, times: number): Failure {
  return times === 1 ? failure : { ...failure, occurrence: { ...failure.occurrence, times } };
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
