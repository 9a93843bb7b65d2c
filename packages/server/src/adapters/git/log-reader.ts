import type { FileChange, Hunk } from "../../domain/evidence.ts";
import type { FileDiff } from "../../domain/write-diff.ts";
import { unquotePath } from "./quoted-path.ts";

/** A commit as git prints it: the summary is still as its author wrote it. */
export interface LoggedCommit {
  readonly id: string;
  readonly parents: readonly string[];
  /** Seconds since 1970, of the committer. */
  readonly committedAt: number;
  readonly author: string;
  readonly summary: string;
  readonly files: readonly FileChange[];
  readonly diffs: readonly FileDiff[];
}

/** git printed something that this reader does not know; better no answer than a wrong one. */
export class GitFormatError extends Error {
  override readonly name = "GitFormatError";
}

/** What `git log` must be called with for this reader. */
export const LOG_OPTIONS = [
  "--format=tformat:%x00%H%x00%P%x00%ct%x00%an%x00%s",
  "--patch",
  "--diff-merges=first-parent",
  "--unified=0",
  "--inter-hunk-context=0",
  "--find-renames",
  "--full-index",
  "--no-color",
  "--no-ext-diff",
  "--no-textconv",
  "--submodule=short",
  "--src-prefix=a/",
  "--dst-prefix=b/",
] as const;

/** A commit may hold a whole repository, and a log many such. */
const MOST_OF_FILE = 20_000;
const MOST_OF_ALL = 4_000_000;
/** Nobody writes such a line by hand. */
const LONGEST_LINE = 2_000;

interface FileDraft {
  path: string;
  previousPath?: string;
  readonly hunks: Hunk[];
  readonly lines: string[];
  kept: number;
  isCut: boolean;
}

interface CommitDraft extends Omit<LoggedCommit, "files" | "diffs"> {
  readonly files: FileDraft[];
}

interface Reading {
  readonly commits: CommitDraft[];
  /** Content lines of the open hunk that are still to come; their text is never looked at, so it can fake no header. */
  removed: number;
  added: number;
  /** Characters of lines that are held, of all commits together. */
  kept: number;
}

export interface GitLogReader {
  /** One line without its line end. */
  read(line: string): void;
  finish(): readonly LoggedCommit[];
}

/** Reads the output of `git log` with `LOG_OPTIONS`, line by line, so that no more than what is kept is held. */
export function createGitLogReader(): GitLogReader {
  const reading: Reading = { commits: [], removed: 0, added: 0, kept: 0 };
  return {
    read: (line) => readLine(reading, line),
    finish: () => {
      if (reading.removed > 0 || reading.added > 0) throw new GitFormatError("git's output ends inside a hunk");
      return reading.commits.map(({ files, ...commit }) => ({
        ...commit,
        files: files.map(({ lines: _lines, kept: _kept, isCut: _isCut, ...change }) => change),
        diffs: files.map(({ path, lines, isCut }) => ({ path, lines, isCut })),
      }));
    },
  };
}

function readLine(reading: Reading, line: string): void {
  if (reading.removed > 0 || reading.added > 0) {
    readContent(reading, line);
    return;
  }
  if (line === "" || line.startsWith("\\ ")) return;
  if (line.startsWith("\0")) {
    reading.commits.push(toCommit(line));
    return;
  }
  const files = reading.commits.at(-1)?.files;
  if (files === undefined) throw new GitFormatError("git's output does not start with a commit");
  if (line.startsWith("diff --git ")) {
    files.push({ path: toSamePath(line.slice("diff --git ".length)), hunks: [], lines: [], kept: 0, isCut: false });
    return;
  }
  const file = files.at(-1);
  if (file === undefined) throw new GitFormatError("git printed a change before the name of its file");
  readFileLine(reading, file, line);
}

function readContent(reading: Reading, line: string): void {
  if (line.startsWith("\\ ")) return;
  if (line.startsWith("-") && reading.removed > 0) reading.removed -= 1;
  else if (line.startsWith("+") && reading.removed === 0) reading.added -= 1;
  else throw new GitFormatError("a hunk has fewer lines than its header says");
  keepLine(reading, line);
}

function keepLine(reading: Reading, line: string): void {
  const file = reading.commits.at(-1)?.files.at(-1);
  if (file === undefined) return;
  const isTooMuch = file.kept + line.length > MOST_OF_FILE || reading.kept + line.length > MOST_OF_ALL;
  if (isTooMuch || line.length > LONGEST_LINE) {
    file.isCut = true;
    return;
  }
  file.lines.push(line);
  file.kept += line.length;
  reading.kept += line.length;
}

function toCommit(line: string): CommitDraft {
  const [, id = "", parents = "", committedAt = "", author = "", ...summary] = line.split("\0");
  if (!/^[0-9a-f]{40,64}$/.test(id) || !/^\d+$/.test(committedAt) || summary.length === 0)
    throw new GitFormatError("git printed a commit in an unknown form");
  return {
    id,
    parents: parents === "" ? [] : parents.split(" "),
    committedAt: Number(committedAt),
    author,
    summary: summary.join("\0"),
    files: [],
  };
}

function readFileLine(reading: Reading, file: FileDraft, line: string): void {
  if (line.startsWith("@@ ")) {
    const hunk = toHunk(line);
    file.hunks.push(hunk);
    keepLine(reading, line);
    reading.removed = hunk.oldLines;
    reading.added = hunk.newLines;
    return;
  }
  if (file.hunks.length > 0) throw new GitFormatError("git printed an unknown line after a hunk");
  const [, keyword, rest = ""] = /^(rename from|rename to|---|\+\+\+) (.*)$/s.exec(line) ?? [];
  if (keyword === undefined) {
    if (!isKnownHeader(line)) throw new GitFormatError("git printed an unknown line before the hunks of a file");
    return;
  }
  applyPath(file, keyword, rest);
}

function applyPath(file: FileDraft, keyword: string, rest: string): void {
  if (keyword === "rename from") file.previousPath = toPath(rest);
  else if (keyword === "rename to") file.path = toPath(rest);
  // A name with a space is followed by a tab here. The side that is /dev/null says nothing of the path.
  else if (rest !== "/dev/null" && keyword === "+++") file.path = withoutSide(toPath(rest.replace(/\t$/, "")), "b/");
}

function isKnownHeader(line: string): boolean {
  return (
    /^(?:old mode|new mode|deleted file mode|new file mode) [0-7]{6}$/.test(line) ||
    /^(?:similarity|dissimilarity) index \d{1,3}%$/.test(line) ||
    /^index [0-9a-f]{40,64}\.\.[0-9a-f]{40,64}(?: [0-7]{6})?$/.test(line) ||
    /^Binary files .+ differ$/s.test(line)
  );
}

function toHunk(line: string): Hunk {
  const parts = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
  if (parts === null) throw new GitFormatError("git printed a hunk header in an unknown form");
  const [, oldStart, oldLines = "1", newStart, newLines = "1"] = parts;
  return {
    oldStart: Number(oldStart),
    oldLines: Number(oldLines),
    newStart: Number(newStart),
    newLines: Number(newLines),
  };
}

/**
 * The path of `a/PATH b/PATH`, where both are the same. For a rename the two differ, and its own lines give both: then
 * this answer is replaced, so any split of it will do.
 */
function toSamePath(names: string): string {
  if (names.startsWith('"')) {
    const [first = ""] = /^"(?:[^"\\]|\\.)*"/.exec(names) ?? [];
    return withoutSide(toPath(first), "a/");
  }
  const half = (names.length - 1) / 2;
  if (names.endsWith('"') || !Number.isInteger(half)) return "";
  return withoutSide(names.slice(0, half), "a/");
}

function toPath(text: string): string {
  if (!text.startsWith('"')) return text;
  const path = unquotePath(text);
  if (path === undefined) throw new GitFormatError("git printed a quoted path in an unknown form");
  return path;
}

function withoutSide(path: string, side: "a/" | "b/"): string {
  if (!path.startsWith(side)) throw new GitFormatError("git printed a path without its side");
  return path.slice(side.length);
}
