/** Times in words, the same on every face. */

import { MINUTE, writeDuration, writeInstant } from "../domain/instant.ts";

/** `2026-11-23 14:20:05 UTC`, from milliseconds or from a text in ISO 8601, as answers hold it. */
export function writeTime(at: number | string): string {
  return writeInstant(toInstant(at));
}

/** `14:20:05`, where the day is known. */
export function writeTimeOfDay(at: number | string): string {
  return writeInstant(toInstant(at)).slice("2026-11-23 ".length, -" UTC".length);
}

/** `28 min left (2026-11-23 14:50:05 UTC)`, or since when it is over. */
export function writeTimeLeft({ at, minutesLeft }: { readonly at: number; readonly minutesLeft: number }): string {
  if (minutesLeft < 0) return `over since ${writeTime(at)}`;
  const left = minutesLeft === 0 ? "less than a minute" : writeDuration(minutesLeft * MINUTE);
  return `${left} left (${writeTime(at)})`;
}

function toInstant(at: number | string): number {
  return typeof at === "string" ? Date.parse(at) : at;
}
