/** Lines joined to blocks: an error with its stack, its causes and its printed properties, whatever was written in between. */

import type { FrameFact } from "../domain/evidence.ts";
import type { Instant } from "../domain/instant.ts";
import { inspectFields } from "./inspect-fields.ts";
import { withoutUserText } from "./mask-text.ts";
import { isOwnPath, parseFrame, parseLocation } from "./parse-frame.ts";
import type { Loudness, ParsedLine } from "./parse-line.ts";
import { findHead } from "./read-error-block.ts";

/** How a fault was reported; one fault may be reported once by each. */
export type Channel = "thrown" | "said" | "bolt" | "bolt-again" | "socket" | "pointer" | "operation" | "runner";

export interface ErrorBlock<Origin = unknown> {
  readonly at: Instant;
  readonly channel: Channel;
  /** The message, then stack and properties; never empty. */
  readonly lines: string[];
  readonly requestId?: string;
  /** Where the runtime said that it stopped, for errors whose stack has no frame of ours. */
  place?: FrameFact;
  crash: boolean;
  /** What the line that began it was given along. */
  readonly origin?: Origin;
  /** What a structured entry tells of its error beside the stack, written as Node inspects it. */
  readonly details?: readonly string[];
}

export interface JoinInput<Origin = unknown> {
  readonly at: Instant;
  readonly raw: string;
  readonly parsed: ParsedLine;
  /** The line's own level, else the platform's; absent where neither says. */
  readonly loudness: Loudness | undefined;
  readonly requestId: string | undefined;
  readonly origin?: Origin;
  /** What was written below it and is known to be of it; then nothing else is. */
  readonly below?: readonly string[];
  /** Nobody caught what it tells, and the process ended. */
  readonly isCrash?: boolean;
}

/** Lines of one error are written together; more than this apart, they are not of one. */
const TOGETHER_MS = 5_000;
/** An inspected HTTP error takes some hundred lines, and its answer stands at the end. */
const LONGEST_BLOCK = 800;
const NOISE = /^(?:\(node:\d+\)|\(Use `node --trace|Debugger |Emitted '\w+' event on |npm (?:warn|notice|WARN)\b|> |$)/;
/** Stands below an error even where its brace was lost. */
const BARE_PROPERTY = /^ {2}(?:code|errno|status|statusCode|syscall|original|cause|\[cause\]|data|response): /;
const CAUSED_BY = /^\s{0,40}caused by: /i;
const CLASS_NAME =
  /^(?:[A-Za-z_][\w$]{0,60}(?:\.|::)){0,8}[A-Za-z_][\w$]{0,80}(?:Error|Exception|Rejection|Timeout|Refused)$/;
const SAYS_FAILED =
  /^(?:(?:Error|Failed|Failure|Fatal|Unhandled|Uncaught|Exception)\b|(?:[\w.'-]{1,40} ){1,6}(?:failed|errored|error)\s?[:(])/i;
const TELLS_OF_PEOPLE =
  /^.{0,80}?\b(?:users?|said|asked|asks|messages?|repl(?:y|ied)|quer(?:y|ied)|prompts?|text|received)\b/i;

/** Written in one line, so that nothing below belongs to them. */
const LINE_ALONE: ReadonlySet<Channel> = new Set(["pointer", "bolt-again", "socket", "runner"]);

interface Open {
  readonly block: ErrorBlock;
  /** Properties in braces follow, up to the brace that closes at the line's start; lines may be missing in between. */
  braced: boolean;
  framed: boolean;
  /** Loud lines before the first frame: part of a message of many lines, unless no frame comes. */
  held: ErrorBlock[];
  last: Instant;
}

interface Prelude {
  readonly place: FrameFact | undefined;
  readonly lines: number;
  /** What stood below the row of carets: the text of something thrown that is no error. */
  readonly said: JoinInput | undefined;
  readonly caret: boolean;
}

/** What a line that belongs to no error leaves behind. */
export interface Passing {
  /** It says its level, and so ends what Node prints before it dies. */
  readonly isMarked: boolean;
  /** A stack below it would make it an error. */
  readonly isKept: boolean;
}

/** Reads line by line; `finish` returns the blocks in the order of their first lines. */
export interface LineJoiner {
  take(line: JoinInput): void;
  /** The same as `take` for a line of which `passingOf` knows what it leaves. Answers whether it could be told from that. */
  pass(at: Instant, passing: Passing, line: () => JoinInput): boolean;
  /** Those up to now, of which the last ones may go on. Whoever reads them may take the others away. */
  readonly blocks: ErrorBlock[];
  finish(): readonly ErrorBlock[];
}

export function createLineJoiner(): LineJoiner {
  const blocks: ErrorBlock[] = [];
  let open: Open | undefined;
  let weak: JoinInput | undefined;
  let previous: JoinInput | (() => JoinInput) | undefined;
  let prelude: Prelude | undefined;

  function close(): void {
    if (open !== undefined && !open.framed) blocks.push(...open.held);
    open = undefined;
  }

  function begin(line: JoinInput, channel: Channel): void {
    close();
    const block = startBlock(line, channel, prelude?.place);
    prelude = undefined;
    weak = undefined;
    blocks.push(block);
    if (line.below !== undefined || line.parsed.json !== undefined || LINE_ALONE.has(channel)) return;
    open = { block, braced: opensBraces(line.parsed.body), framed: false, held: [], last: line.at };
  }

  function takeFrame(line: JoinInput): void {
    const above = typeof previous === "function" ? previous() : previous;
    const head = weak ?? (open === undefined ? above : undefined);
    if (head !== undefined && line.at - head.at <= TOGETHER_MS) begin(head, "thrown");
    if (open === undefined || line.at - open.last > TOGETHER_MS) return;
    appendFrame(open, line);
  }

  function takeOwnLine(line: JoinInput): void {
    const channel = channelOf(line);
    if (continues(open, line)) append(open, line.raw, line.at);
    else if (channel === undefined) {
      if (mayBeHead(line)) weak = line;
      if (!isOfPeople(line)) previous = line;
    } else if (isHeldBy(open, line)) open.held.push(startBlock(line, channel, undefined));
    else begin(line, channel);
  }

  function take(line: JoinInput): void {
    if (open !== undefined && line.at - open.last > TOGETHER_MS) close();
    const saysItsLevel = line.parsed.json !== undefined || line.parsed.loudness !== undefined;
    if (!saysItsLevel && takeOfStack(line)) return;
    if (/^Node\.js v\d/.test(line.raw)) markCrash(blocks.at(-1), line.at, open?.last);
    else if (saysItsLevel || line.loudness === "info") takeOwnLine(line);
    else takeUnmarked(line);
  }

  function pass(at: Instant, { isMarked, isKept }: Passing, line: () => JoinInput): boolean {
    if (!isMarked && prelude !== undefined) return false;
    if (open !== undefined && at - open.last > TOGETHER_MS) close();
    if (isKept) previous = line;
    return true;
  }

  /** Answers whether the line is a frame, or stands between the stacks of one chain. */
  function takeOfStack(line: JoinInput): boolean {
    if (isOfChain(open, line)) append(open, line.raw, line.at);
    else if (parseFrame(line.raw) !== undefined) takeFrame(line);
    else return false;
    return true;
  }

  function takeUnmarked(line: JoinInput): void {
    const thrown = line.raw.startsWith("(Use `node --trace") ? prelude?.said : undefined;
    if (thrown !== undefined) begin(thrown, "thrown");
    else {
      prelude = nextPrelude(prelude, line);
      if (prelude === undefined || findHead(line.raw)?.before === "") takeOwnLine(line);
    }
  }

  return {
    take,
    pass,
    blocks,
    finish: () => {
      close();
      return blocks;
    },
  };
}

/** What the line leaves behind, wherever it stands; `undefined` where that depends on the lines around it. */
export function passingOf(line: JoinInput): Passing | undefined {
  const { parsed, raw, loudness } = line;
  const saysItsLevel = parsed.json !== undefined || parsed.loudness !== undefined;
  const isMarked = saysItsLevel || loudness === "info";
  if (/^(?: {2,}\S|[}\]]|Node\.js v\d|\(Use `node --trace)/.test(raw)) return undefined;
  if (!saysItsLevel && (CAUSED_BY.test(raw) || parseFrame(raw) !== undefined)) return undefined;
  if (!isMarked && placeIn(raw) !== undefined) return undefined;
  if (channelOf(line) !== undefined || mayBeHead(line)) return undefined;
  return { isMarked, isKept: !isOfPeople(line) };
}

function startBlock(line: JoinInput, channel: Channel, place: FrameFact | undefined): ErrorBlock {
  const lines = [...linesOf(line), ...(line.below ?? [])].slice(0, LONGEST_BLOCK);
  const block = { at: line.at, channel, lines, crash: place !== undefined || line.isCrash === true };
  const details = line.parsed.json === undefined ? [] : inspectFields(line.parsed.json);
  return {
    ...block,
    ...(line.origin === undefined ? {} : { origin: line.origin }),
    ...(details.length === 0 ? {} : { details }),
    ...(line.requestId === undefined ? {} : { requestId: line.requestId }),
    ...(place === undefined ? {} : { place }),
  };
}

/** JSON loggers carry the stack in a field: `err` (pino, bunyan), `error`, or `stack` beside the message (winston). */
function linesOf(line: JoinInput): string[] {
  const { json, body } = line.parsed;
  const stack = json === undefined ? undefined : stackIn(json);
  if (stack !== undefined) return stack.split("\n", LONGEST_BLOCK);
  return body.split("\n", LONGEST_BLOCK);
}

function stackIn(json: Readonly<Record<string, unknown>>): string | undefined {
  for (const holder of [json.err, json.error, json.exception, json]) {
    const record = typeof holder === "object" && holder !== null ? (holder as Readonly<Record<string, unknown>>) : {};
    const { message, code, statusCode, status } = record;
    const printed = printedIn(record, holder !== json);
    if (printed === undefined) continue;
    const stack = withWholeMessage(printed, message);
    const properties = { code, statusCode: statusCode ?? status };
    const said = Object.entries(properties).filter(
      ([, value]) => typeof value === "string" || typeof value === "number",
    );
    return [stack, ...(holder === json ? [] : said.map(([name, value]) => `  ${name}: '${value}'`))].join("\n");
  }
  return undefined;
}

/** The stack below the class and the message, which stand in fields of their own where it is no more than frames. */
function printedIn(record: Readonly<Record<string, unknown>>, isError: boolean): string | undefined {
  const { stack, message, type, name } = record;
  const kind = [type, name].filter((one) => typeof one === "string").find((one) => CLASS_NAME.test(one));
  const isTold = isError && typeof message === "string" && message !== "";
  const head = isTold ? `${kind ?? "Error"}: ${message.trimEnd()}` : kind;
  if (typeof stack !== "string") return isTold && kind !== undefined ? head : undefined;
  const [first = ""] = stack.split("\n", 1);
  return head !== undefined && parseFrame(first) !== undefined ? `${head}\n${stack}` : stack;
}

function appendFrame(open: Open, line: JoinInput): void {
  for (const held of open.held) append(open, held.lines[0] ?? "", line.at);
  append(open, line.raw, line.at);
  open.framed = true;
  open.held = [];
}

/** Some loggers keep only the first line of a message above the stack. */
function withWholeMessage(stack: string, message: unknown): string {
  const [, ...more] = typeof message === "string" ? message.trimEnd().split("\n", 20) : [];
  if (more.length === 0 || stack.includes(more.join("\n"))) return stack;
  const [first = "", ...rest] = stack.split("\n", LONGEST_BLOCK);
  return [first, ...more, ...rest].join("\n");
}

function append(open: Open | undefined, raw: string, at: Instant): void {
  if (open === undefined) return;
  open.last = at;
  if (open.block.lines.length < LONGEST_BLOCK) open.block.lines.push(raw);
  if (/^[}\]]/.test(raw)) open.braced = opensBraces(raw);
  else if (opensBraces(raw) || BARE_PROPERTY.test(raw)) open.braced = true;
}

function opensBraces(text: string): boolean {
  return /[{[]$/.test(text.trimEnd());
}

/** Properties printed in braces below the stack. */
function continues(open: Open | undefined, line: JoinInput): boolean {
  if (open === undefined || (!open.braced && !BARE_PROPERTY.test(line.raw))) return false;
  return line.parsed.json === undefined && line.parsed.logger === undefined && /^(?: {2,}\S|[}\]])/.test(line.raw);
}

/** `Caused by: Error: …` between two stacks. */
function isOfChain(open: Open | undefined, line: JoinInput): open is Open {
  return open?.framed === true && CAUSED_BY.test(line.raw);
}

function isHeldBy(open: Open | undefined, line: JoinInput): open is Open {
  if (open === undefined || open.framed || open.held.length >= 20) return false;
  if (line.parsed.loudness !== undefined) return false;
  return findHead(open.block.lines[0] ?? "") !== undefined && findHead(line.raw) === undefined;
}

function channelOf(line: JoinInput): Channel | undefined {
  const { parsed, loudness } = line;
  if (parsed.json !== undefined) return jsonChannelOf(line);
  if (parsed.logger !== undefined) return loudness === "error" ? slackChannelOf(parsed.body) : undefined;
  if (isNoise(line.raw)) return undefined;
  if (/^npm (?:error|ERR!)/.test(line.raw)) return "runner";
  if (loudness !== undefined && loudness !== "error") return undefined;
  const head = findHead(withoutUserText(parsed.body));
  if (head?.before === "" || /^Uncaught\b/.test(head?.before ?? "")) return "thrown";
  if (loudness === "error") return head === undefined ? "said" : "thrown";
  return saysFailed(parsed.body) ? "said" : undefined;
}

/** Beside Node's and npm's remarks, what a shell says of a child that was asked to end, as at every deploy. */
function isNoise(raw: string): boolean {
  return NOISE.test(raw) || /^(?:\S{1,40}: (?:line )?\d{1,6}: )?Terminated(?:: 15)?\s{0,8}$/.test(raw);
}

function jsonChannelOf({ parsed, loudness }: JoinInput): Channel | undefined {
  const stack = parsed.json === undefined ? undefined : stackIn(parsed.json);
  if (loudness !== undefined && loudness !== "error") return undefined;
  if (stack !== undefined) return "thrown";
  return loudness === "error" && parsed.body !== "" ? "said" : undefined;
}

function slackChannelOf(body: string): Channel {
  if (/\[json-pointer:/.test(body)) return "pointer";
  // WebClient's warnings before it tries again, where they are read.
  if (/^(?:http request failed|API Call failed)/.test(body)) return "said";
  if (/^An unhandled error occurred (?:while Bolt processed|after ack\(\) called)/.test(body)) return "bolt-again";
  return /^Failed to retrieve a new WSS URL/.test(body) ? "socket" : "bolt";
}

/** Without any level, only words at the start count, and only about the bot's own doings. */
function saysFailed(body: string): boolean {
  const own = withoutUserText(body);
  return SAYS_FAILED.test(own) && !TELLS_OF_PEOPLE.test(own);
}

/** `Error in handleMention: TypeError: …` on a line that nobody called loud: an error if a stack follows. */
function mayBeHead({ parsed }: JoinInput): boolean {
  return (
    parsed.json === undefined && parsed.loudness === undefined && findHead(withoutUserText(parsed.body)) !== undefined
  );
}

/** A line that quotes somebody; a stack below it was quoted too. */
function isOfPeople({ parsed }: JoinInput): boolean {
  return parsed.json !== undefined || parsed.loudness !== undefined || TELLS_OF_PEOPLE.test(parsed.body);
}

/** Before it dies, Node prints the place, the source line and a row of carets. */
function nextPrelude(prelude: Prelude | undefined, line: JoinInput): Prelude | undefined {
  const place = placeIn(line.raw);
  if (place !== undefined) {
    return { place: isOwnPath(place.path) ? place : prelude?.place, caret: false, lines: 0, said: undefined };
  }
  if (prelude === undefined || prelude.lines >= 8) return undefined;
  const said = prelude.caret && line.raw.trim() !== "" ? (prelude.said ?? line) : prelude.said;
  return { ...prelude, said, lines: prelude.lines + 1, caret: prelude.caret || /^\s*\^+$/.test(line.raw) };
}

function placeIn(raw: string): FrameFact | undefined {
  return /^\S.{0,1024}:\d{1,9}$/.test(raw) ? parseLocation(raw) : undefined;
}

function markCrash(block: ErrorBlock | undefined, at: Instant, last = block?.at ?? at): void {
  if (block !== undefined && at - last <= TOGETHER_MS) block.crash = true;
}
