import { endOf, type Failure, isQuote, matchAt, readString, type Token } from "./read-token.ts";

type Container = unknown[] | Record<string, unknown>;

/** An object or list that was begun; `key` waits for its value. */
export interface OpenContainer {
  readonly value: Container;
  key: string | undefined;
}

export interface Literal {
  readonly ok: true;
  readonly value: unknown;
  readonly end: number;
  /** Where it first leaves JSON, if it does. */
  readonly looseAt: number | undefined;
}

export interface BrokenLiteral extends Failure {
  readonly ok: false;
  /** What was begun and not ended, from the outside in; the first holds all that was read. */
  readonly open: readonly OpenContainer[];
}

/** How JSON, JavaScript and Python write what has no parts. */
const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["undefined", undefined],
  ["True", true],
  ["False", false],
  ["None", null],
]);
const jsonWords = new Set(["true", "false", "null"]);
const gap = /\s*/y;
const wordToken = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const numberToken = /-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
/** What util.inspect writes in place of what it leaves out: `[Object]`, `[Circular *1]`, `... 2 more items`. */
const placeholderToken =
  /\[(?:Object|Array|Circular|Function|class|Getter|Symbol|Map|Set)\b[^\]\n]{0,80}\]|\.{3} \d+ more \w+|\.{3}(?![\w$([{])|…/y;
/** Also from util.inspect, before an object that is there: query strings are parsed to such. */
const nullPrototype = /\[Object: null prototype\]\s*/y;

/**
 * Reads the object or list that begins at `start`: JSON, or what JavaScript's `util.inspect` and Python's `repr` print for the same.
 * One pass without recursion, so neither size nor depth is a danger.
 */
export function parseLiteral(text: string, start: number): Literal | BrokenLiteral {
  const open: OpenContainer[] = [];
  let at = start;
  let looseAt: number | undefined;
  for (;;) {
    const step = readItem(text, at, open);
    if ("why" in step) return { ok: false, ...step, open };
    if (!step.isJson) looseAt ??= endOf(gap, text, at);
    at = step.end;
    if (step.isOpened === true) continue;
    const parent = open.at(-1);
    if (parent === undefined) return { ok: true, value: step.value, end: at, looseAt };
    const comma = readComma(text, at, closingOf(parent));
    if ("why" in comma) return { ok: false, ...comma, open };
    if (!comma.isJson) looseAt ??= comma.end - 1;
    at = comma.end;
  }
}

/** What stands between two items. A comma may also stand after the last, outside JSON. */
function readComma(text: string, from: number, closing: string): Omit<Token, "value"> | Failure {
  const at = endOf(gap, text, from);
  if (text[at] === closing) return { end: at, isJson: true };
  if (text[at] !== ",") return unexpected(text, at, `a comma or ${closing}`);
  return { end: at + 1, isJson: text[endOf(gap, text, at + 1)] !== closing };
}

interface Step extends Token {
  /** Whether a container was begun, so that its items come next. */
  readonly isOpened?: boolean;
}

/** The next closing bracket, beginning of a container, or value without parts, put where it belongs. */
function readItem(text: string, from: number, open: OpenContainer[]): Step | Failure {
  const parent = open.at(-1);
  let at = endOf(gap, text, from);
  if (parent !== undefined && text[at] === closingOf(parent)) {
    open.pop();
    return { value: parent.value, end: at + 1, isJson: true };
  }
  let isJson = true;
  if (parent !== undefined && !Array.isArray(parent.value)) {
    const key = readKey(text, at);
    if ("why" in key) return key;
    parent.key = String(key.value);
    at = endOf(gap, text, key.end);
    isJson = key.isJson;
  }
  const step = readValue(text, at);
  if ("why" in step) return step;
  put(parent, step.value);
  if (step.isOpened === true) open.push({ value: step.value as Container, key: undefined });
  return { ...step, isJson: isJson && step.isJson };
}

function readKey(text: string, at: number): Token | Failure {
  const key = isQuote(text[at]) ? readString(text, at) : readName(text, at);
  if ("why" in key) return key;
  const colon = endOf(gap, text, key.end);
  return text[colon] === ":" ? { ...key, end: colon + 1 } : unexpected(text, colon, "a colon");
}

function readValue(text: string, from: number): Step | Failure {
  const at = endOf(nullPrototype, text, from);
  const placeholder = matchAt(placeholderToken, text, at);
  if (placeholder !== undefined) return { at, why: placeholder, isCut: true };
  const first = text[at];
  if (first === "{" || first === "[") {
    return { value: first === "{" ? {} : [], end: at + 1, isJson: true, isOpened: true };
  }
  if (isQuote(first)) return readString(text, at);
  const number = matchAt(numberToken, text, at);
  if (number !== undefined) return { value: Number(number), end: at + number.length, isJson: true };
  const name = matchAt(wordToken, text, at) ?? "";
  if (!words.has(name)) return unexpected(text, at, "a value");
  return { value: words.get(name), end: at + name.length, isJson: jsonWords.has(name) };
}

function readName(text: string, at: number): Token | Failure {
  const name = matchAt(wordToken, text, at);
  return name === undefined
    ? unexpected(text, at, "a key or }")
    : { value: name, end: at + name.length, isJson: false };
}

function put(parent: OpenContainer | undefined, value: unknown): void {
  if (parent === undefined) return;
  if (Array.isArray(parent.value)) {
    parent.value.push(value);
  } else if (parent.key !== undefined) {
    // An assignment to `__proto__` would change the object itself.
    Object.defineProperty(parent.value, parent.key, { value, writable: true, enumerable: true, configurable: true });
    parent.key = undefined;
  }
}

function closingOf({ value }: OpenContainer): string {
  return Array.isArray(value) ? "]" : "}";
}

function unexpected(text: string, at: number, wanted: string): Failure {
  return { at, why: `${wanted} is missing`, isCut: at >= text.length };
}
