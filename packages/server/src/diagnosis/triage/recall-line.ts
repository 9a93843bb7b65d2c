/** A line of which is known what lines of its shape say: what it says itself is read where it stands in all of them. */

import type { Instant, Milliseconds } from "../../domain/instant.ts";
import type { LogEntry } from "./log-entry.ts";
import { type EntryReading, withOwn } from "./read-entry.ts";
import { readTime, readTimeStamp } from "./read-time.ts";
import type { LineMemory, MemoryOptions, Remembered } from "./remember-lines.ts";
import type { ShapedLine } from "./shape-lines.ts";
import { readDigits, readNumber, readStamp, type TimeSpot } from "./time-spot.ts";

export interface RecalledLine {
  readonly line: number;
  readonly at: Instant | undefined;
  /** What lines of its shape say. */
  readonly like: Remembered;
  /** Set where it is of use: where the line tells of an operation. */
  readonly requestId: string | undefined;
  readonly tookMs: Milliseconds | undefined;
  /** In full. */
  readonly entry: () => LogEntry;
  readonly reading: () => EntryReading;
  /** To be asked later; overwrites the one that is given. */
  readonly keep: (kept: KeptLine | undefined) => KeptLine;
}

/** A line that stands in bytes which will change, until it is settled. */
export interface KeptLine {
  readonly entry: () => LogEntry;
  readonly settle: () => void;
}

/** `undefined` for a line that has to be read in full, else the same object each time. `last` is the last time that was told. */
export type RecallLine = (shaped: ShapedLine, line: number, last: Instant | undefined) => RecalledLine | undefined;

/** One for millions of lines, each filled in over the one before. */
interface Told {
  line: number;
  bytes: Uint8Array;
  start: number;
  end: number;
  at: Instant | undefined;
  like: Remembered;
}

interface Own {
  requestId: string | undefined;
  tookMs: Milliseconds | undefined;
}

type Kept = Told & KeptLine;

export function createRecall(memory: LineMemory, { decode, readEntries }: MemoryOptions): RecallLine {
  let recalled: (RecalledLine & Told & Own) | undefined;

  return (shaped, line, last) => {
    const like = memory.recall(shaped);
    if (like === undefined) return undefined;
    const at = like.time === undefined ? undefined : readSpot(like.time, shaped, last);
    if (Number.isNaN(at)) return undefined;
    recalled ??= start(shaped, like);
    fillIn(recalled, shaped, { line, at, like });
    if (like.tellsOwn) readOwn(recalled, recalled);
    else recalled.requestId = undefined;
    return recalled;
  };

  function start({ bytes, start: from, end }: ShapedLine, like: Remembered): RecalledLine & Told & Own {
    const told: RecalledLine & Told & Own = {
      ...{ line: 0, bytes, start: from, end, at: undefined, like, requestId: undefined, tookMs: undefined },
      entry: () => readFull(told),
      reading: () => {
        const own: Own = { requestId: undefined, tookMs: undefined };
        readOwn(told, own);
        return withOwn(told.like.reading, own.requestId, own.tookMs);
      },
      keep: (kept) => {
        const later = (kept as Kept | undefined) ?? startKept(told);
        fillIn(later, told, told);
        return later;
      },
    };
    return told;
  }

  function startKept({ line, bytes, start: from, end, at, like }: Told): Kept {
    const kept: Kept = {
      ...{ line, bytes, start: from, end, at, like },
      entry: () => readFull(kept),
      settle: () => {
        if (kept.end - kept.start === kept.bytes.length) return;
        kept.bytes = Uint8Array.from(kept.bytes.subarray(kept.start, kept.end));
        kept.end -= kept.start;
        kept.start = 0;
      },
    };
    return kept;
  }

  function readFull({ line, bytes, start: from, end, at, like: { entry, textStart } }: Told): LogEntry {
    const time = at === undefined ? {} : { at };
    if (textStart !== undefined) return { ...entry, ...time, line, text: decode(bytes, from + textStart, end) };
    const [read = entry] = readEntries(at).take(decode(bytes, from, end));
    return { ...read, ...time, line };
  }

  function readOwn({ bytes, start: from, like: { request, took } }: Told, own: Own): void {
    own.requestId = request === undefined ? undefined : decode(bytes, from + request.start, from + request.end);
    own.tookMs = took === undefined ? undefined : readNumber(bytes, from + took.start, from + took.end) * took.unitMs;
  }

  function readSpot(spot: TimeSpot, { bytes, start: from }: ShapedLine, last: Instant | undefined): Instant {
    const begin = from + spot.start;
    const stop = from + spot.end;
    if (spot.kind === "stamp") return readStamp(bytes, begin, stop) + spot.zoneMs;
    if (spot.kind === "number") return readTime(readDigits(bytes, begin, stop)) ?? Number.NaN;
    return readTimeStamp(decode(bytes, begin, stop), { last })?.at ?? Number.NaN;
  }
}

function fillIn(
  told: Told,
  { bytes, start, end }: Pick<Told, "bytes" | "start" | "end">,
  { line, at, like }: Pick<Told, "line" | "at" | "like">,
): void {
  told.bytes = bytes;
  told.start = start;
  told.end = end;
  told.line = line;
  told.at = at;
  told.like = like;
}
