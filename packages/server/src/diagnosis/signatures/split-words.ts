/** Masked text as words and what stands between them. */

export interface Words {
  readonly words: readonly string[];
  /** Whether a space stands before each. */
  readonly spaced: readonly boolean[];
}

/** What follows is cut off: a template of more words says no more to anybody. */
const MOST_WORDS = 120;
/** Stands for a value that is not there: `user=` and nothing behind it. */
export const NOTHING = "<>";
const VALUE = "<*>";

const MASK = String.raw`<[a-z][a-z-]{0,30}(?::[^<>\s]{0,80})?>`;
/** Masks and characters of names are words; every other character is one by itself, repeated or not. */
const WORD = new RegExp(String.raw`(?:${MASK}|[^\s=:,;()[\]{}|"'<>.]|\.(?!\.\.))+|([=:,;()[\]{}|"'<>.])\1*`, "g");
const OPENS: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);
const CLOSES = /^[,;)\]}|]/;
/** What may stand between the values of a list. */
export const SEPARATES = /^(?:[,;|:+#&-]|##)$/;

interface Draft {
  readonly words: string[];
  readonly spaced: boolean[];
}

export function splitWords(masked: string): Words {
  const draft: Draft = { words: [], spaced: [] };
  let end = 0;
  let closing: string[] = [];
  for (const match of masked.matchAll(WORD)) {
    if (draft.words.length >= MOST_WORDS) break;
    const [found] = match;
    const isSpaced = match.index > end;
    end = match.index + found.length;
    if (closing.length > 0 || opensValue(draft, found, isSpaced)) {
      closing = nest(closing, found);
      continue;
    }
    fillGap(draft, found, isSpaced);
    push(draft, hideDigits(found), isSpaced);
  }
  if (draft.words.at(-1) === "=" && draft.spaced.at(-1) === false) push(draft, NOTHING, false);
  return draft;
}

/** `ws=WorkSource{10113}`, `stats=[1, 2]`: behind a key, what stands in brackets belongs to its value. */
function opensValue({ words, spaced }: Draft, found: string, isSpaced: boolean): boolean {
  if (!OPENS.has(found.charAt(0))) return false;
  if (words.at(-1) === "=") {
    words.push(VALUE);
    spaced.push(isSpaced);
    return true;
  }
  if (isSpaced || words.at(-2) !== "=" || OPENS.has(words.at(-1)?.charAt(0) ?? "")) return false;
  words[words.length - 1] = VALUE;
  return true;
}

/** Brackets that are still to be closed. */
function nest(closing: readonly string[], found: string): string[] {
  const rest = [...closing];
  for (const sign of found) {
    const close = OPENS.get(sign);
    if (close !== undefined) rest.push(close);
    else if (rest.at(-1) === sign) rest.pop();
  }
  return rest;
}

/** Where a value may be missing its place is kept: `ruser= rhost=`, `id=,`, `()`. */
function fillGap(draft: Draft, found: string, isSpaced: boolean): void {
  const { words, spaced } = draft;
  const last = words.at(-1) ?? "";
  if (found.startsWith("=") && words.at(-2) === "=" && spaced.at(-2) === false && spaced.at(-1) === true) {
    words.splice(-1, 0, NOTHING);
    spaced.splice(-1, 0, false);
  }
  if (isSpaced) return;
  if ((last === "=" && CLOSES.test(found)) || OPENS.get(last) === found) push(draft, NOTHING, false);
}

/** Of values in a row only one is kept: a list says the same, however long it is. */
function push({ words, spaced }: Draft, word: string, isSpaced: boolean): void {
  if (word.includes("<") && word !== NOTHING && word.length > 1) {
    if (words.at(-1) === word) return;
    if (words.at(-2) === word && SEPARATES.test(words.at(-1) ?? "")) {
      words.pop();
      spaced.pop();
      return;
    }
  }
  words.push(word);
  spaced.push(isSpaced);
}

/** A mask, or several with nothing but signs between them. */
export function isValue(word: string): boolean {
  return word.includes("<") && word.length > 1 && !/[A-Za-z]/.test(word.replace(/<[^<>]*>/g, ""));
}

/** What the masks left of digits: `eth0`, `R24-M0-N1`. Letters and digits in turn are somebody's id. */
function hideDigits(word: string): string {
  const hidden = /\d/.test(word)
    ? word.replace(/(<[^<>]*>)|([-+]?\d+)/g, (_, mask: string | undefined) => mask ?? "<n>")
    : word;
  if (!hidden.includes("<n>") || hidden === "<n>") return hidden;
  const parts = hidden.split("<n>");
  if (parts.filter((part) => /[A-Za-z]/.test(part)).length > 1) return "<id>";
  return hidden.replace(/[-+]<n>/g, "<n>").replace(/(?:<n>[-+#/.]{0,2}){2,}/g, "<n>");
}
