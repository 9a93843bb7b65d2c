import { isRecord } from "../json.ts";
import { type BrokenLiteral, parseLiteral } from "./parse-literal.ts";
import { asPayload, contentKeys, holdsBlock, type Payload } from "./payload-shape.ts";
import { unescapeText } from "./read-token.ts";

export interface Found {
  readonly payload: Payload;
  /** Where the object or list with it begins, if that place can be named: not inside a string or a link. */
  readonly at?: number;
}

/** A payload that was begun and cannot be read to its end. */
export interface Broken {
  readonly broken: BrokenLiteral;
  readonly at?: number;
}

/** Texts within texts: a log line that quotes a request whose `blocks` are JSON in a string has three. */
const deepestText = 4;
/** Levels of objects around a payload; loggers nest a few. */
const deepestValue = 32;
const bracket = /[{[]/g;
const mayHold = /[{[]|%(?:5B|7B|22)/i;
const escapedJson = /[{[]\s*\\+["']/;
const encodedJson = /%(?:5B|7B|22)/i;
const tokenGap = /[\s"<>`]+/;

/** The first thing in a text that looks like a payload: JSON or a literal, a link or a form, at last with one level of escapes removed. */
export function findInText(text: string, depth = 0): Found | Broken | undefined {
  if (depth > deepestText || !mayHold.test(text)) return undefined;
  const found = findLiteral(text, depth) ?? findEncoded(text, depth);
  if (found !== undefined || !escapedJson.test(text)) return found;
  return withoutPlace(findInText(unescapeText(text), depth + 1));
}

/** The first thing that looks like a payload in a value, from the outside in; texts in it are searched too. */
export function findInValue(value: unknown, depth = 0, level = 0): Found | Broken | undefined {
  const payload = asPayload(value);
  if (payload !== undefined) return { payload };
  if (typeof value === "string") return withoutPlace(findInText(value, depth + 1));
  if (level > deepestValue || !(Array.isArray(value) || isRecord(value))) return undefined;
  for (const part of Object.values(value)) {
    const found = findInValue(part, depth, level + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a reading tried and could not read is not read again, so the time is linear in the length of the text. */
function findLiteral(text: string, depth: number): Found | Broken | undefined {
  let from = 0;
  for (;;) {
    bracket.lastIndex = from;
    const at = bracket.exec(text)?.index;
    if (at === undefined) return undefined;
    const literal = parseLiteral(text, at);
    if (!literal.ok && isPayloadBegun(literal)) return { broken: literal, at };
    const found = findInValue(literal.ok ? literal.value : literal.open[0]?.value, depth);
    if (found !== undefined) return { ...found, at };
    from = literal.ok ? literal.end : Math.max(at + 1, literal.at);
  }
}

/** Code in a log, such as `{ blocks: makeBlocks() }`, is not a payload: only what is missing, or stands among blocks, is. */
function isPayloadBegun({ open, isCut }: BrokenLiteral): boolean {
  return open.some(
    ({ key, value }) => holdsBlock(value) || (isCut && (contentKeys.has(key ?? "") || asPayload(value) !== undefined)),
  );
}

function findEncoded(text: string, depth: number): Found | Broken | undefined {
  if (!encodedJson.test(text)) return undefined;
  for (const token of text.split(tokenGap)) {
    const found = encodedJson.test(token) ? withoutPlace(findInValue(decode(token), depth)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What stands in a Builder link (after `#`, in older ones in the query) or in the body of a form. */
function decode(token: string): unknown {
  const hash = token.indexOf("#");
  if (hash !== -1) return decodePercent(token.slice(hash + 1));
  const fields = new URLSearchParams(token.slice(token.indexOf("?") + 1));
  const payload = fields.get("payload");
  if (payload !== null) return payload;
  const isForm = [...contentKeys].some((key) => fields.has(key));
  return isForm ? Object.fromEntries([...fields].map(([key, value]) => [key, toBoolean(value)])) : decodePercent(token);
}

function toBoolean(value: string): string | boolean {
  return value === "true" || value === "false" ? value === "true" : value;
}

/** A cut link may end in the middle of a character: what is before it still says that there was a payload. */
function decodePercent(text: string): string {
  const runs = /(?:%[\da-f]{2})+/gi;
  return text.replace(/%[\da-f]?$/i, "").replace(runs, (run) => Buffer.from(run.replaceAll("%", ""), "hex").toString());
}

/** Places inside a decoded text mean nothing to who has only the text around it. */
function withoutPlace(found: Found | Broken | undefined): Found | Broken | undefined {
  if (found === undefined) return undefined;
  return "payload" in found ? { payload: found.payload } : { broken: found.broken };
}
