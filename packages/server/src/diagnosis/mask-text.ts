/** What differs from one occurrence to the next is masked, so that equal faults read the same. */

const LONGEST_TEMPLATE = 300;
const LONGEST_INPUT = 2_000;

type Mask = readonly [RegExp, string | ((match: string) => string)];

/** Applied in this order: what is longer and more special comes first. Every repetition is bounded or unambiguous. */
const MASKS: readonly Mask[] = [
  [/\bhttps?:\/\/[^\s"'<>()[\],]{1,1000}/g, (url) => `<url:${ownerOf(url.replace(/^https?:\/\//, ""))}>`],
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g, "<email>"],
  [/<[@#!][^>\s]{1,80}>/g, "<slack-id>"],
  [/\b\d{10}\.\d{6}\b/g, "<slack-ts>"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<uuid>"],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?/g, "<time>"],
  [/(?:file:\/\/|\b[A-Za-z]:|(?<![\w<:>.])\.{0,2})(?:[\\/][\w.@%+~-]{1,255}){2,64}/g, baseOf],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b|:::\d{1,5}\b|\blocalhost:\d{1,5}\b/g, "<address>"],
  [
    /\b(?:[a-z0-9_-]{1,63}\.){1,8}(?:com|net|org|io|dev|app|ai|co|cloud|internal|local|invalid)\b(?::\d{1,5})?/gi,
    (host) => `<host:${ownerOf(host)}>`,
  ],
  [/\b(?=[A-Z]{0,12}\d)[ABCDEFGSTUW][A-Z0-9]{8,12}\b/g, "<slack-id>"],
  [/\b(?:req|request|msg|run|thread|call|toolu|chatcmpl|evt|job|trace)[_-](?=[A-Za-z]{0,40}\d)[\w-]{4,80}/g, "<id>"],
  [/\b\d{1,15}(?:\.\d{1,9})?\s?(?:ms|milliseconds?|s|secs?|seconds?|min|minutes?|h|hours?)\b/g, "<duration>"],
  [/\b0x[0-9a-f]{1,64}\b|\b(?=[a-f]{0,63}\d)(?=\d{0,63}[a-f])[0-9a-f]{7,64}\b/gi, "<hex>"],
  [/(?<![A-Za-z_$<])\d{1,40}(?:[.,]\d{1,40})*/g, "<n>"],
];

const USER_TEXT_KEY = /\b(?:text|prompt|query|question|message|content|input|body|said|asked)\s?[=:]\s?(?=\S)/gi;

/** The masked first line of a message. Deterministic, and linear in the text. */
export function maskText(text: string): string {
  const line = firstLineOf(text).slice(0, LONGEST_INPUT);
  const masked = MASKS.reduce(
    (rest, [shape, mask]) => {
      return typeof mask === "string" ? rest.replace(shape, mask) : rest.replace(shape, mask);
    },
    maskQuotes(maskJsonText(line)),
  );
  return masked.trim().slice(0, LONGEST_TEMPLATE);
}

/** The same text with everything that people may have written blanked out: quotes, and what follows `text=` and its like. */
export function withoutUserText(text: string): string {
  const unquoted = text.replace(/"[^"]{0,4000}"?|“[^“”]{0,4000}”?|`[^`]{0,4000}`?/g, '""');
  for (const key of unquoted.matchAll(USER_TEXT_KEY)) {
    const end = key.index + key[0].length;
    // Quotes say where somebody's words end, and what follows them is the program's again.
    if (!unquoted.startsWith('""', end)) return unquoted.slice(0, end);
  }
  return unquoted;
}

/** A text that ends where somebody's words would begin: `text=`, `user asked: `. */
export function quotesPeople(text: string): boolean {
  return /\b(?:text|prompt|query|question|message|content|input|body|said|asked)\s?[=:]\s?$/i.test(text.slice(-40));
}

export function firstLineOf(text: string): string {
  const end = text.search(/[\r\n]/);
  return end < 0 ? text : text.slice(0, end);
}

/** V8 quotes the text that it could not parse, quotation marks and all. */
function maskJsonText(text: string): string {
  const end = text.lastIndexOf('" is not valid JSON');
  const start = end < 0 ? -1 : text.indexOf('"');
  return start < 0 || start >= end ? text : `${text.slice(0, start)}<quoted>${text.slice(end + 1)}`;
}

/** Names in single quotes belong to the message (`reading 'title'`); everything else in quotes belongs to somebody. */
function maskQuotes(text: string): string {
  return text
    .replace(/"[^"]{0,2000}"|“[^“”]{0,2000}”|`[^`]{0,2000}`/g, "<quoted>")
    .replace(/(?<!\w)'([^']{0,2000})'/g, (whole, inner: string) => (isName(inner) ? whole : "<quoted>"));
}

function isName(text: string): boolean {
  return text.length <= 3 || /^[\w$./@:#\\-]{1,120}$/.test(text);
}

/** The last two labels say whose host it is: `api.attio.com` → `attio.com`. */
function ownerOf(address: string): string {
  const host = address.split(/[/:?#]/, 1)[0] ?? "";
  if (/^[\d.]+$/.test(host) || host === "localhost") return "address";
  return host.toLowerCase().split(".").slice(-2).join(".");
}

/** The file's name tells faults apart; where it lies differs from machine to machine. */
function baseOf(path: string): string {
  const base = path.split(/[\\/]/).at(-1) ?? "";
  return /^[A-Za-z_-]{1,60}\.[a-z]{1,5}$/.test(base) ? `<path:${base}>` : "<path>";
}
