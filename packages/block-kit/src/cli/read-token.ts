/** A value without parts, or a key. */
export interface Token {
  readonly value: unknown;
  readonly end: number;
  readonly isJson: boolean;
}

/** Why a text cannot be read on. */
export interface Failure {
  readonly at: number;
  readonly why: string;
  /** Whether the rest is missing, rather than wrong. */
  readonly isCut: boolean;
}

const moreCharacters = /\.{3} \d+ more characters?/y;
const plus = /\s*\+\s*(?=['"`])/y;
const escaped = /\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|U([\da-fA-F]{8})|([\s\S]))/g;
const controls: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", "0": "\0" };

/** A string, or several joined by `+`, as util.inspect breaks long ones. */
export function readString(text: string, start: number): Token | Failure {
  const parts: string[] = [];
  let at = start;
  for (;;) {
    const end = closingQuote(text, at);
    if (end === undefined) return endlessText(text, at);
    parts.push(unescapeText(text.slice(at + 1, end)));
    const more = matchAt(moreCharacters, text, end + 1);
    if (more !== undefined) return { at: end + 1, why: more, isCut: true };
    const next = endOf(plus, text, end + 1);
    if (next === end + 1) return { value: parts.join(""), end: next, isJson: parts.length === 1 && text[at] === '"' };
    at = next;
  }
}

function closingQuote(text: string, start: number): number | undefined {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === quote) return at;
    if (character === "\n") return undefined;
    if (character === "\\") at += 1;
  }
  return undefined;
}

function endlessText(text: string, at: number): Failure {
  const isBroken = text.includes("\n", at);
  return {
    at,
    why: isBroken ? "a line break inside a text, or its closing quote is missing" : "a text that never ends",
    isCut: !isBroken,
  };
}

/** The text that the escapes of JSON, JavaScript and Python stand for. */
export function unescapeText(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(escaped, (whole, ...groups: (string | undefined)[]) => {
    const [braced, four, two, eight, one = ""] = groups;
    const code = Number.parseInt(braced ?? four ?? two ?? eight ?? "", 16);
    if (Number.isNaN(code)) return controls[one] ?? one;
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}

/** Whether a text may begin with it. */
export function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'" || character === "`";
}

/** What a sticky expression finds right there. */
export function matchAt(token: RegExp, text: string, at: number): string | undefined {
  token.lastIndex = at;
  return token.exec(text)?.[0];
}

/** The place behind what a sticky expression finds there, which may be nothing. */
export function endOf(token: RegExp, text: string, at: number): number {
  return at + (matchAt(token, text, at)?.length ?? 0);
}
