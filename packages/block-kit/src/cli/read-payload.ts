import { type Broken, findInText, findInValue } from "./find-payload.ts";
import { type BrokenLiteral, parseLiteral } from "./parse-literal.ts";
import { asPayload, asWholePayload, type Payload } from "./payload-shape.ts";

export interface ReadPayload {
  readonly ok: true;
  readonly payload: Payload;
  /** The line it begins on, if it was found in a text of several. */
  readonly line?: number;
  /** What to know about how it was read. */
  readonly note?: string;
}

export interface UnreadPayload {
  readonly ok: false;
  /** What is wrong, where, and what to do. */
  readonly message: string;
}

interface Document {
  readonly value: unknown;
  readonly note?: string;
}

const whole = "Log it whole, with JSON.stringify(payload).";

/**
 * Finds the message or view in what people have: the payload, its blocks, a form body, a Block Kit Builder link, or a log with one of
 * them in it, also escaped, and as `util.inspect` or Python prints it.
 */
export function readPayload(text: string): ReadPayload | UnreadPayload {
  const start = text.search(/\S/);
  if (start === -1) return refuse("The input is empty. Give a message, a view or blocks as JSON.");
  const document = readDocument(text, start);
  const search = document === undefined ? findInText(text) : findInValue(document.value);
  if (search !== undefined && "broken" in search) return refuse(sayBroken(text, search));
  const payload = search?.payload ?? asWholePayload(document?.value);
  if (payload === undefined) return refuse(sayMissing(text, start));
  return {
    ok: true,
    payload,
    ...(search?.at === undefined || !text.trim().includes("\n") ? {} : { line: placeOf(text, search.at).line }),
    ...(document?.note === undefined ? {} : { note: document.note }),
  };
}

/** The text as one JSON document, or as one literal. */
function readDocument(text: string, start: number): Document | undefined {
  try {
    return about(JSON.parse(text));
  } catch {
    const literal = isBracket(text[start]) ? parseLiteral(text, start) : undefined;
    if (literal?.ok !== true || /\S/.test(text.slice(literal.end))) return undefined;
    const where = literal.looseAt === undefined ? "" : ` (${sayPlace(text, literal.looseAt)})`;
    return { value: literal.value, note: `Read as a JavaScript or Python literal: it is not JSON${where}.` };
  }
}

function about(value: unknown): Document {
  const isList = Array.isArray(value) && value.length > 1 && asPayload(value) === undefined;
  if (!isList || asPayload(value[0]) === undefined) return { value };
  return { value, note: `Only the first of ${value.length} payloads was read. Use --jsonl for many.` };
}

function sayBroken(text: string, { broken, at }: Broken): string {
  const { isCut, why } = broken;
  if (at === undefined) {
    return isCut
      ? `The payload inside a text or a link was cut: it never ends. ${whole}`
      : `The payload inside a text or a link is not valid JSON: ${why}.`;
  }
  if (!isCut) return sayInvalid(text, broken);
  const isAtEnd = broken.at >= text.length || /^a /.test(why);
  return isAtEnd
    ? `The payload that begins at ${sayPlace(text, at)} was cut: it never ends. ${whole}`
    : `The log has cut the payload: ${why} at ${sayPlace(text, broken.at)}. ${whole}`;
}

function sayInvalid(text: string, { at, why }: BrokenLiteral): string {
  return `Not valid JSON at ${sayPlace(text, at)}: ${why}.`;
}

function sayMissing(text: string, start: number): string {
  const literal = isBracket(text[start]) ? parseLiteral(text, start) : undefined;
  const isMeantAsJson = text[start] === "{" || text.trimEnd().endsWith("]");
  if (literal?.ok === false && isMeantAsJson) return sayInvalid(text, literal);
  const { line } = placeOf(text, text.trimEnd().length);
  const where = line === 1 ? "the input" : `the ${line} lines of the input`;
  return `No blocks in ${where}. Give a message, a view or blocks as JSON, a Block Kit Builder link, or a log line with one of them in it.`;
}

function isBracket(character: string | undefined): boolean {
  return character === "{" || character === "[";
}

function sayPlace(text: string, at: number): string {
  const { line, column } = placeOf(text, at);
  return `line ${line}, column ${column}`;
}

function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let lineStart = 0;
  for (let end = text.indexOf("\n"); end !== -1 && end < at; end = text.indexOf("\n", lineStart)) {
    line += 1;
    lineStart = end + 1;
  }
  return { line, column: at - lineStart + 1 };
}

function refuse(message: string): UnreadPayload {
  return { ok: false, message };
}
