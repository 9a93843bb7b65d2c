/** Regular expressions of playbooks: run by an engine that never goes back, so that none of them can stall on a text. */

import { RE2JS } from "re2js";

/** Replaces every match by the same text. */
export type LinearReplace = (text: string, replacement: string) => string;

export type LinearReading =
  | { readonly ok: true; readonly replace: LinearReplace }
  | { readonly ok: false; readonly why: string };

/** Each search is linear in what is left of the text; so few of them are linear together. */
const MOST_MATCHES = 16;
/** A repetition of repetitions would make the engine's own program large. */
const LONGEST_PROGRAM = 2_000;

export function readLinearPattern(source: string): LinearReading {
  const compiled = compile(source);
  if (typeof compiled === "string") return { ok: false, why: compiled };
  if (compiled.programSize() > LONGEST_PROGRAM) return { ok: false, why: "it repeats too much" };
  if (compiled.matcher("").find()) return { ok: false, why: "it also matches where there is nothing" };
  return { ok: true, replace: (text, replacement) => replaceAll(compiled, text, replacement) };
}

function compile(source: string): RE2JS | string {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function replaceAll(pattern: RE2JS, text: string, replacement: string): string {
  const matcher = pattern.matcher(text);
  let written = "";
  let end = 0;
  for (let matches = 0; matches < MOST_MATCHES && matcher.find(); matches += 1) {
    // `\b` alone matches between two characters, and masks nothing.
    if (matcher.end() === matcher.start()) continue;
    written += text.slice(end, matcher.start()) + replacement;
    end = matcher.end();
  }
  return end === 0 ? text : written + text.slice(end);
}
