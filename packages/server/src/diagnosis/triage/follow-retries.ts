/** What was tried again and then went well failed nobody. */

import type { ErrorFact } from "./error-fact.ts";
import { indexAfter } from "./index-after.ts";
import type { OperationNotes } from "./note-operations.ts";
import type { EntryReading } from "./read-entry.ts";
import { createRecentMap } from "./recent-map.ts";

export interface RetryFollower {
  note(line: number, reading: EntryReading): void;
  /** The same facts in the same order, those marked that were mended. `retried` are lines that told of another try. */
  mark(facts: readonly ErrorFact[], retried: ReadonlySet<number>): readonly ErrorFact[];
}

/** What happens so far below a retry may be of it. */
const WITHIN_LINES = 200;
/** So many tries without any success are no passing trouble. */
const MANY_TRIES = 5;
/** Calls that are remembered, at least; and lines that say that something went well. */
const MOST = 20_000;
/** SDKs number their calls, and name the first one when they try again. */
const SDK_LOG = /^\[(log_\w{1,20})(?:, retryOf: (log_\w{1,20}))?/;

/** `ends` are the lines at which requests ended; see `OperationNotes`. */
export function createRetryFollower(ends: OperationNotes["requests"]): RetryFollower {
  const mendedCalls = createRecentMap<true>(MOST);
  let good: number[] = [];
  let lastOther = 0;

  function note(line: number, { mendedCall, isGood, judgement }: EntryReading): void {
    if (judgement !== "retry") lastOther = line;
    if (mendedCall !== undefined) mendedCalls.set(mendedCall, true);
    if (isGood) good.push(line);
    if (good.length > 2 * MOST) good = good.slice(-MOST);
  }

  function isMended(fact: ErrorFact, tries: readonly number[], failures: readonly number[]): boolean {
    const call = SDK_LOG.exec(fact.sample);
    if (call !== null && mendedCalls.get(call[2] ?? call[1] ?? "")) return true;
    const success = firstAfter(good, fact.line) ?? Number.POSITIVE_INFINITY;
    const failure = firstAfter(failures, fact.line) ?? Number.POSITIVE_INFINITY;
    const end = fact.line + WITHIN_LINES;
    if (failure <= end && failure < success) return false;
    if (success <= end) return true;
    const more = placeAfter(tries, end) - placeAfter(tries, fact.line);
    // A log that ends with tries tells of none that went well.
    return more < MANY_TRIES && lastOther > fact.line + 1;
  }

  function markMended(facts: readonly ErrorFact[], retried: ReadonlySet<number>): readonly ErrorFact[] {
    const failures = facts.filter(({ severity }) => severity === "error").map(({ line }) => line);
    const tries = [...retried].sort((one, other) => one - other);
    return facts.map((fact) => {
      if (fact.severity !== "warn") return fact;
      const ended = (fact.requestId === undefined ? undefined : ends.get(fact.requestId)) || undefined;
      const isRetry = retried.has(fact.line) || fact.reporter === "platform";
      const recovered = ended === undefined ? isRetry && isMended(fact, tries, failures) : ended > fact.line;
      return recovered ? { ...fact, recovered } : fact;
    });
  }

  return { note, mark: markMended };
}

/** Of lines in ascending order. */
function firstAfter(lines: readonly number[], line: number): number | undefined {
  return lines[placeAfter(lines, line)];
}

function placeAfter(lines: readonly number[], line: number): number {
  return indexAfter(lines, line, (one) => one);
}
