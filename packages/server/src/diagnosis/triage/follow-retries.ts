/** What was tried again and then went well failed nobody. */

import { readOperation } from "../read-operations.ts";
import type { ErrorFact } from "./error-fact.ts";
import { parseEntry, requestIdOf } from "./join-entry.ts";
import { isGood } from "./judge-text.ts";
import type { LogEntry } from "./log-entry.ts";

export interface RetryFollower {
  note(entry: LogEntry): void;
  /** The same facts in the same order, those marked that were mended. `retried` are lines that told of another try. */
  mark(facts: readonly ErrorFact[], retried: ReadonlySet<number>): readonly ErrorFact[];
}

/** What happens so far below a retry may be of it. */
const WITHIN_LINES = 200;
/** So many tries without any success are no passing trouble. */
const MANY_TRIES = 5;
const MOST = 200_000;
/** SDKs number their calls, and name the first one when they try again. */
const SDK_LOG = /^\[(log_\w{1,20})(?:, retryOf: (log_\w{1,20}))?/;

export function createRetryFollower(): RetryFollower {
  const ended = new Map<string, { readonly line: number; readonly well: boolean }>();
  const mendedCalls = new Set<string>();
  const good: number[] = [];
  let last = 0;

  function note(entry: LogEntry): void {
    last = entry.line;
    const parsed = parseEntry(entry, entry.text.slice(0, 2_000));
    const step = readOperation(0, parsed)?.step;
    const requestId = requestIdOf(parsed);
    if (step !== undefined && step !== "started" && requestId !== undefined && ended.size < MOST) {
      ended.set(requestId, { line: entry.line, well: step === "completed" });
    }
    const call = SDK_LOG.exec(entry.text);
    if (call !== null && /\bsucceeded\b/.test(entry.text)) mendedCalls.add(call[2] ?? call[1] ?? "");
    if (good.length < MOST && isGood(entry)) good.push(entry.line);
  }

  function isMended(fact: ErrorFact, tries: readonly number[], failures: readonly number[]): boolean {
    const call = SDK_LOG.exec(fact.sample);
    if (call !== null && mendedCalls.has(call[2] ?? call[1] ?? "")) return true;
    const success = firstAfter(good, fact.line) ?? Number.POSITIVE_INFINITY;
    const failure = firstAfter(failures, fact.line) ?? Number.POSITIVE_INFINITY;
    const end = fact.line + WITHIN_LINES;
    if (failure <= end && failure < success) return false;
    if (success <= end) return true;
    const more = tries.filter((line) => line > fact.line && line <= end).length;
    return more < MANY_TRIES && last > fact.line + 1;
  }

  function mark(facts: readonly ErrorFact[], retried: ReadonlySet<number>): readonly ErrorFact[] {
    const failures = facts.filter(({ severity }) => severity === "error").map(({ line }) => line);
    const tries = [...retried].sort((one, other) => one - other);
    return facts.map((fact) => {
      if (fact.severity !== "warn") return fact;
      const request = fact.requestId === undefined ? undefined : ended.get(fact.requestId);
      const isRetry = retried.has(fact.line) || fact.reporter === "platform";
      const recovered =
        request === undefined ? isRetry && isMended(fact, tries, failures) : request.well && request.line > fact.line;
      return recovered ? { ...fact, recovered } : fact;
    });
  }

  return { note, mark };
}

/** Of lines in ascending order. */
function firstAfter(lines: readonly number[], line: number): number | undefined {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle] ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  return lines[low];
}
