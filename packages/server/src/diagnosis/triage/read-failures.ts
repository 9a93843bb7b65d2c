/** Failures out of the entries of a log: each fault once, with what each error of its chain says. */

import { type Fault, foldFaults } from "../fold-faults.ts";
import { createLineJoiner, type ErrorBlock, type JoinInput, type LineJoiner, type Passing } from "../join-lines.ts";
import type { ErrorFact } from "./error-fact.ts";
import { type FaultFact, toFaultFacts } from "./fault-facts.ts";
import { createRetryFollower } from "./follow-retries.ts";
import { type Origin, toJoinInputs } from "./join-entry.ts";
import type { LogEntry } from "./log-entry.ts";
import { createOperationNotes, type OperationNotes } from "./note-operations.ts";
import { type FactOptions, type FailedOperation, toPlatformFact, toSocketFact } from "./outside-facts.ts";
import { type EntryReading, readEntry } from "./read-entry.ts";
import type { KeptLine, RecalledLine } from "./recall-line.ts";
import { createFaultReader } from "./remember-faults.ts";
import { settleFacts } from "./settle-facts.ts";

export interface FailureReader {
  take(entry: LogEntry, reading?: EntryReading): void;
  /** The same for a line that tells of no failure and ends none. Answers whether that can be told where it stands. */
  pass(line: RecalledLine): boolean;
  /** What was kept of lines that passed stands in bytes that will change now. */
  settle(): void;
  /** Of what is behind, once that is much; else nothing. In the order in which they begin in the log. */
  drain(): readonly ErrorFact[];
  /** In the order in which they begin in the log. */
  finish(): readonly ErrorFact[];
}

const MOST_STREAMS = 200;
/** Without times, a line counts as if so much later than the one before: five hundred lines are five seconds. */
const LINE_MS = 10;
/** What follows a request to stop belongs to the stop. */
const STOPPING_LINES = 40;
/** So many failures are settled at once, which bounds the memory that a log of errors takes. */
const MOST_HELD = 4_000;
/** One that failed last may be told of again, or belong to what comes next. */
const KEPT_BACK = 200;
/** npm tells what it ran and how that ended in so many lines, of which one names the signal. */
const LINES_OF_NPM = 12;
const MOST_STOPS = 1_000;
const USUAL_REASONS: ReadonlySet<string> = new Set(["warning", "refresh_requested"]);

export interface FailureOptions extends FactOptions {
  /** What nobody outside can know; see `createLineShaper`. Left out, each fault is read in full; what comes out is the same. */
  readonly seed?: number;
}

/** The lines of one process. */
interface Stream {
  readonly joiner: LineJoiner;
  at: number;
  /** Up to this line it stops because it was asked to. */
  stoppingUntil: number;
  passed: Passed | undefined;
}

/** The last line that passed, should a stack follow. */
interface Passed {
  readonly line: KeptLine;
  /** Its time, or what stands for it. */
  at: number;
  readonly join: () => JoinInput;
}

/** Any entries may come in; none makes it throw. */
export function createFailureReader({ seed, ...options }: FailureOptions): FailureReader {
  const readFault =
    seed === undefined ? (fault: Fault) => toFaultFacts(fault, options) : createFaultReader(options, seed);
  const streams = new Map<string, Stream>();
  const outside: ErrorFact[] = [];
  const operations = createOperationNotes();
  const stops = createNpmStops();
  const retries = createRetryFollower(operations.requests);

  function take(entry: LogEntry, reading = readEntry(entry)): void {
    const stream = streamOf(streams, entry.service ?? "");
    stream.at = entry.at ?? stream.at + LINE_MS;
    retries.note(entry.line, reading);
    if (reading.isStopping) stream.stoppingUntil = entry.line + STOPPING_LINES;
    if (reading.isStopping && reading.isOfNpm) stops.note(entry.line);
    if (!takeOutside(stream, entry, reading)) takeOwn(stream, entry, reading);
  }

  function pass(recalled: RecalledLine): boolean {
    const { line, requestId, like } = recalled;
    if (like.passing === undefined) return false;
    const stream = streamOf(streams, like.entry.service ?? "");
    if (!passOn(stream, recalled, { passing: like.passing, operations })) return false;
    retries.note(line, like.reading);
    operations.note(line, like.reading, requestId);
    return true;
  }

  /** Answers whether nothing else is to be read from the line. */
  function takeOutside(stream: Stream, entry: LogEntry, { word, socketReason, isOfNpm }: EntryReading): boolean {
    const isStop = entry.line <= stream.stoppingUntil;
    if (word !== undefined) {
      if (!isStop || /^H\d/.test(word.code)) outside.push(toPlatformFact(entry, word, options));
      return true;
    }
    if (socketReason !== undefined && !USUAL_REASONS.has(socketReason))
      outside.push(toSocketFact(entry, socketReason, options));
    return isStop && isOfNpm;
  }

  function takeOwn(stream: Stream, entry: LogEntry, reading: EntryReading): void {
    const note = operations.take(entry, reading);
    const judgement = note.isBareFailure ? "quiet" : reading.judgement;
    for (const input of toJoinInputs(entry, { ...note, at: stream.at, judgement })) stream.joiner.take(input);
  }

  function settle(faults: readonly Fault[], told: readonly ErrorFact[], failed: readonly FailedOperation[]) {
    // In the order of the lines, also where times are not: the first ones of a kind are read in full.
    const read = faults
      .toSorted((one, other) => startOf(one) - startOf(other))
      .flatMap(readFault)
      .filter(stops.isNone);
    const retried = new Set(read.flatMap(({ fact, isRetried }) => (isRetried ? [fact.line] : [])));
    const facts = [...told, ...read.map(({ fact }) => fact)].sort((one, other) => one.line - other.line);
    return retries.mark(settleFacts(facts, { ...operations, failed }, options), retried);
  }

  function finish(): readonly ErrorFact[] {
    const faults = [...streams.values()].flatMap(({ joiner }) => foldFaults(joiner.finish()));
    return settle(faults, outside.splice(0), operations.failed.splice(0));
  }

  /** What failed last stays back: what comes next may belong to it. */
  function drain(): readonly ErrorFact[] {
    const joined = [...streams.values()].map(({ joiner }) => joiner.blocks as ErrorBlock<Origin>[]);
    const held = joined.reduce((sum, { length }) => sum + length, outside.length + operations.failed.length);
    if (held < MOST_HELD) return [];
    const lines = [...joined.flat(), ...outside, ...operations.failed].map(lineOf);
    const end = lines.sort((one, other) => one - other).at(-KEPT_BACK) ?? 0;
    const isBehind = (one: Told) => lineOf(one) < end;
    const blocks = joined.map((some) => takeUpTo(some, (block) => isBehind(block) && block !== some.at(-1)));
    return settle(blocks.flatMap(foldFaults), takeUpTo(outside, isBehind), takeUpTo(operations.failed, isBehind));
  }

  return { take, pass, settle: () => settlePassed(streams), drain, finish };
}

/** What npm complains of in the lines above a signal that somebody sent is its way to end. */
function createNpmStops() {
  const lines: number[] = [];
  return {
    note: (line: number) => {
      if (lines.push(line) > MOST_STOPS) lines.shift();
    },
    isNone: ({ fact: { reporter, line } }: FaultFact) =>
      reporter !== "runner" || !lines.some((stop) => stop >= line && stop - line <= LINES_OF_NPM),
  };
}

function startOf({ blocks }: Fault): number {
  return Math.min(...(blocks as readonly ErrorBlock<Origin>[]).map(lineOf));
}

type Told = ErrorBlock<Origin> | ErrorFact | FailedOperation;

function lineOf(told: Told): number {
  if ("entry" in told) return told.entry.line;
  return "chain" in told ? told.line : (told.origin?.line ?? 0);
}

interface Passage {
  readonly passing: Passing;
  readonly operations: OperationNotes;
}

function passOn(stream: Stream, recalled: RecalledLine, { passing, operations }: Passage): boolean {
  const at = recalled.at ?? stream.at + LINE_MS;
  stream.passed ??= startPassed(recalled.keep(undefined), operations);
  if (!stream.joiner.pass(at, passing, stream.passed.join)) return false;
  stream.at = at;
  if (!passing.isKept) return true;
  recalled.keep(stream.passed.line);
  stream.passed.at = at;
  return true;
}

function settlePassed(streams: ReadonlyMap<string, Stream>): void {
  for (const { passed } of streams.values()) passed?.line.settle();
}

function startPassed(line: KeptLine, operations: OperationNotes): Passed {
  const passed: Passed = { line, at: 0, join: () => joinLater(passed, operations) };
  return passed;
}

function joinLater({ line, at }: Passed, operations: OperationNotes): JoinInput {
  const entry = line.entry();
  const { requestId, judgement, mark } = readEntry(entry);
  const request = requestId === undefined ? {} : { requestId };
  const operation = mark === undefined || !operations.isSure(mark) ? {} : { operation: mark.name };
  // A line that passes is one line.
  return toJoinInputs(entry, { ...request, ...operation, at, judgement })[0] as JoinInput;
}

/** Takes the first ones away, as long as they are meant. */
function takeUpTo<Value>(values: Value[], isMeant: (value: Value) => boolean): readonly Value[] {
  const end = values.findIndex((value) => !isMeant(value));
  return values.splice(0, end < 0 ? values.length : end);
}

function streamOf(streams: Map<string, Stream>, service: string): Stream {
  const key = streams.size < MOST_STREAMS ? service : "";
  const known = streams.get(key);
  if (known !== undefined) return known;
  const stream: Stream = { joiner: createLineJoiner(), at: 0, stoppingUntil: 0, passed: undefined };
  streams.set(key, stream);
  return stream;
}
