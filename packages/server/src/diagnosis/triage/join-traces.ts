/** Entries that are the lines of one error, as other languages than ours print it, put together to one entry. */

import { beginTrace, translateTrace, writeUnder } from "../traces/begin-trace.ts";
import type { TraceReading } from "../traces/trace-reading.ts";
import type { LogEntry } from "./log-entry.ts";

export interface TraceJoiner {
  /** The entries that are whole now, in their order. */
  take(entry: LogEntry): readonly LogEntry[];
  /** For an entry that begins no print and ends none, while nothing is held back. */
  pass(entry: LogEntry): void;
  /** It holds back what the next entry of a stream may belong to. */
  isWaiting(): boolean;
  finish(): readonly LogEntry[];
}

/** The lines of one process. */
interface Stream {
  /** It may tell of the error that the next lines print. */
  held: { readonly entry: LogEntry; readonly more: string[] } | undefined;
  /** The last entry, if it said that it is of no interest. */
  isDebug: boolean;
  open: { readonly reading: TraceReading; readonly start: LogEntry; isAlone: boolean } | undefined;
}

const MOST_STREAMS = 200;
/** Said without a level above the print of an error. */
const ANNOUNCES =
  /^(?:Exception (?:in|ignored|occurred)|Task exception was never|Future exception was never|Unhandled exception|Traceback for|\[ERROR\] )/;
/** Messages that libraries write over several lines go on so: Slack's SDK, SQLAlchemy, PostgreSQL's drivers, asyncio. */
const GOES_ON =
  /^(?:The server responded with: |future: <|\(Background on this error at: |\[SQL: |\[parameters: |(?:DETAIL|HINT|CONTEXT|LINE \d{1,6}): ?)/;
const MOST_LINES = 20;

export function createTraceJoiner(): TraceJoiner {
  const streams = new Map<string, Stream>();
  let waiting = 0;

  function release(stream: Stream): readonly LogEntry[] {
    const { held, open, isDebug } = stream;
    if (held !== undefined || open !== undefined) waiting -= 1;
    stream.held = undefined;
    stream.open = undefined;
    const trace = open?.reading.finish();
    const before = held === undefined ? [] : [wholeOf(held.entry, held.more)];
    if (open === undefined) return before;
    if (trace === undefined) return [...before, open.start];
    const head = held?.entry ?? (isDebug ? { ...open.start, severity: "debug" as const } : open.start);
    const isCrash = trace.crash && head.severity === undefined;
    const text = writeUnder(held?.entry.text, trace);
    return [{ ...head, text, isWhole: true, ...(isCrash ? { isCrash } : {}) }];
  }

  function take(entry: LogEntry): readonly LogEntry[] {
    const stream = streamOf(streams, entry.service);
    if (saysItsLevel(entry)) return takeLevelled(stream, entry);
    const { open } = stream;
    if (open?.reading.take(entry.text) === true) {
      open.isAlone = false;
      return NONE;
    }
    // A class and its message, which may stand above the print as well as below.
    if (open?.isAlone === true) {
      if (stream.held === undefined) stream.held = { entry: open.start, more: [] };
      else stream.held.more.push(open.start.text);
      stream.open = undefined;
    }
    const { held } = stream;
    if (held !== undefined && goesOn(held, entry)) return NONE;
    const reading = held === undefined ? undefined : beginTrace(entry.text);
    if (reading === undefined) return begin(stream, entry, release(stream));
    stream.open = { reading, start: entry, isAlone: true };
    return NONE;
  }

  function takeLevelled(stream: Stream, entry: LogEntry): readonly LogEntry[] {
    const { held, open } = stream;
    const done = release(stream);
    const isBelow = held !== undefined && open === undefined && held.more.length === 0 && isBareObject(entry);
    return isBelow ? [{ ...held.entry, fields: { ...entry.fields } }] : begin(stream, entry, done);
  }

  function begin(stream: Stream, entry: LogEntry, done: readonly LogEntry[]): readonly LogEntry[] {
    const reading = entry.fields === undefined ? beginTrace(entry.text) : undefined;
    if (reading === undefined) return rest(stream, entry, done);
    stream.open = { reading, start: entry, isAlone: true };
    waiting += 1;
    return done;
  }

  function rest(stream: Stream, entry: LogEntry, done: readonly LogEntry[]): readonly LogEntry[] {
    stream.isDebug = isOfDebug(entry);
    if (mayAnnounce(entry)) {
      stream.held = { entry, more: [] };
      waiting += 1;
      return done;
    }
    const text = entry.text.includes("\n") ? translateTrace(entry.text) : undefined;
    const whole = text === undefined ? entry : { ...entry, text, isWhole: true };
    return done.length === 0 ? [whole] : [...done, whole];
  }

  return {
    take,
    pass: (entry) => {
      streamOf(streams, entry.service).isDebug = isOfDebug(entry);
    },
    isWaiting: () => waiting > 0,
    finish: () => [...streams.values()].flatMap(release).sort((one, other) => one.line - other.line),
  };
}

const NONE: readonly LogEntry[] = [];

function isOfDebug({ severity, levelBy }: LogEntry): boolean {
  return severity === "debug" && levelBy === undefined;
}

function streamOf(streams: Map<string, Stream>, service = ""): Stream {
  const key = streams.size < MOST_STREAMS ? service : "";
  const known = streams.get(key);
  if (known !== undefined) return known;
  const stream: Stream = { held: undefined, isDebug: false, open: undefined };
  streams.set(key, stream);
  return stream;
}

function wholeOf(entry: LogEntry, more: readonly string[]): LogEntry {
  if (more.length === 0) return entry;
  return { ...entry, text: [entry.text, ...more].join("\n").replace(/^\n/, ""), isWhole: true };
}

/** Answers whether the line is more of the message; .NET writes all of it below its level. */
function goesOn({ entry, more }: { readonly entry: LogEntry; readonly more: string[] }, { text }: LogEntry): boolean {
  const isBelow = entry.text === "" && more.length === 0 && /^\s{2,}\S/.test(text);
  if (!isBelow && !GOES_ON.test(text) && !(text.trim() === "" && more.length === 0)) return false;
  if (more.length < MOST_LINES && text.trim() !== "") more.push(text.trim());
  return true;
}

function saysItsLevel({ severity, levelBy, fields }: LogEntry): boolean {
  return fields !== undefined || (severity !== undefined && levelBy === undefined);
}

/** What a program was given along with its words, and printed below them. */
function isBareObject({ fields, severity, at, text }: LogEntry): boolean {
  return fields !== undefined && severity === undefined && at === undefined && text === "";
}

function mayAnnounce({ severity, levelBy, fields, text }: LogEntry): boolean {
  if (fields !== undefined || text.includes("\n")) return false;
  if (levelBy === undefined && (severity === "error" || severity === "warn")) return true;
  return severity === undefined && ANNOUNCES.test(text);
}
