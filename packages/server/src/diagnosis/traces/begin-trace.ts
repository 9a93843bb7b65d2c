/** Which language a line begins to print an error in. To know another one, add a reader and a row. */

import { beginGoTrace } from "./go-trace.ts";
import { beginManagedTrace } from "./managed-trace.ts";
import { beginElixirTrace, beginPhpTrace, beginRustTrace } from "./other-traces.ts";
import { beginPythonTrace } from "./python-trace.ts";
import { beginRichTrace } from "./rich-trace.ts";
import { beginConsoleTrace, beginRubyTrace } from "./ruby-trace.ts";
import { type BeginTrace, type Trace, type TraceReading, writeTrace } from "./trace-reading.ts";

const LONGEST_HEAD = 400;
/** Shorter messages stand in a line by chance. */
const SHORTEST_REPEATED = 10;

/** Each language is tried only on lines that hold its words. */
const LANGUAGES: readonly (readonly [string, BeginTrace])[] = [
  ["Traceback (most recent call last)", beginPythonTrace],
  ["╭─", beginRichTrace],
  ["panic", beginGoTrace],
  ["fatal error: ", beginGoTrace],
  [".rb:", beginRubyTrace],
  ["  |   ", beginConsoleTrace],
  [" panicked at ", beginRustTrace],
  ["error: ", beginPhpTrace],
  ["** (", beginElixirTrace],
  ["Exception", beginManagedTrace],
  ["Error", beginManagedTrace],
];

/** Told by the words of the line alone. */
export function beginTrace(line: string): TraceReading | undefined {
  for (const [hint, begin] of LANGUAGES) {
    const reading = line.includes(hint) ? begin(line) : undefined;
    if (reading !== undefined) return reading;
  }
  return undefined;
}

/** A text of several lines in which such a print stands, with the same as Node would write it in its place. */
export function translateTrace(text: string): string | undefined {
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    const reading = beginTrace(line);
    if (reading === undefined) continue;
    lines.slice(index + 1).every((next) => reading.take(next));
    const trace = reading.finish();
    return trace === undefined ? undefined : writeUnder(lines[index - 1], trace);
  }
  return undefined;
}

/** The error behind the line that told of it: `Failed to post: SlackApiError: …`. */
export function writeUnder(head: string | undefined, trace: Trace): string {
  const [first = "", ...rest] = writeTrace(trace);
  const said = (head ?? "").trim().slice(0, LONGEST_HEAD);
  if (said === "") return [first, ...rest].join("\n");
  const message = trace.errors[0]?.message[0] ?? "";
  const own = message.length >= SHORTEST_REPEATED ? said.split(message, 1)[0] : said;
  const start = (own ?? said).replace(/[\s:.(-]+$/, "");
  // Whose class comes without a class of its own behind it told its class above.
  const isTold = trace.errors[0]?.name === undefined && message === "";
  return [isTold ? said : `${start === "" ? "" : `${start}: `}${first}`, ...rest].join("\n");
}
