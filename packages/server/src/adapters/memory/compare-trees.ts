import type { FileChange, Hunk } from "../../domain/evidence.ts";
import type { FileDiff } from "../../domain/write-diff.ts";

/** Texts by path. */
export type Tree = Readonly<Record<string, string>>;

/** What changed from one tree to the next, in the order of the paths: one hunk a file, from its first to its last change. */
export function compareTrees(before: Tree, after: Tree): readonly FileChange[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return paths
    .filter((path) => before[path] !== after[path])
    .map((path) => ({ path, hunks: toHunks(linesOf(before[path]), linesOf(after[path])) }));
}

/** What changed from one tree to the next, with its lines. */
export function diffTrees(before: Tree, after: Tree): readonly FileDiff[] {
  return compareTrees(before, after).map(({ path, hunks }) => {
    const lines = hunks.flatMap((hunk) => writeHunk(hunk, linesOf(before[path]), linesOf(after[path])));
    return { path, lines, isCut: false };
  });
}

function writeHunk(hunk: Hunk, before: readonly string[], after: readonly string[]): readonly string[] {
  const { oldStart, oldLines, newStart, newLines } = hunk;
  return [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...linesAt(before, oldStart, oldLines).map((line) => `-${line}`),
    ...linesAt(after, newStart, newLines).map((line) => `+${line}`),
  ];
}

/** A side without lines names the line before, which may be line 0. */
function linesAt(lines: readonly string[], start: number, count: number): readonly string[] {
  return count === 0 ? [] : lines.slice(start - 1, start - 1 + count);
}

function linesOf(text: string | undefined): readonly string[] {
  return text === undefined || text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

function toHunks(before: readonly string[], after: readonly string[]): readonly Hunk[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const oldLines = before.length - start - end;
  const newLines = after.length - start - end;
  if (oldLines === 0 && newLines === 0) return [];
  // As in a unified diff: a side without lines names the line before the change.
  const first = (lines: number) => (lines === 0 ? start : start + 1);
  return [{ oldStart: first(oldLines), oldLines, newStart: first(newLines), newLines }];
}
