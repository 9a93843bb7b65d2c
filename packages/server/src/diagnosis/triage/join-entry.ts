/** An entry as the lines that are joined to blocks of errors. */

import type { JoinInput } from "../join-lines.ts";
import { firstLineOf, withoutUserText } from "../mask-text.ts";
import type { ParsedLine } from "../parse-line.ts";
import { readRequestId } from "../read-operations.ts";
import { holdsError, type Judgement } from "./judge-text.ts";
import type { LogEntry } from "./log-entry.ts";

/** Where a block of an error comes from. */
export interface Origin {
  readonly line: number;
  readonly at?: number;
  readonly judgement: Judgement;
  readonly logger?: string;
  readonly service?: string;
  readonly source?: string;
  /** The message of a structured entry, which stands beside its error. */
  readonly said?: string;
  readonly requestId?: string;
  readonly operation?: string;
}

export interface JoinContext {
  /** Its time, or what stands for it. */
  readonly at: number;
  readonly judgement: Judgement;
  readonly requestId?: string;
  readonly operation?: string;
}

const LONGEST_LINE = 16_384;
const LONGEST_SAID = 160;
const MOST_LINES = 400;
const LOUDNESS: Readonly<Record<Judgement, "error" | "info" | undefined>> = {
  error: "error",
  warn: "error",
  retry: "error",
  quiet: "info",
  open: undefined,
};
const ERROR_FIELDS = ["err", "error", "exception", "reason", "cause", "errorMessage", "error_message"];
/** The latter by https://opentelemetry.io/docs/specs/semconv/. */
const CALLED_FIELDS = [
  ...["provider", "dependency", "upstream", "integration", "vendor", "model"],
  ...[
    "gen_ai.system",
    "gen_ai.provider.name",
    "gen_ai.request.model",
    "db.system",
    "db.system.name",
    "messaging.system",
  ],
  ...["peer.service", "rpc.service"],
];
/** Ids that a provider gave to a call of ours, as Anthropic and OpenAI print them. */
const OF_PROVIDER = /^req_\w{16,}$/;

/** Lines of a plain entry each stand for themselves; a structured entry is one, and so is one that was put together. */
export function toJoinInputs(entry: LogEntry, context: JoinContext): readonly JoinInput<Origin>[] {
  const [first = "", ...rest] = entry.fields === undefined ? entry.text.split("\n", MOST_LINES) : [entry.text];
  const loudness = LOUDNESS[context.judgement];
  const common = { at: context.at, requestId: context.requestId, origin: originOf(entry, context) };
  const parsed = parseEntry(entry, first);
  // Where a line does not say its level itself, it may still continue what stands above.
  const isGuess = entry.levelBy === "envelope" || entry.severity === undefined || loudness === undefined;
  const heard = loudness === undefined || (isGuess && loudness === "error") ? {} : { loudness };
  const further = loudness === "info" ? { loudness } : {};
  const head = { ...common, raw: first.slice(0, LONGEST_LINE), parsed: { ...parsed, ...heard }, loudness };
  if (entry.isWhole === true)
    return [{ ...head, below: entry.fields === undefined ? rest : [], isCrash: entry.isCrash === true }];
  return [
    head,
    ...rest.map((line) => {
      const body = line.slice(0, LONGEST_LINE);
      return { ...common, raw: body, parsed: { body, ...further }, loudness: further.loudness };
    }),
  ];
}

/** The first line of an entry in the shape that the readers of lines take; it says no level yet. */
export function parseEntry(entry: LogEntry, text: string): ParsedLine {
  const body = text.slice(0, LONGEST_LINE);
  return {
    body: entry.fields === undefined ? body : withErrorText(entry, body),
    ...(entry.logger === undefined ? {} : { logger: entry.logger }),
    ...(entry.fields === undefined ? {} : { json: entry.fields }),
  };
}

/** Of the bot's own request, not of a call that it made. */
export function requestIdOf(parsed: ParsedLine): string | undefined {
  const id = readRequestId(parsed);
  return id === undefined || OF_PROVIDER.test(id) ? undefined : id;
}

/** `failed handleMention requestId=req-1 after 1200ms`: no word of what happened. */
export function tellsNoCause(entry: LogEntry): boolean {
  if (holdsError(entry.fields)) return false;
  const rest = entry.text
    .slice(0, 2_000)
    .replace(/\{[^{}]{0,400}\}\s{0,4}$/, "")
    .replace(/\b[\w.-]{1,40}=(?:"[^"]{0,200}"|'[^']{0,200}'|[\w.:-]{1,100})/g, "")
    .replace(/\b(?:after|in|took) [\d.]{1,12}\s?\w{1,8}|\([\d.]{1,12}\s?m?s\)/g, "");
  return rest.trim().split(/\s+/).length <= 3 && !/[:,]\s*\S/.test(rest);
}

function originOf(entry: LogEntry, { judgement, requestId, operation }: JoinContext): Origin {
  const source = [entry.source, calledBy(entry)].filter((name) => name !== undefined).join(" ");
  return {
    line: entry.line,
    judgement,
    ...(entry.at === undefined ? {} : { at: entry.at }),
    ...(entry.logger === undefined ? {} : { logger: entry.logger }),
    ...(entry.service === undefined ? {} : { service: entry.service }),
    ...(source === "" ? {} : { source }),
    ...(entry.fields === undefined ? {} : { said: withoutUserText(firstLineOf(entry.text).slice(0, LONGEST_SAID)) }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(operation === undefined ? {} : { operation }),
  };
}

/** `provider=anthropic`: who was called, where the bot says so in a field. */
function calledBy({ fields = {} }: LogEntry): string | undefined {
  const named = CALLED_FIELDS.map((key) => fields[key]).find((value) => typeof value === "string");
  return typeof named === "string" ? named.slice(0, 60) : undefined;
}

/** `save failed`, and beside it `error: "Attio API error 400: …"`. */
function withErrorText({ fields = {} }: LogEntry, body: string): string {
  for (const key of ERROR_FIELDS) {
    const value = fields[key];
    const inner = isRecord(value) ? value.message : value;
    if (typeof inner !== "string" || inner === "" || body.includes(inner)) continue;
    return `${body === "" ? "" : `${body}: `}${inner}`.slice(0, LONGEST_LINE);
  }
  return body;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
