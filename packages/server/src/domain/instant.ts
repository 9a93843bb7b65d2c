/** Points and lengths of time. Milliseconds everywhere; the clock itself is an argument. */

/** Milliseconds since the Unix epoch. */
export type Instant = number;

/** A length of time in milliseconds. */
export type Milliseconds = number;

export interface TimeWindow {
  readonly from: Instant;
  readonly to: Instant;
}

export const SECOND: Milliseconds = 1_000;
export const MINUTE: Milliseconds = 60_000;
export const HOUR: Milliseconds = 3_600_000;

/** `2026-11-23 14:20:05 UTC`: how an instant is written for people. */
export function writeInstant(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** `42 s`, `3 min`, `2 h 05 min`: how a length of time is written for people. */
export function writeDuration(duration: Milliseconds): string {
  if (duration < SECOND) return `${Math.round(duration)} ms`;
  if (duration < 2 * MINUTE) return `${Math.round(duration / SECOND)} s`;
  if (duration < 2 * HOUR) return `${Math.round(duration / MINUTE)} min`;
  const minutes = Math.round(duration / MINUTE);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}
