/** Which commits wrote a line: a line of the deployed code, followed back through the hunks of each commit. */

import type { CommitFact, Hunk } from "../domain/evidence.ts";

/** How a commit touched a line. `rewritten`: its line, but a later commit wrote over it; `beside`: it removed lines next to it. */
export type Touch = "changed" | "rewritten" | "beside";

export interface LineTrace {
  /** By commit id; a commit that is not here did not touch the line. */
  readonly touches: ReadonlyMap<string, Touch>;
  /** Commits that changed the file elsewhere. */
  readonly elsewhere: ReadonlySet<string>;
}

/** Where a line stood before a commit. */
export type Before =
  | { readonly kind: "kept"; readonly line: number; readonly beside: boolean }
  | { readonly kind: "changed"; readonly line?: number };

/**
 * `path` and `line` as they are after the first of the commits, which come newest first.
 * A line that a commit replaced one for one is followed on to the line that it replaced.
 */
export function traceLine(
  place: { readonly path: string; readonly line: number },
  commits: readonly CommitFact[],
): LineTrace {
  const touches = new Map<string, Touch>();
  const elsewhere = new Set<string>();
  let { path, line } = place;
  let isWritten = false;
  for (const commit of commits) {
    const change = commit.files.find((file) => file.path === path);
    if (change === undefined) continue;
    const before = lineBefore(line, change.hunks);
    if (before.kind === "changed") touches.set(commit.id, isWritten ? "rewritten" : "changed");
    else if (before.beside && !isWritten) touches.set(commit.id, "beside");
    else elsewhere.add(commit.id);
    isWritten ||= before.kind === "changed";
    if (before.line === undefined) break;
    path = change.previousPath ?? path;
    line = before.line;
  }
  return { touches, elsewhere };
}

/**
 * A hunk that removes nothing stands after its `oldStart`, one that adds nothing after its `newStart`
 * (git's `--unified=0`: https://git-scm.com/docs/git-diff).
 */
export function lineBefore(line: number, hunks: readonly Hunk[]): Before {
  let shift = 0;
  let beside = false;
  for (const hunk of hunks) {
    const first = hunk.newLines === 0 ? hunk.newStart + 1 : hunk.newStart;
    const last = first + hunk.newLines - 1;
    if (line >= first && line <= last) return replacedBy(line - first, hunk);
    if (hunk.oldLines > 0 && (line === first - 1 || line === last + 1)) beside = true;
    if (last < line) shift += hunk.newLines - hunk.oldLines;
  }
  return { kind: "kept", line: line - shift, beside };
}

function replacedBy(offset: number, hunk: Hunk): Before {
  return hunk.oldLines === hunk.newLines ? { kind: "changed", line: hunk.oldStart + offset } : { kind: "changed" };
}
