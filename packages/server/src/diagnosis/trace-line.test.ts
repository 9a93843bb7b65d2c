import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CommitFact, FileChange, Hunk } from "../domain/evidence.ts";
import { lineBefore, traceLine } from "./trace-line.ts";

/** One edit: at a share of the file, so many lines out and so many in. */
interface Edit {
  readonly at: number;
  readonly out: number;
  readonly in: number;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  out: fc.integer({ min: 0, max: 3 }),
  in: fc.integer({ min: 0, max: 3 }),
});
const history = fc.array(fc.record({ edits: fc.array(edit, { maxLength: 4 }), renames: fc.boolean() }), {
  maxLength: 8,
});

interface Model {
  /** For each line of the file, the commit that wrote it. */
  lines: string[];
  path: string;
  readonly commits: CommitFact[];
}

/** Applies edits from the bottom up, with at least one kept line between two, and writes down their hunks as git would. */
function apply(
  model: Model,
  id: string,
  { edits, renames }: { readonly edits: readonly Edit[]; readonly renames: boolean },
): void {
  const placed = edits
    .map((one) => ({ ...one, start: Math.round(one.at * model.lines.length) }))
    .sort((one, other) => one.start - other.start);
  const hunks: Hunk[] = [];
  const next: string[] = [];
  let read = 0;
  for (const { start, out, in: added } of placed) {
    const removed = Math.min(out, model.lines.length - start);
    if (start < read + (hunks.length > 0 ? 1 : 0) || removed + added === 0) continue;
    next.push(...model.lines.slice(read, start));
    hunks.push({
      oldStart: removed === 0 ? start : start + 1,
      oldLines: removed,
      newStart: added === 0 ? next.length : next.length + 1,
      newLines: added,
    });
    next.push(...Array.from({ length: added }, () => id));
    read = start + removed;
  }
  next.push(...model.lines.slice(read));
  const path = renames ? `src/${id}.ts` : model.path;
  const change: FileChange = path === model.path ? { path, hunks } : { path, previousPath: model.path, hunks };
  const bystander: FileChange = {
    path: "src/other.ts",
    hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 5 }],
  };
  model.commits.unshift({ id, at: 0, author: "ana", summary: id, parents: [], files: [bystander, change] });
  model.lines = next;
  model.path = path;
}

function build(steps: readonly { readonly edits: readonly Edit[]; readonly renames: boolean }[]): Model {
  const model: Model = { lines: Array.from({ length: 12 }, () => "before"), path: "src/notes.ts", commits: [] };
  for (const [index, step] of steps.entries()) apply(model, `c${index}`, step);
  return model;
}

describe("a line is followed back to who wrote it", () => {
  test("it belongs to the commit that wrote it in a model that really applies the edits, through renames", () => {
    fc.assert(
      fc.property(history, (steps) => {
        const model = build(steps);

        for (const [index, writer] of model.lines.entries()) {
          const { touches } = traceLine({ path: model.path, line: index + 1 }, model.commits);
          const changed = [...touches].filter(([, touch]) => touch === "changed").map(([id]) => id);
          expect(changed).toEqual(writer === "before" ? [] : [writer]);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("a line that was replaced one for one is followed on to the line that it replaced", () => {
    const replaced = lineBefore(8, [{ oldStart: 5, oldLines: 2, newStart: 7, newLines: 2 }]);

    expect(replaced).toEqual({ kind: "changed", line: 6 });
  });

  test("a line next to removed lines is told, one next to added lines is not", () => {
    const removed = lineBefore(6, [{ oldStart: 7, oldLines: 2, newStart: 6, newLines: 0 }]);
    const added = lineBefore(6, [{ oldStart: 6, oldLines: 0, newStart: 7, newLines: 2 }]);

    expect(removed).toEqual({ kind: "kept", line: 6, beside: true });
    expect(added).toEqual({ kind: "kept", line: 6, beside: false });
  });

  test("a change elsewhere in the file is told apart from one of the line", () => {
    const model = build([{ edits: [{ at: 0, out: 1, in: 1 }], renames: false }]);

    const trace = traceLine({ path: "src/notes.ts", line: 9 }, model.commits);

    expect(trace.touches.size).toBe(0);
    expect([...trace.elsewhere]).toEqual(["c0"]);
  });
});
