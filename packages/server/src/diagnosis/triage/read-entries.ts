/** Entries out of the lines of a log, in any format and any mixture of formats. */

import type { Instant } from "../../domain/instant.ts";
import { type Loudness, parseLevel, parseLine } from "../parse-line.ts";
import { type Draft, type Fields, levelOfWord } from "./entry-draft.ts";
import { createLineGatherer, type GatheredLine } from "./gather-lines.ts";
import { createTraceJoiner } from "./join-traces.ts";
import { isNamedAfterError } from "./judge-text.ts";
import type { EntryReader, LogEntry } from "./log-entry.ts";
import { readPreamble } from "./read-preamble.ts";
import { readTimeStamp, type TimeContext } from "./read-time.ts";
import { fromJournalExport, unwrapJson } from "./unwrap-json.ts";
import { unwrapText } from "./unwrap-text.ts";

/** Envelopes nest, but not without end. */
const DEEPEST = 6;
const LONGEST_PART = 1_000_000;
const LONGEST_BLOCK = 500;
const ESCAPE = String.fromCharCode(27);
const COLOUR = new RegExp(`${ESCAPE}\\[[0-9;?]{0,20}[A-Za-z]`, "g");
/** `journalctl -o export` begins each entry with its cursor or its time. */
const EXPORT_BEGIN = /^(?:__CURSOR=s=|__REALTIME_TIMESTAMP=\d{10,20}$)/;
const EXPORT_FIELD = /^([A-Z_][A-Z0-9_]{0,63})=(.*)$/s;
/** A log that was quoted in a thread or a mail; what npm and loguru write behind the sign is left as it is. */
const QUOTED =
  /^> (?=[[{]|\d{4}-|\s+(?:at|File) |(?:Traceback|Caused by|panic)\b|[A-Za-z_.]{1,80}(?:Error|Exception)\b|(?:ERROR|WARN|INFO|DEBUG)|(?:error|warn|info|debug):)/;
const FENCE = /^\s{0,4}(?:```|~~~)\w{0,20}\s{0,4}$/;
const LOGFMT_PAIR = /([A-Za-z_][\w.-]{0,60})=("(?:[^"\\]|\\.)*"|[^\s"]*)(?:\s|$)/y;

interface ExportBlock {
  readonly line: number;
  readonly fields: Map<string, string>;
  /** A field whose bytes stand in the lines below. */
  binary: string | undefined;
}

/** Reads line by line; nothing that comes in makes it throw. `last` is what times without a date are read against first. */
export function createEntryReader(last?: Instant): EntryReader {
  const traces = createTraceJoiner();
  const gatherer = createLineGatherer();
  const parts = new Map<string, { readonly line: number; readonly draft: Draft }>();
  const context: { last: TimeContext["last"] } = { last };
  let block: ExportBlock | undefined;
  let line = 0;

  function toEntries(start: number, draft: Draft): readonly LogEntry[] {
    return unwrap(draft, context, 0).flatMap((found) => {
      if (found.part === undefined) return [finish(start, found)];
      const key = found.service ?? "";
      const begun = parts.get(key);
      const text = (begun?.draft.text ?? "") + found.text;
      const { part, ...rest } = { ...found, text };
      if (part === "begun" && text.length < LONGEST_PART) {
        parts.set(key, { line: begun?.line ?? start, draft: rest });
        return [];
      }
      parts.delete(key);
      // Only the whole shows what it is.
      return unwrap(rest, context, 1).map((whole) => finish(begun?.line ?? start, whole));
    });
  }

  function finish(start: number, draft: Draft): LogEntry {
    const entry = toEntry(start, draft, context);
    if (entry.at !== undefined) context.last = entry.at;
    return entry;
  }

  function endBlock(): readonly LogEntry[] {
    if (block === undefined) return [];
    const { line: start, fields } = block;
    block = undefined;
    return fields.has("MESSAGE") ? toEntries(start, fromJournalExport({ text: "" }, Object.fromEntries(fields))) : [];
  }

  function take(raw: string): readonly LogEntry[] {
    line += 1;
    return gatherer.take(line, clean(raw)).flatMap(takeLine);
  }

  function takeLine({ line: start, text }: GatheredLine): readonly LogEntry[] {
    if (block !== undefined && takeExport(block, text)) return [];
    const ended = endBlock();
    if (EXPORT_BEGIN.test(text)) {
      block = { line: start, fields: new Map(), binary: undefined };
      takeExport(block, text);
      return ended;
    }
    return [...ended, ...toEntries(start, { text })];
  }

  function skip(at: Instant | undefined): void {
    line += 1;
    if (at !== undefined) context.last = at;
  }

  return {
    take: (raw) => take(raw).flatMap(traces.take),
    join: (entry) => {
      skip(entry.at);
      return traces.take(entry);
    },
    pass: (like, at) => {
      skip(at);
      traces.pass(like);
    },
    isBetween: () => block !== undefined || parts.size > 0 || gatherer.isWaiting(),
    isWaiting: traces.isWaiting,
    last: () => context.last,
    finish: () => {
      const rest = [...parts.values()].flatMap(({ line: start, draft }) =>
        unwrap(draft, context, 1).map((whole) => finish(start, whole)),
      );
      parts.clear();
      const gathered = gatherer.finish().flatMap(takeLine);
      return [...[...gathered, ...endBlock(), ...rest].flatMap(traces.take), ...traces.finish()];
    },
  };
}

/** Answers whether the line belongs to the entry; a blank line ends it, unless it stands within a field. */
function takeExport(block: ExportBlock, text: string): boolean {
  if (block.fields.size > LONGEST_BLOCK) return false;
  const field = EXPORT_FIELD.exec(text);
  const name = field?.[1];
  if (name !== undefined) {
    block.binary = undefined;
    block.fields.set(name, field?.[2] ?? "");
    return true;
  }
  if (text === "") return false;
  if (/^[A-Z_][A-Z0-9_]{0,63}$/.test(text)) {
    block.binary = text;
    return true;
  }
  if (block.binary === undefined) return false;
  const before = block.fields.get(block.binary);
  // Eight bytes of length come first.
  block.fields.set(block.binary, before === undefined ? text.slice(8) : `${before}\n${text}`);
  return true;
}

function clean(raw: string): string {
  const text = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
  const plain = text.includes(ESCAPE) ? text.replace(COLOUR, "") : text;
  const begun = plain.charCodeAt(0) === 0xfeff ? plain.slice(1) : plain;
  if (begun.startsWith("> ") && QUOTED.test(begun)) return begun.slice(2);
  return FENCE.test(begun) ? "" : begun;
}

/** Envelope after envelope, until nothing is left to open. */
function unwrap(draft: Draft, context: TimeContext, depth: number): readonly Draft[] {
  if (depth >= DEEPEST || draft.done === true || draft.part !== undefined) return [draft];
  const colourless = draft.text.includes(ESCAPE) ? { ...draft, text: draft.text.replace(COLOUR, "") } : draft;
  const start = colourless.text.trimStart();
  if (start.startsWith("{") || start.startsWith("[{")) {
    const found = unwrapJson(colourless);
    return found === undefined ? [colourless] : found.flatMap((one) => unwrap(one, context, depth + 1));
  }
  const found = draft.fields === undefined ? unwrapText(colourless, context) : undefined;
  if (found === undefined) return [colourless];
  return unwrap(found, context, depth + 1);
}

function toEntry(line: number, draft: Draft, context: TimeContext): LogEntry {
  const read = draft.done === true ? { text: draft.text } : readText(draft, context);
  const severity = draft.own ?? read.own ?? draft.envelope;
  const isGuess = draft.own === undefined && read.own === undefined && severity !== undefined;
  const fields = draft.fields ?? read.fields;
  const logger = read.logger ?? draft.logger;
  const source = read.source ?? draft.source;
  const at = read.at ?? draft.at;
  return {
    line,
    text: read.text,
    ...(at === undefined ? {} : { at }),
    ...(severity === undefined ? {} : { severity }),
    ...(isGuess ? { levelBy: "envelope" as const } : {}),
    ...(logger === undefined ? {} : { logger }),
    ...(source === undefined ? {} : { source }),
    ...(draft.service === undefined ? {} : { service: draft.service }),
    ...(fields === undefined ? {} : { fields }),
    ...(draft.isCut === true ? { isCut: true } : {}),
  };
}

interface ReadText {
  readonly text: string;
  readonly at?: number;
  readonly own?: Loudness;
  readonly logger?: string;
  readonly source?: string;
  readonly fields?: Fields;
}

/** What the program wrote before its own words: a time, a level, the name of a logger. */
function readText(draft: Draft, context: TimeContext): ReadText {
  const { text } = draft;
  const stamp = readTimeStamp(text, context);
  const rest = stamp === undefined ? text : withoutQuotes(withoutGap(text.slice(stamp.length)));
  const time = stamp === undefined || (!stamp.full && draft.at !== undefined) ? {} : { at: stamp.at };
  const slack = /^\[(ERROR|WARN|INFO|DEBUG)\] {2}(\S{0,80}) ?/.exec(rest);
  if (slack !== null) {
    const own = levelOfWord(slack[1]);
    const body = rest.slice(slack[0].length);
    return { text: body, ...time, logger: slack[2] ?? "", ...(own === undefined ? {} : { own }) };
  }
  const logfmt = readLogfmt(rest);
  if (logfmt !== undefined) return { ...time, ...logfmt };
  const preamble = readPreamble(rest);
  if (preamble !== undefined) {
    const { length, own, source } = preamble;
    const body = rest.slice(length).replace(/^[\s|:]{0,40}/, "");
    return { text: body, ...time, own, ...(source === undefined ? {} : { source }) };
  }
  const line = parseLevelOf(rest, stamp !== undefined || draft.at !== undefined);
  const body = line.body.replace(/^\([\w./-]{0,60}\d{1,8}[^)\s]{0,40}\): /, "");
  return { text: body, ...time, ...(line.loudness === undefined ? {} : { own: line.loudness }) };
}

function parseLevelOf(text: string, stamped: boolean): { readonly body: string; readonly loudness?: Loudness } {
  if (text.startsWith(" ") || isNamedAfterError(text)) return { body: text };
  return stamped ? parseLevel(text, true) : parseLine(text);
}

/** Cloud consoles copy a text in quotes, all of it. */
function withoutQuotes(text: string): string {
  return /^"(?:[^"\\]|\\.){0,16000}"$/.test(text) ? unquote(text) : text;
}

/** One separator behind a stamp; what is indented stays so. */
function withoutGap(text: string): string {
  const joined = text.replace(/^\s?[:|-](?=\s)/, "");
  return /^ {3,}\S/.test(joined) ? joined.slice(1) : joined.trimStart();
}

/** `level=error msg="…" err="…"`: pairs from the first character on, a level or a message among them. */
function readLogfmt(text: string): Omit<ReadText, "at"> | undefined {
  if (!/^[A-Za-z_][\w.-]{0,60}=/.test(text)) return undefined;
  const fields: Record<string, string> = {};
  LOGFMT_PAIR.lastIndex = 0;
  for (let pair = LOGFMT_PAIR.exec(text); pair !== null; pair = LOGFMT_PAIR.exec(text)) {
    const [, key = "", value = ""] = pair;
    fields[key] = value.startsWith('"') ? unquote(value) : value;
  }
  const own = levelOfWord(fields.level) ?? levelOfWord(fields.lvl) ?? levelOfWord(fields.severity);
  const message = fields.msg ?? fields.message;
  if (message === undefined) return undefined;
  return { text: message, fields, ...(own === undefined ? {} : { own }) };
}

function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/g, (_, letter: string) => (letter === "n" ? "\n" : letter));
}
