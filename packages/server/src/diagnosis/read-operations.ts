/** What a line says about an operation: that it began, was done or failed, how long it took, and for which request. */

import type { Instant } from "../domain/instant.ts";
import type { OperationMark } from "./log-reading.ts";
import { withoutUserText } from "./mask-text.ts";
import type { ParsedLine } from "./parse-line.ts";
import { readTook } from "./read-duration.ts";

const STEPS: ReadonlyMap<string, OperationMark["step"]> = new Map([
  ["start", "started"],
  ["started", "started"],
  ["starting", "started"],
  ["begin", "started"],
  ["completed", "completed"],
  ["finished", "completed"],
  ["done", "completed"],
  ["failed", "failed"],
]);
const SMALL_WORDS: ReadonlySet<string> = new Set([
  "took",
  "in",
  "after",
  "for",
  "with",
  "at",
  "to",
  "by",
  "from",
  "and",
  "of",
  "on",
  "the",
  "a",
]);
/** `START notes` or `notes completed`: the step is the first word or the second. */
const STEP_WITHIN = 2;

const REQUEST_KEY =
  /\b(?:req(?:uest)?(?:[_-]?id)?|trace[_-]?id|correlation[_-]?id|event[_-]?id|rid)["']?\s?[=:#]\s?["']?([\w.:-]{1,80})/i;
/** What a logger puts in quotes, or in JSON behind its message. */
const QUOTED_REQUEST = /\b(?:req(?:uest)?(?:[_-]?id)?|trace[_-]?id|correlation[_-]?id)"?[=:]\s?"([\w.:-]{1,80})"/i;
const REQUEST_BRACKET = /[[(]((?:req|request)[_-][\w.-]{1,80}|[0-9a-f]{8}-[0-9a-f-]{27})[\])]/i;
const JSON_REQUEST_KEYS = [
  "requestId",
  "request_id",
  "reqId",
  "req_id",
  "req",
  "traceId",
  "trace_id",
  "correlationId",
  "eventId",
  "event_id",
];

export function readRequestId(parsed: ParsedLine): string | undefined {
  for (const key of parsed.json === undefined ? [] : JSON_REQUEST_KEYS) {
    const value = parsed.json?.[key];
    if (typeof value === "string" && value !== "") return value;
  }
  const own = withoutUserText(parsed.body.slice(0, 2_000));
  const found = REQUEST_KEY.exec(own) ?? REQUEST_BRACKET.exec(own) ?? QUOTED_REQUEST.exec(parsed.body.slice(0, 2_000));
  return found?.[1]?.replace(/[.:]$/, "");
}

/** `undefined` for a line that is about something else. `Starting server` is no operation. */
export function readOperation(at: Instant, parsed: ParsedLine): OperationMark | undefined {
  const found = findInLine(parsed.body);
  if (found === undefined) return undefined;
  const requestId = readRequestId(parsed);
  if (found.step === "started" && requestId === undefined && !/\b(?:START|BEGIN)/.test(parsed.body)) return undefined;
  const tookMs = found.step === "started" ? undefined : readTook(parsed);
  return {
    at,
    ...found,
    ...(requestId === undefined ? {} : { requestId }),
    ...(tookMs === undefined ? {} : { tookMs }),
  };
}

/** `Failed loading settings` is an operation only if it was begun, timed or numbered; `begun` holds the names that were. */
export function isSureOperation(mark: Omit<OperationMark, "at">, begun: ReadonlySet<string>): boolean {
  return mark.step === "started" || mark.tookMs !== undefined || mark.requestId !== undefined || begun.has(mark.name);
}

/** What a line of failure says after its name and time: `failed notes took 12ms: TypeError: …`. */
export function readFailure(body: string): string | undefined {
  const colon = body.indexOf(": ");
  const message = colon < 0 ? "" : body.slice(colon + 2).trim();
  return message === "" ? undefined : message;
}

/** `[req-1a2b] START notes`: what stands in brackets is a request or a tag, and the name only where no other word is. */
function findInLine(body: string): ReturnType<typeof findStep> {
  const start = body.slice(0, 200);
  const tagged = /^\[([\w.:/-]{1,60})\]\s?(.*)$/s.exec(start);
  if (tagged === null) return findStep(wordsOf(start));
  const [, tag = "", rest = ""] = tagged;
  return findStep(wordsOf(rest)) ?? findStep(wordsOf(`${tag} ${rest}`));
}

function wordsOf(text: string): readonly string[] {
  return text.split(" ", STEP_WITHIN + 1);
}

function findStep(words: readonly string[]): Pick<OperationMark, "step" | "name"> | undefined {
  const at = words.slice(0, STEP_WITHIN).findIndex((word) => STEPS.has(toPlain(word).toLowerCase()));
  const step = STEPS.get(toPlain(words[at] ?? "").toLowerCase());
  const name = toPlain(words[at === 0 ? 1 : 0] ?? "");
  if (step === undefined || !isName(name)) return undefined;
  return { step, name };
}

/** The name is one word, that of a slash command with its slash: what stands behind it may be a customer's. */
function isName(word: string): boolean {
  return /^\/?[A-Za-z][\w.:/-]{0,60}$/.test(word) && !SMALL_WORDS.has(word.toLowerCase());
}

function toPlain(word: string): string {
  return word.replace(/[:,;]$/, "");
}
