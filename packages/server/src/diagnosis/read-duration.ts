/** How long something took, as its line tells it: in words, as a pair of name and value, as a field of JSON. */

import type { Milliseconds } from "../domain/instant.ts";
import { withoutUserText } from "./mask-text.ts";
import type { ParsedLine } from "./parse-line.ts";

const NAME =
  "(?:duration|elapsed|latency|took|(?:response|elapsed|processing|execution|total|run)[ _-]?time|time[ _-]?taken)";
const UNIT = "ms|milliseconds|millis|s|secs?|seconds|m|min|minutes";
const NUMBER = String.raw`\d{1,12}(?:\.\d{1,9})?`;

const TOOK = new RegExp(String.raw`\b(?:in|after|time|${NAME})\b\s?[=:]?\s?(${NUMBER})\s?(${UNIT})\b`, "i");
/** Of two units: Go's `1m12.5s`. */
const TOOK_LONG = new RegExp(
  String.raw`\b(?:in|after|${NAME})\b\s?[=:]?\s?"?(?:(\d{1,4})h)?(\d{1,6})m(\d{1,6}(?:\.\d{1,9})?)s\b`,
  "i",
);
/** Loggers that name a duration without its unit count milliseconds. */
const TOOK_BARE = new RegExp(String.raw`\b${NAME}\s?[=:]\s?(${NUMBER})(?=\s|,|$)`, "i");
const TOOK_UNIT_NAMED = new RegExp(
  String.raw`\b${NAME}_?(ms|millis|s|secs?|seconds)["']?\s?[=:]\s?(${NUMBER})(?![\w.])`,
  "i",
);
/** The same where quotes stand around the name or the value. */
const QUOTED_UNIT_NAMED = new RegExp(String.raw`"${NAME}_?(ms|millis|s|secs?|seconds)":\s?"?(${NUMBER})(?![\w.])`, "i");
const QUOTED_VALUE = new RegExp(String.raw`\b${NAME}"?\s?[=:]\s?"(${NUMBER})\s?(${UNIT})"`, "gi");
const IN_BRACKETS = /\((\d{1,12}(?:\.\d{1,6})?)\s?(ms|s)\)/;
const FIELD = new RegExp(String.raw`^(?:\w{1,30}[._-])?${NAME}[_-]?(ms|millis|milliseconds|s|sec|secs|seconds)?$`, "i");
const FIELD_VALUE = new RegExp(String.raw`^(${NUMBER})\s?(${UNIT})?$`, "i");
const LONGEST = 2_000;

/** `took 1234ms`, `in 1.2s`, `durationMs=40`, `elapsed:"33s"`, `(40ms)`, and the same as fields of a JSON line. */
export function readTook(parsed: ParsedLine): Milliseconds | undefined {
  return readNamedDuration(parsed) ?? readInWords(withoutUserText(parsed.body));
}

/** Only where it is said to be a duration: `latency=27s`, not `in 27s`. */
export function readNamedDuration({ body, json }: ParsedLine): Milliseconds | undefined {
  const field = json === undefined ? undefined : readField(json);
  if (field !== undefined) return field;
  const own = withoutUserText(body);
  const [, unit, amount] = TOOK_UNIT_NAMED.exec(own) ?? QUOTED_UNIT_NAMED.exec(body.slice(0, LONGEST)) ?? [];
  if (amount !== undefined) return Number(amount) * millisecondsIn(unit);
  return readQuoted(body.slice(0, LONGEST));
}

function readInWords(own: string): Milliseconds | undefined {
  const long = TOOK_LONG.exec(own);
  if (long !== null) return (Number(long[1] ?? 0) * 60 + Number(long[2])) * 60_000 + Number(long[3]) * 1_000;
  const [, amount, unit] = TOOK.exec(own) ?? TOOK_BARE.exec(own) ?? IN_BRACKETS.exec(own) ?? [];
  return amount === undefined ? undefined : Number(amount) * millisecondsIn(unit);
}

function readField(json: Readonly<Record<string, unknown>>): Milliseconds | undefined {
  for (const [key, value] of Object.entries(json)) {
    const name = FIELD.exec(key);
    if (name === null) continue;
    const [, amount, unit = name[1]] = FIELD_VALUE.exec(String(value)) ?? [];
    if (amount !== undefined) return Number(amount) * millisecondsIn(unit);
  }
  return undefined;
}

/** A value in quotes is not somebody's words where none were opened before it. */
function readQuoted(body: string): Milliseconds | undefined {
  for (const { index, 1: amount, 2: unit } of body.matchAll(QUOTED_VALUE)) {
    const before = body.slice(0, index).replace(/"$/, "");
    if (withoutUserText(`${before}${END}`).endsWith(END)) return Number(amount) * millisecondsIn(unit);
  }
  return undefined;
}

const END = "\u0000";

function millisecondsIn(unit = "ms"): number {
  const word = unit.toLowerCase();
  if (word.startsWith("ms") || word.startsWith("mill")) return 1;
  return word.startsWith("m") ? 60_000 : 1_000;
}
