/** Where in the lines of one shape their time stands, and how to read it there. */

import type { Instant } from "../../domain/instant.ts";
import { SLOT } from "./find-slots.ts";
import type { Slot } from "./line-shape.ts";
import type { LogEntry } from "./log-entry.ts";
import { readTime, readTimeStamp, type TimeContext } from "./read-time.ts";

/** Behind a stamp stands its zone, which is the same in all lines of a shape; other stamps are read in full. */
export type TimeSpot =
  | { readonly kind: "stamp"; readonly start: number; readonly end: number; readonly zoneMs: number }
  | { readonly kind: "number" | "text"; readonly start: number; readonly end: number };

interface Timed {
  /** A character a byte. */
  readonly raw: string;
  readonly bytes: Uint8Array;
  readonly entry: LogEntry;
}

const [ZERO] = [48] as const;
const SHORTEST_NUMBER = 9;
/** No envelope before a stamp without a date is longer. */
const FARTHEST = 24;
const LONGEST_STAMP = 40;
const DAY_MS = 86_400_000;

/** `last` is what times without a date were read against. */
export function findTime(lines: readonly Timed[], slots: readonly Slot[], last: Instant): TimeSpot | undefined {
  for (const { kind, start, end } of slots) {
    if (kind === SLOT.time) {
      const zones = lines.map(({ bytes, entry: { at = Number.NaN } }) => at - readStamp(bytes, start, end));
      const [zoneMs = Number.NaN] = zones;
      if (zones.every((zone) => zone === zoneMs)) return { kind: "stamp", start, end, zoneMs };
    }
    const isNumber = kind === SLOT.number && end - start >= SHORTEST_NUMBER;
    if (isNumber && lines.every(({ raw, entry }) => readTime(Number(raw.slice(start, end))) === entry.at))
      return { kind: "number", start, end };
  }
  return findText(lines, { last });
}

function findText(lines: readonly Timed[], context: TimeContext): TimeSpot | undefined {
  const longest = lines[0]?.raw.length ?? 0;
  for (let start = 0; start < Math.min(FARTHEST, longest); start += 1) {
    const end = Math.min(longest, start + LONGEST_STAMP);
    const isTime = lines.every(
      ({ raw, entry: { at } }) => at !== undefined && readTimeStamp(raw.slice(start, end), context)?.at === at,
    );
    if (isTime) return { kind: "text", start, end };
  }
  return undefined;
}

/** `2026-11-23T09:14:02.123`, as if it were of UTC. NaN for what no calendar knows, which is read in full. */
export function readStamp(bytes: Uint8Array, start: number, end: number): Instant {
  const year = 100 * readPair(bytes, start) + readPair(bytes, start + 2);
  const month = readPair(bytes, start + 5);
  const day = readPair(bytes, start + 8);
  const hour = readPair(bytes, start + 11);
  const minute = readPair(bytes, start + 14);
  const second = readPair(bytes, start + 17);
  const isKnown = year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  if (!isKnown || hour > 23 || minute > 59 || second > 59) return Number.NaN;
  const clock = ((hour * 60 + minute) * 60 + second) * 1_000;
  return daysBefore(year, month, day) * DAY_MS + clock + readThousandths(bytes, start + 20, end);
}

/** Days from the first of 1970, by the calendar whose years begin in March (Howard Hinnant's `days_from_civil`). */
function daysBefore(year: number, month: number, day: number): number {
  const ofMarch = month <= 2 ? year - 1 : year;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leaps = Math.floor(ofMarch / 4) - Math.floor(ofMarch / 100) + Math.floor(ofMarch / 400);
  return 365 * ofMarch + leaps + ofYear - 719_468;
}

function readThousandths(bytes: Uint8Array, start: number, end: number): number {
  const digit = (place: number): number => (place < end ? (bytes[place] as number) - ZERO : 0);
  return 100 * digit(start) + 10 * digit(start + 1) + digit(start + 2);
}

function readPair(bytes: Uint8Array, start: number): number {
  return 10 * (bytes[start] as number) + (bytes[start + 1] as number) - 11 * ZERO;
}

/** The digits that stand there. Exact up to fifteen of them. */
export function readDigits(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) value = 10 * value + (bytes[at] as number) - ZERO;
  return value;
}

const POINT = 46;

/** The same with a point in it. */
export function readNumber(bytes: Uint8Array, start: number, end: number): number {
  const point = bytes.indexOf(POINT, start);
  if (point < 0 || point >= end) return readDigits(bytes, start, end);
  // Both are whole numbers, so that the quotient is what their decimal would be.
  const digits = readDigits(bytes, start, point) * 10 ** (end - point - 1) + readDigits(bytes, point + 1, end);
  return digits / 10 ** (end - point - 1);
}
