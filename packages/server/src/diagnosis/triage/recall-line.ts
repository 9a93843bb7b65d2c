/** A line of which is known what lines of its shape say: what it says itself is read where it stands in all of them. */

import type { Instant, Milliseconds } from "../../domain/instant.ts";
import type { LogEntry } from "./log-entry.ts";
import { type EntryReading, withOwn } from "./read-entry.ts";
import { readTime, readTimeStamp } from "./read-time.ts";
import type { LineMemory, MemoryOptions, Remembered } from "./remember-lines.ts";
import { readDigits, readNumber, readStamp, type TimeSpot } from "./time-spot.ts";

export interface RecalledLine {
  readonly line: number;
  readonly at: Instant | undefined;
  /** What lines of its shape say. */
  readonly like: Remembered;
  readonly requestId: string | undefined;
  readonly tookMs: Milliseconds | undefined;
  /** In full. */
  readonly entry: () => LogEntry;
  readonly reading: () => EntryReading;
}

/** A line in the bytes of a log. */
export interface LinePlace {
  readonly line: number;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** `undefined` for a line that has to be read in full. `last` is the last time that was told. */
export type RecallLine = (place: LinePlace, last: Instant | undefined) => RecalledLine | undefined;

export function createRecall(memory: LineMemory, { decode, readEntries }: MemoryOptions): RecallLine {
  function entryAt(
    { line, bytes, start, end }: LinePlace,
    { entry, textStart }: Remembered,
    at: Instant | undefined,
  ): LogEntry {
    const time = at === undefined ? {} : { at };
    if (textStart !== undefined) return { ...entry, ...time, line, text: decode(bytes, start + textStart, end) };
    const [read = entry] = readEntries(at).take(decode(bytes, start, end));
    return { ...read, ...time, line };
  }

  return (place, last) => {
    const { line, bytes, start, end } = place;
    const like = memory.recall(bytes, start, end);
    if (like === undefined) return undefined;
    const { time, request, took } = like;
    const at = time === undefined ? undefined : readSpot(time, place, last);
    if (Number.isNaN(at)) return undefined;
    const requestId = request === undefined ? undefined : decode(bytes, start + request.start, start + request.end);
    const tookMs =
      took === undefined ? undefined : readNumber(bytes, start + took.start, start + took.end) * took.unitMs;
    const entry = () => entryAt(place, like, at);
    return { line, at, like, requestId, tookMs, entry, reading: () => withOwn(like.reading, requestId, tookMs) };
  };

  function readSpot(spot: TimeSpot, { bytes, start }: LinePlace, last: Instant | undefined): Instant {
    const [from, to] = [start + spot.start, start + spot.end];
    if (spot.kind === "stamp") return readStamp(bytes, from, to) + spot.zoneMs;
    if (spot.kind === "number") return readTime(readDigits(bytes, from, to)) ?? Number.NaN;
    return readTimeStamp(decode(bytes, from, to), { last })?.at ?? Number.NaN;
  }
}
