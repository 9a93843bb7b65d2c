/** A bot's log, read once: faults with their signatures, and operations with their times. */

import type { LogLine } from "../domain/log-line.ts";
import type { Redact } from "../domain/redact.ts";
import { type Fault, foldFaults } from "./fold-faults.ts";
import { createLineJoiner, type ErrorBlock, type JoinInput } from "./join-lines.ts";
import type { ErrorRecord, LogReading, OperationMark } from "./log-reading.ts";
import { quotesPeople } from "./mask-text.ts";
import { parseLine } from "./parse-line.ts";
import { isSureOperation, readFailure, readOperation, readRequestId } from "./read-operations.ts";
import { type SignOptions, signFault } from "./sign-fault.ts";

/** The same text must always give the same hash, short or long, in a printable alphabet. */
export type ReadLogOptions = SignOptions;

/** Longer lines are cut before they are read, which keeps every expression's work bounded. */
const LONGEST_LINE = 16_384;
const LONGEST_SAMPLE = 4_000;
const LONGEST_QUOTE = 50;
/** The lines of one call of the console reach the platform together. */
const SAME_WRITE_MS = 1_000;

interface OperationReader {
  readonly marks: OperationMark[];
  readonly started: Set<string>;
  readonly failures: ErrorBlock[];
}

/** Lines in the order in which they were written. Any text may come in; none makes it throw. */
export function readLog(lines: readonly LogLine[], options: ReadLogOptions): LogReading {
  const joiner = createLineJoiner();
  const operations: OperationReader = { marks: [], started: new Set(), failures: [] };
  const inputs = lines.flatMap((line) =>
    line.text.split(/\r?\n/).map((text) => toInput(line, text.slice(0, LONGEST_LINE))),
  );
  let quotedUntil = -1;
  for (const [index, input] of inputs.entries()) {
    if (index <= quotedUntil) continue;
    quotedUntil = endOfQuote(inputs, index);
    if (!takeOperation(operations, input)) joiner.take(input);
  }
  const blocks = mergeByTime(joiner.finish(), operations.failures);
  return {
    errors: foldFaults(blocks).map((fault) => toRecord(fault, options)),
    operations: operations.marks.map((mark) => ({ ...mark, name: options.redact(mark.name) })),
    lines: inputs.length,
    ...spanOf(lines),
  };
}

/** Index of the line that closes what somebody wrote over several lines; this line's own where nothing is left open. */
function endOfQuote(inputs: readonly JoinInput[], start: number): number {
  const first = inputs[start];
  if (first === undefined || !opensQuote(first)) return start;
  for (let index = start + 1; index < Math.min(inputs.length, start + LONGEST_QUOTE); index += 1) {
    const next = inputs[index];
    if (next === undefined || next.at - first.at > SAME_WRITE_MS || next.parsed.loudness !== undefined) return start;
    if (next.raw.includes('"')) return index;
  }
  return start;
}

/** `text="…` without its end. A line of JSON never leaves one open. */
function opensQuote({ raw, parsed }: JoinInput): boolean {
  if (parsed.json !== undefined || raw.split('"').length % 2 !== 0) return false;
  return quotesPeople(raw.slice(0, raw.lastIndexOf('"')));
}

function toInput(line: LogLine, raw: string): JoinInput {
  const parsed = parseLine(raw);
  return {
    at: line.at,
    raw: parsed.json === undefined ? stripColours(raw, parsed.body) : raw,
    parsed,
    loudness: parsed.loudness ?? line.severity,
    requestId: readRequestId(parsed),
  };
}

/** Without a prefix, the body is the line without its colours. */
function stripColours(raw: string, body: string): string {
  return raw.length !== body.length && raw.endsWith(body) ? raw : body;
}

/** Answers whether the line was about an operation, and so is not an error by itself. */
function takeOperation(reader: OperationReader, input: JoinInput): boolean {
  const mark = readOperation(input.at, input.parsed);
  if (mark === undefined || !isSureOperation(mark, reader.started)) return false;
  reader.marks.push(mark);
  if (mark.step === "started") reader.started.add(mark.name);
  if (mark.step !== "failed") return true;
  if (input.parsed.json !== undefined) return false;
  const message = readFailure(input.parsed.body);
  if (message !== undefined) {
    const block: ErrorBlock = { at: input.at, channel: "operation", lines: [message], crash: false };
    reader.failures.push(input.requestId === undefined ? block : { ...block, requestId: input.requestId });
  }
  return true;
}

function mergeByTime(one: readonly ErrorBlock[], other: readonly ErrorBlock[]): readonly ErrorBlock[] {
  return [...one, ...other].sort((left, right) => left.at - right.at);
}

function toRecord(fault: Fault, options: SignOptions): ErrorRecord {
  const { text, blocks } = fault;
  const { id, template, code, ownFrames } = signFault(fault, options);
  const requestId = blocks.find((block) => block.requestId !== undefined)?.requestId;
  return {
    at: fault.at,
    signatureId: id,
    template,
    ownFrames,
    crash: blocks.some(({ crash }) => crash),
    sample: toSample(blocks, options.redact),
    ...(text.errorClass === undefined ? {} : { errorClass: text.errorClass }),
    ...(code === undefined ? {} : { code }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** Cut only after it was redacted: half a token would not be recognised. */
function toSample(blocks: readonly ErrorBlock[], redact: Redact): string {
  return redact(blocks.flatMap(({ lines }) => lines).join("\n")).slice(0, LONGEST_SAMPLE);
}

function spanOf(lines: readonly LogLine[]): { readonly first?: number; readonly last?: number } {
  const first = lines[0];
  const last = lines.at(-1);
  return first === undefined || last === undefined ? {} : { first: first.at, last: last.at };
}
