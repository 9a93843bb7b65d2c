/**
 * What lines say, remembered by their shape: of lines that differ only in times, numbers and ids, one is read in full.
 *
 * A shape is learnt from its second line, and by trial: that line is read as it is, and again with other values in all its
 * slots. Where what is read differs in more than the time, the request's id and the time taken, or these do not stand where
 * the slots are, lines of that shape are always read in full.
 */

import type { Instant, Milliseconds } from "../../domain/instant.ts";
import { type Passing, passingOf } from "../join-lines.ts";
import { alterLine } from "./alter-line.ts";
import { toJoinInputs } from "./join-entry.ts";
import { createLineShaper, type Slot } from "./line-shape.ts";
import type { EntryReader, LogEntry } from "./log-entry.ts";
import { type EntryReading, readEntry } from "./read-entry.ts";
import type { ShapedLine } from "./shape-lines.ts";
import { findTime, type TimeSpot } from "./time-spot.ts";

export interface Span {
  /** From the start of the line. */
  readonly start: number;
  readonly end: number;
}

export interface TookSpan extends Span {
  /** Of what stands there. */
  readonly unitMs: Milliseconds;
}

/** What all lines of one shape say. */
export interface Remembered {
  /** The line that it was learnt from. */
  readonly entry: LogEntry;
  readonly reading: EntryReading;
  readonly time: TimeSpot | undefined;
  readonly request: Span | undefined;
  readonly took: TookSpan | undefined;
  /** Where the entry's text begins, which ends with the line; undefined where it stands there in another spelling. */
  readonly textStart: number | undefined;
  /** Its request and the time taken are of use: it tells of an operation. */
  readonly tellsOwn: boolean;
  /** Set for lines that tell of no failure and end none: beside their time and their operation they are only counted. */
  readonly passing: Passing | undefined;
}

export interface LineMemory {
  /** `undefined`: the line is to be read in full. */
  recall(line: ShapedLine): Remembered | undefined;
}

export interface MemoryOptions {
  readonly decode: Decode;
  readonly readEntries: (last: Instant | undefined) => EntryReader;
  /** What nobody outside can know; see `createLineShaper`. */
  readonly seed: number;
}

export type Decode = (bytes: Uint8Array, start: number, end: number) => string;

/** A log whose lines are of more shapes than this does not repeat itself; then all are forgotten. */
const MOST_SHAPES = 24_576;
const PLACES = 65_536;

type Known = Remembered | "seen" | "varies";

export function createLineMemory(options: MemoryOptions): LineMemory {
  const shaper = createLineShaper(options);
  const hashes = new Int32Array(2 * PLACES);
  let known: (Known | undefined)[] = new Array(PLACES).fill(undefined);
  let count = 0;

  function placeOf(first: number, second: number): number {
    let place = (first ^ (first >>> 16)) & (PLACES - 1);
    while (known[place] !== undefined && (hashes[2 * place] !== first || hashes[2 * place + 1] !== second)) {
      place = (place + 1) & (PLACES - 1);
    }
    return place;
  }

  function recall(line: ShapedLine): Remembered | undefined {
    const { first, second } = line;
    if (first === 0 && second === 0) return undefined;
    const place = placeOf(first, second);
    const found = known[place];
    if (typeof found === "object") return found;
    if (found === "varies") return undefined;
    if (found === "seen") {
      const learnt = learnLine(line);
      known[place] = learnt ?? "varies";
      return learnt;
    }
    if (count === MOST_SHAPES) {
      known = new Array(PLACES).fill(undefined);
      count = 0;
    }
    const free = placeOf(first, second);
    known[free] = "seen";
    hashes[2 * free] = first;
    hashes[2 * free + 1] = second;
    count += 1;
    return undefined;
  }

  function learnLine({ bytes, start, end }: ShapedLine): Remembered | undefined {
    shaper.read(bytes, start, end);
    return learn(bytes.subarray(start, end), shaper.slots(), options);
  }

  return { recall };
}

/** A line that was read in full. */
interface Trial {
  /** The next line may belong to it. */
  readonly isHeld: boolean;
  readonly line: string;
  /** A character a byte, so that places in it are places in the line. */
  readonly raw: string;
  readonly bytes: Uint8Array;
  readonly entry: LogEntry;
  readonly reading: EntryReading;
}

const TRIALS = 2;
/** Times without a date are read against this one. */
const SOME_DAY: Instant = Date.UTC(2026, 10, 23, 12);

function learn(bytes: Uint8Array, slots: readonly Slot[], options: MemoryOptions): Remembered | undefined {
  const altered = Array.from({ length: TRIALS }, (_, number) => alterLine(bytes, slots, number));
  const trials = [bytes, ...altered].flatMap((some) => tryLine(some, options) ?? []);
  const [own] = trials;
  if (own === undefined || trials.length <= TRIALS) return undefined;
  const { entry, reading } = own;
  const said = describe(own);
  if (trials.some((trial) => describe(trial) !== said)) return undefined;
  const time = entry.at === undefined ? undefined : findTime(trials, slots, SOME_DAY);
  const request = idsIn(reading).some(isTold) ? findId(trials) : undefined;
  const took = timesIn(reading).some(isTold) ? findTook(trials) : undefined;
  const isFound = [
    [entry.at, time],
    [idsIn(reading).find(isTold), request],
    [timesIn(reading).find(isTold), took],
  ].every(([told, spot]) => (told === undefined) === (spot === undefined));
  if (!isFound || !isOne(reading)) return undefined;
  const textStart = findText(trials);
  const passing = isOfWork(reading) && !own.isHeld ? passingIn(own) : undefined;
  return passing === undefined && textStart === undefined
    ? undefined
    : { entry, reading, time, request, took, textStart, passing, tellsOwn: tellsOwn(reading) };
}

function tryLine(bytes: Uint8Array, { decode, readEntries }: MemoryOptions): Trial | undefined {
  const line = decode(bytes, 0, bytes.length);
  const reader = readEntries(SOME_DAY);
  const read = reader.take(line);
  const isHeld = reader.isWaiting();
  const [entry, ...more] = reader.isBetween() ? [] : [...read, ...reader.finish()];
  if (entry === undefined || more.length > 0 || entry.isWhole === true) return undefined;
  return { isHeld, line, raw: String.fromCharCode(...bytes), bytes, entry, reading: readEntry(entry) };
}

/** All that must be the same in lines of one shape; of what stands in slots, only whether it is there. */
function describe({ isHeld, entry, reading }: Trial): string {
  const { severity, levelBy, logger, service, fields, at } = entry;
  const { requestId: _, mark, operation, ...rest } = reading;
  const marks = [[operation.slowName], ...[mark, operation.mark].map((one) => [one?.step, one?.name])];
  const [ids, times] = [idsIn(reading), timesIn(reading)];
  return JSON.stringify([
    [isHeld, severity, levelBy, logger, service, fields === undefined, at === undefined],
    [rest, marks, ids.map((id) => id === undefined), times.map((time) => time === undefined)],
  ]);
}

function idsIn({ requestId, mark, operation }: EntryReading): readonly (string | undefined)[] {
  return [requestId, mark?.requestId, operation.mark?.requestId, operation.requestId];
}

function timesIn({ mark, operation }: EntryReading): readonly (Milliseconds | undefined)[] {
  return [mark?.tookMs, operation.mark?.tookMs, operation.slowMs];
}

/** It names one request and one time, however often. */
function isOne(reading: EntryReading): boolean {
  return new Set(idsIn(reading).filter(isTold)).size <= 1 && new Set(timesIn(reading).filter(isTold)).size <= 1;
}

function isTold<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}

/** Where an id stands in all of them. */
function findId(trials: readonly Trial[]): Span | undefined {
  const ids = trials.map(({ reading }) => idsIn(reading).find(isTold) ?? "");
  const [id = ""] = ids;
  const [own] = trials;
  for (let start = own?.raw.indexOf(id) ?? -1; start >= 0; start = own?.raw.indexOf(id, start + 1) ?? -1) {
    const end = start + id.length;
    if (trials.every(({ raw }, index) => raw.slice(start, end) === ids[index])) return { start, end };
  }
  return undefined;
}

const UNITS_MS: readonly Milliseconds[] = [1, 1_000, 60_000];

/** Where the time taken stands in all of them, and in which unit. */
function findTook(trials: readonly Trial[]): TookSpan | undefined {
  const times = trials.map(({ reading }) => timesIn(reading).find(isTold) ?? Number.NaN);
  for (const { index: start, 0: digits } of trials[0]?.raw.matchAll(/\d{1,12}(?:\.\d{1,6})?/g) ?? []) {
    const end = start + digits.length;
    const unitMs = UNITS_MS.find((unit) =>
      trials.every(({ raw }, index) => Number(raw.slice(start, end)) * unit === times[index]),
    );
    if (unitMs !== undefined) return { start, end, unitMs };
  }
  return undefined;
}

/** Where the entry's text begins in all of them, if it ends with the line. */
function findText(trials: readonly Trial[]): number | undefined {
  const starts = trials.map(({ line, entry: { text, fields } }) => {
    const start = line.length - text.length;
    // A place among characters is one among bytes only where each takes one.
    const isPlace = fields === undefined && line.endsWith(text) && /^\p{ASCII}*$/u.test(line.slice(0, start));
    return isPlace ? start : undefined;
  });
  return starts.every((start) => start === starts[0]) ? starts[0] : undefined;
}

function tellsOwn({ mark, operation }: EntryReading): boolean {
  return mark !== undefined || operation.mark !== undefined || operation.slowMs !== undefined;
}

/** Nothing in it but an operation that began or was completed. */
function isOfWork({ mark, operation, ...reading }: EntryReading): boolean {
  const { word, socketReason, called, mendedCall, isOfNpm, isStopping } = reading;
  const isMore = isOfNpm || isStopping || mark?.step === "failed" || operation.mark?.step === "failed";
  return !isMore && [word, socketReason, called, mendedCall].every((some) => some === undefined);
}

function passingIn({ entry, reading: { judgement } }: Trial): Passing | undefined {
  const [input, ...more] = toJoinInputs(entry, { at: 0, judgement });
  return input === undefined || more.length > 0 ? undefined : passingOf(input);
}
