import type { FileChange, Hunk } from "../../domain/evidence.ts";

/** Texts by path. */
export type Tree = Readonly<Record<string, string>>;

/** What changed from one tree to the next, in the order of the paths: one hunk a file, from its first to its last change. */
export function compareTrees(before: Tree, after: Tree): readonly FileChange[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return paths
    .filter((path) => before[path] !== after[path])
    .map((path) => ({ path, hunks: toHunks(linesOf(before[path]), linesOf(after[path])) }));
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
