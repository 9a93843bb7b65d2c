/** Messages with what differs from one occurrence to the next masked, so that equal faults read the same; and what people wrote. */

import { applyMasks, type Mask, SHIPPED_MASKS } from "./signatures/masks.ts";

const LONGEST_TEMPLATE = 300;
const LONGEST_INPUT = 2_000;

const USER_TEXT_KEY = /\b(?:text|prompt|query|question|message|content|input|body|said|asked)\s?[=:]\s?(?=\S)/gi;

/** The masked first line of a message. Deterministic, and linear in the text. */
export function maskText(text: string, masks: readonly Mask[] = SHIPPED_MASKS): string {
  const line = firstLineOf(text).slice(0, LONGEST_INPUT);
  return applyMasks(line, masks).trim().slice(0, LONGEST_TEMPLATE);
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

/** The same text up to where somebody's words begin, unless a mask stands for them. */
export function cutUserText(text: string): string {
  for (const key of text.matchAll(USER_TEXT_KEY)) {
    const end = key.index + key[0].length;
    if (!text.startsWith("<", end)) return `${text.slice(0, end)}…`;
  }
  return text;
}

/** A text that ends where somebody's words would begin: `text=`, `user asked: `. */
export function quotesPeople(text: string): boolean {
  return /\b(?:text|prompt|query|question|message|content|input|body|said|asked)\s?[=:]\s?$/i.test(text.slice(-40));
}

export function firstLineOf(text: string): string {
  const end = text.search(/[\r\n]/);
  return end < 0 ? text : text.slice(0, end);
}
