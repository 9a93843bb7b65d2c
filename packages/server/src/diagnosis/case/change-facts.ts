/** What a change really changed: its lines without comments and layout, its settings, and what it names. */

import type { Change } from "./case.ts";
import { isOnlyWords, isRename } from "./harmless-lines.ts";
import { packagesIn } from "./moved-packages.ts";

export interface ChangeFacts {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Lines around, with the names of functions that git prints behind a hunk's numbers. */
  readonly around: readonly string[];
  readonly files: readonly string[];
  readonly settings: readonly SettingChange[];
  /** Libraries that it moves to another version. */
  readonly packages: readonly string[];
  readonly hunks: readonly ChangedLines[];
  /** Documents, tests, comments, layout, names and nothing else. */
  readonly isHarmless: boolean;
  /** Only sentences for people differ. */
  readonly isWords: boolean;
}

/** Lines of a file after the change, with those around. */
export interface ChangedLines {
  readonly file: string;
  readonly from: number;
  readonly to: number;
}

export interface SettingChange {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const HARMLESS_FILE =
  /(?:^|\/)(?:docs?|tests?|__tests__|specs?|fixtures|examples?|\.github|\.vscode)\/|\.(?:md|mdx|rst|adoc|png|svg|jpg|gif)$|\.(?:test|spec)\.[cm]?[jt]sx?$|(?:^|\/)(?:LICENSE|CODEOWNERS|README|CHANGELOG|\.gitignore|\.editorconfig|\.prettierrc)[^/]*$|_test\.(?:go|py)$|(?:^|\/)test_[^/]+\.py$/i;
/** Text that a model reads runs as code does. */
const OF_A_MODEL =
  /prompt|instruction|persona|guardrail|polic(?:y|ies)|skills?\/|agents?\/|system[-_.]?(?:message|text)|templates?\//i;
/** What a lock file holds beside names and versions. */
const LOCK_NOISE = /"(?:resolved|integrity|license|funding|engines)":|\bsha(?:1|256|512)-|registry\.(?:npmjs|yarnpkg)/;
/** Whoever changes more than this in one go changes it by a machine; the work stays bounded. */
const LONGEST_DIFF = 200_000;
const LONGEST_LINE = 400;
const COMMENT = /^\s*(?:\/\/|\/\*|\*(?:\s|\/|$)|#(?!!|\[)|<!--|--\s|"""|''')/;
/** A call of the logger on one line: it does nothing else. */
const LOGGING =
  /(?<![\w.])(?:(?:this|self|req|ctx|app|c)\.)?(?:log|logger|console|logging|slog|_logger|LOG|Rails\.logger)\.\w{1,20}\(.{0,300}\)(?:;|\s*$|(?=\s*\}))/;
const UNITS: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1_000],
  ["sec", 1_000],
  ["m", 60_000],
  ["min", 60_000],
  ["h", 3_600_000],
  ["k", 1_000],
  ["kb", 1_000],
  ["mb", 1_000_000],
  ["mi", 1_000_000],
  ["gb", 1_000_000_000],
  ["gi", 1_000_000_000],
]);

export function readChangeFacts(change: Change): ChangeFacts {
  const lines = change.diff
    .slice(0, LONGEST_DIFF)
    .split(/\r?\n/)
    .map((line) => line.slice(0, LONGEST_LINE));
  const files = [...new Set([...change.files, ...lines.flatMap(fileOf)])];
  const body = withoutHarmlessFiles(lines);
  const linesOf = (sign: string): readonly string[] =>
    body.filter((line) => line.startsWith(sign)).map((line) => line.slice(1).replace(LOGGING, ""));
  const added = linesOf("+");
  const removed = linesOf("-");
  const isEmpty = !lines.some((line) => /^[+-](?!\+\+ |-- )/.test(line));
  const code = { added: added.filter(isCode), removed: removed.filter(isCode) };
  const net = { added: without(code.added, code.removed), removed: without(code.removed, code.added) };
  const isWhole = change.kind === "commit" && change.isCut !== true;
  const onlyHarmlessFiles = files.length > 0 && files.every(isHarmlessFile);
  const isLayout = !isEmpty && isSameText(code);
  return {
    ...(isLayout ? { added: [], removed: [] } : keepMoved(code, net)),
    around: body.filter((line) => /^(?: |@@)/.test(line)).map((line) => line.replace(/^@@[^@]{0,80}@@/, "")),
    files,
    settings: [...readSettings(net), ...readSummary(change.summary)],
    packages: packagesIn(change, lines, files),
    hunks: readHunks(lines, files),
    isHarmless: isWhole && (onlyHarmlessFiles || isLayout || isRename(net)),
    isWords: isWhole && isOnlyWords(net),
  };
}

function fileOf(line: string): readonly string[] {
  const match = /^(?:\+\+\+|---) (?:[ab]\/)?(\S+)/.exec(line);
  return match?.[1] === undefined || match[1] === "/dev/null" ? [] : [match[1]];
}

function readHunks(lines: readonly string[], files: readonly string[]): readonly ChangedLines[] {
  let file = files[0] ?? "";
  return lines.flatMap((line) => {
    file = fileOf(line)[0] ?? file;
    const match = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (match === null) return [];
    const from = Number(match[1]);
    return [{ file, from, to: from + Math.max(1, Number(match[2] ?? 1)) - 1 }];
  });
}

function isHarmlessFile(file: string): boolean {
  return HARMLESS_FILE.test(file) && !OF_A_MODEL.test(file);
}

/** Lines of documents and tests do not run. */
function withoutHarmlessFiles(lines: readonly string[]): readonly string[] {
  let isHarmless = false;
  return lines.filter((line) => {
    const [file] = fileOf(line);
    if (file !== undefined) isHarmless = isHarmlessFile(file);
    return (
      !isHarmless && file === undefined && !/^(?:diff --git|index |\+\+\+ |--- )/.test(line) && !LOCK_NOISE.test(line)
    );
  });
}

function isCode(line: string): boolean {
  return line.trim() !== "" && !COMMENT.test(line);
}

/** The same words in the same order, whatever stands between them. */
function shapeOf(line: string): string {
  return line.replace(/["'`]/g, "'").replace(/[\s;,]/g, "");
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const joined = shapeOf(others.join("").slice(0, LONGEST_DIFF / 4));
  const shapes = new Set(others.map(shapeOf));
  return lines.filter((line) => !shapes.has(shapeOf(line)) && !isWrapped(shapeOf(line), joined));
}

/** Broken into several lines or joined again; the end of a number is no end of a line. */
function isWrapped(shape: string, joined: string): boolean {
  if (shape.length <= 12) return false;
  const place = joined.indexOf(shape);
  return place >= 0 && !/\w\w/.test(joined.charAt(place + shape.length - 1) + joined.charAt(place + shape.length));
}

interface Lines {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

function isSameText({ added, removed }: Lines): boolean {
  const textOf = (lines: readonly string[]): string => lines.map(shapeOf).join("");
  return textOf(added) === textOf(removed);
}

/** The same lines in another order are a change: `ack()` after the work instead of before it. */
function keepMoved(code: Lines, net: Lines): Lines {
  return net.added.length === 0 && net.removed.length === 0 ? code : net;
}

/** Numbers that differ between two lines that are otherwise the same. */
function readSettings({ added, removed }: Lines): readonly SettingChange[] {
  const byFrame = new Map(added.toReversed().map((line) => [frameOf(line), line]));
  return removed.flatMap((before) => {
    const after = byFrame.get(frameOf(before));
    return after === undefined ? [] : pairNumbers(before, after);
  });
}

function frameOf(line: string): string {
  return line.replace(/\d[\d_]*(?:\.\d+)?\s?(?:ms|sec|min|[KMG]i?B?|s|m|h)?\b/gi, "#").replace(/[\s;,"'`]/g, "");
}

function pairNumbers(before: string, after: string): readonly SettingChange[] {
  const one = numbersIn(before);
  const other = numbersIn(after);
  return one.flatMap(({ name, value }, index) => {
    const next = other[index];
    return next === undefined || next.value === value ? [] : [{ name, from: value, to: next.value }];
  });
}

function numbersIn(line: string): readonly { readonly name: string; readonly value: number }[] {
  return [...line.matchAll(/(?<![\w.])(\d[\d_]{0,20}(?:\.\d{1,9})?)\s?(ms|sec|min|[KMG]i?B?|s|m|h)?\b/gi)].map(
    (match) => {
      const names = line.slice(0, match.index).match(/[A-Za-z_$][\w$.-]*/g) ?? [];
      const value = Number((match[1] ?? "0").replaceAll("_", "")) * (UNITS.get((match[2] ?? "").toLowerCase()) ?? 1);
      return { name: names.slice(-3).join(" ") || line.trim().slice(0, 40), value };
    },
  );
}

/** `Lower the request timeout from 30s to 3s`, `POOL_SIZE: 20 -> 2`. */
function readSummary(summary: string): readonly SettingChange[] {
  const match =
    /(.{0,80}?)(?:\bfrom\s+|[:=]\s*|\s)(\d[\d_.]*)\s?([a-z]{0,3})\s*(?:to|->|→|=>)\s*(\d[\d_.]*)\s?([a-z]{0,3})\b/i.exec(
      summary,
    );
  if (match === null || /\d\.\d+\.\d/.test(summary)) return [];
  const [, name = "", from = "", unit = "", to = "", otherUnit = ""] = match;
  const scale = (text: string): number => UNITS.get(text.toLowerCase()) ?? 1;
  return [{ name, from: Number(from) * scale(unit || otherUnit), to: Number(to) * scale(otherUnit || unit) }];
}
