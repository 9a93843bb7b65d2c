/** A log is read with an overlap, because lines arrive late; each of its errors is counted once all the same. */

import type { ErrorRecord } from "../diagnosis/log-reading.ts";
import type { Hash } from "../domain/chain.ts";
import { type Instant, SECOND } from "../domain/instant.ts";

/** Ours: platforms gather lines before they show them, for seconds; one that comes later than this is not counted. */
const LATE_LINES_MS = 30 * SECOND;

export interface AlreadyCounted {
  /** Numbers of errors by `second:message`. */
  readonly already: Readonly<Record<string, number>>;
  /** Where the cursor will stand. */
  readonly readTo: Instant;
  readonly hash: Hash;
}

export interface CountedAnew {
  readonly fresh: readonly ErrorRecord[];
  /** What the next reading will find counted. */
  readonly counted: Readonly<Record<string, number>>;
}

/** The next reading begins here: at a whole second, as the names of what is counted do. */
export function firstCountedAt(readTo: Instant): Instant {
  return secondOf(readTo - LATE_LINES_MS) * SECOND;
}

/**
 * By second and message, not by signature: an error whose frames came after it was counted has another signature then,
 * and is no other error. So the names are few, however often an error is logged.
 */
export function countErrorsAnew(
  errors: readonly ErrorRecord[],
  { already, readTo, hash }: AlreadyCounted,
): CountedAnew {
  const groups = Map.groupBy(errors, ({ at, template }) => `${secondOf(at)}:${hash(template).slice(0, 12)}`);
  const fresh = [...groups].flatMap(([name, same]) => same.slice(already[name] ?? 0));
  const seen = [...groups].map(([name, same]) => [name, Math.max(same.length, already[name] ?? 0)] as const);
  const oldest = secondOf(readTo - LATE_LINES_MS);
  const kept = [...Object.entries(already), ...seen].filter(([name]) => Number.parseInt(name, 10) >= oldest);
  return { fresh, counted: Object.fromEntries(kept) };
}

function secondOf(instant: Instant): number {
  return Math.floor(instant / SECOND);
}
