/** How often something was logged, when, how loud, and a few of its occurrences. */

import type { Instant } from "../../domain/instant.ts";
import type { LogEntry } from "../triage/log-entry.ts";
import { keepSample, spreadSamples } from "./keep-sample.ts";

type Level = NonNullable<LogEntry["severity"]> | "none";

export interface Tally {
  count: number;
  /** Occurrences in the log of a time when all was well. */
  baseline: number;
  firstLine: number;
  lastLine: number;
  first: Instant | null;
  last: Instant | null;
  readonly levels: Map<Level, number>;
  readonly samples: string[];
}

const LONGEST_SAMPLE = 500;

export function startTally(): Tally {
  return {
    count: 0,
    baseline: 0,
    firstLine: Number.POSITIVE_INFINITY,
    lastLine: 0,
    first: null,
    last: null,
    levels: new Map(),
    samples: [],
  };
}

export function countEntry(tally: Tally, entry: LogEntry): void {
  const { at, line, severity = "none", text } = entry;
  tally.count += 1;
  tally.firstLine = Math.min(tally.firstLine, line);
  tally.lastLine = Math.max(tally.lastLine, line);
  tally.levels.set(severity, (tally.levels.get(severity) ?? 0) + 1);
  if (at !== undefined) {
    tally.first = Math.min(tally.first ?? at, at);
    tally.last = Math.max(tally.last ?? at, at);
  }
  keepSample(tally.samples, tally.count, text.length > LONGEST_SAMPLE ? detach(text.slice(0, LONGEST_SAMPLE)) : text);
}

/** The level of most of its lines; null where they tell none. */
export function levelOf({ levels }: Tally): Exclude<Level, "none"> | null {
  const [most] = [...levels].sort(([, one], [, other]) => other - one);
  return most === undefined || most[0] === "none" ? null : most[0];
}

/** A slice would keep the whole of a long line in memory. */
function detach(text: string): string {
  return [...text].join("");
}

export function addTally(sum: Tally, other: Tally): void {
  const isLater = sum.count > 0 && other.firstLine > sum.firstLine;
  const samples = isLater ? [...sum.samples, ...other.samples] : [...other.samples, ...sum.samples];
  sum.samples.splice(0, sum.samples.length, ...spreadSamples([...new Set(samples)]));
  sum.count += other.count;
  sum.baseline += other.baseline;
  sum.firstLine = Math.min(sum.firstLine, other.firstLine);
  sum.lastLine = Math.max(sum.lastLine, other.lastLine);
  sum.first = extremeOf(sum.first, other.first, Math.min);
  sum.last = extremeOf(sum.last, other.last, Math.max);
  for (const [level, count] of other.levels) sum.levels.set(level, (sum.levels.get(level) ?? 0) + count);
}

function extremeOf(
  one: Instant | null,
  other: Instant | null,
  choose: (one: number, other: number) => number,
): Instant | null {
  if (one === null || other === null) return one ?? other;
  return choose(one, other);
}
