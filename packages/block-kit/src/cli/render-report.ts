import type { Change, Problem, Repaired, Verdict } from "../problem.ts";

/** How a part of the report is shown on a terminal that has colours. */
export type Paint = (style: "bad" | "doubtful" | "good" | "quiet", text: string) => string;

export interface Subject {
  readonly surface: string;
  readonly blocks: number;
  /** Where in the input it was found, if not at its beginning. */
  readonly line: number | undefined;
}

/** More than this scrolls away what matters. */
const mostShown = 50;
/** Where `validate` ends. */
const mostFound = 1000;
const codes = { bad: 31, doubtful: 33, good: 32, quiet: 2 } as const;
/** What a key of a payload could do to a terminal: control characters, and those that turn the direction of writing. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

export const paintColours: Paint = (style, text) => `\u001b[${codes[style]}m${text}\u001b[0m`;
export const paintNothing: Paint = (_, text) => text;

/** The verdict in one line, then each problem with what to do, then the warnings. */
export function renderVerdict({ problems, warnings }: Verdict, subject: Subject, paint: Paint): string {
  const head = problems.length === 0 ? paint("good", "No problems") : paint("bad", count(problems.length, "problem"));
  const doubts = warnings.length === 0 ? "" : `, ${paint("doubtful", count(warnings.length, "warning"))}`;
  const end = problems.length + warnings.length < mostFound ? "" : "; the check ended there";
  const parts = [
    `${head}${doubts} in ${sayWhere(subject)}${end}\n`,
    ...renderProblems(problems, { paint, style: "bad" }),
    ...renderProblems(warnings, { paint, style: "doubtful" }),
  ];
  return parts.join("\n");
}

/** What a repair did, and what it could not. */
export function renderRepair({ messages, changes, remaining }: Repaired<unknown>, paint: Paint): string {
  const isClean = changes.length === 0 && remaining.length === 0;
  const done = isClean ? "Nothing to repair" : count(changes.length, "change");
  const made = messages.length > 1 ? `, ${messages.length} messages` : "";
  const none = messages.length === 0 ? `, ${paint("bad", "nothing left to show")}` : "";
  const lines = changes.map((change) => renderChange(change, paint));
  const head = `${[`${done}${made}${none}`, ...cutList(lines)].join("\n")}\n`;
  return [head, ...renderProblems(remaining, { paint, style: "bad" })].join("\n");
}

function renderChange({ rule, path, message }: Change, paint: Paint): string {
  return `  ${printable(path) || "(whole payload)"}: ${printable(message)} ${paint("quiet", `(${printable(rule)})`)}`;
}

interface Look {
  readonly paint: Paint;
  readonly style: "bad" | "doubtful";
}

function renderProblems(problems: readonly Problem[], { paint, style }: Look): string[] {
  const kind = style === "bad" ? "" : "warning: ";
  const entries = problems.map(({ path, message, fix, rule }) => {
    const place = paint(style, `${kind}${printable(path) || "(whole payload)"}`);
    return `${place}\n  ${printable(message)}\n  -> ${printable(fix)}\n  ${paint("quiet", printable(rule))}\n`;
  });
  return cutList(entries);
}

function cutList(entries: readonly string[]): string[] {
  if (entries.length <= mostShown) return [...entries];
  return [...entries.slice(0, mostShown), `... and ${entries.length - mostShown} more; --format json has all.\n`];
}

function sayWhere({ surface, blocks, line }: Subject): string {
  const found = line === undefined ? "" : `, found on line ${line}`;
  return `${count(blocks, "block")} (${surface}${found})`;
}

function count(amount: number, what: string): string {
  const digits = amount.toLocaleString("en-US");
  return `${digits} ${what}${amount === 1 ? "" : "s"}`;
}

function printable(text: string): string {
  return text.replace(unprintable, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
