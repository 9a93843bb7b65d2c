import { indexAfter } from "./count-characters.ts";

/** What opens a block of code and, after a line end, closes one. */
export const fence = "```\n";
export const closingFence = "\n```";

/** What must not be cut; with the line that opens a block of code, as its language would be code on a line of its own. */
const tokens = new RegExp(
  [
    "```(?:[\\w+#.-]*\\n)?",
    "`[^`\\n]{1,100}`",
    "<(?:[@#!]|[a-z][a-z\\d+.-]*:)[^<>\\n]*>",
    "https?://[^\\s<>]+",
    '!?\\[[^[\\]\\n]*\\]\\((?:[^()\\s]|\\([^()\\s]*\\))*(?: "[^"\\n]*")?\\)',
    "&#?\\w{1,8};",
    ":[\\w+'-]{1,100}:(?::skin-tone-\\d:)?",
  ].join("|"),
  "gi",
);

/** How far behind a cut to look: a url has at most 3,000 characters (docs.slack.dev/reference/block-kit/block-elements/button-element). */
const longestToken = 4_000;

/** A longer word may be cut in a short text. */
const longWord = 20;

const graphemes = new Intl.Segmenter();

/** What may be looked at of a text to find its first so many characters. */
export function windowOf(text: string, from: number, most: number): string {
  return text.slice(from, from + 2 * most + longestToken);
}

/**
 * The last index with at most so many characters before it where nothing is torn: between paragraphs, lines or words if such a
 * place is near, and leaving room to close a fence. 0 if there is none.
 */
export function findCut(text: string, most: number): number {
  const hasFence = text.slice(0, indexAfter(text, most)).includes("```");
  const limit = indexAfter(text, hasFence ? most - closingFence.length : most);
  const near = Math.min(limit * 0.75, limit - longWord);
  for (const mark of ["\n\n", "\n", " "]) {
    const index = text.lastIndexOf(mark, limit);
    if (index > 0 && index >= near && wholeBefore(text, index) === index) return index;
  }
  return wholeBefore(text, limit);
}

/** Whether a text ends within a block of code. */
export function isInFence(text: string): boolean {
  return text.split("```").length % 2 === 0;
}

/** The last place at or before an index that is neither within a combined character nor within a token. */
function wholeBefore(text: string, index: number): number {
  const boundary = graphemes.segment(text).containing(index)?.index ?? index;
  for (const { 0: token, index: start } of text.matchAll(tokens)) {
    if (start >= boundary) break;
    if (start + token.length > boundary) return start;
  }
  return boundary;
}
