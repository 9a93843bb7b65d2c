import { toDigits, toPointer } from "../describe.ts";
import type { Finding, Path } from "../finding.ts";
import type { Change } from "../problem.ts";
import type { Target } from "../target.ts";
import { findIn } from "../validate.ts";
import { fixes, type Mend } from "./fixes.ts";
import type { Fitting } from "./pack-blocks.ts";
import { findBlock } from "./split-block.ts";

/** No payload needs so many, about twice a level of nesting. What is still broken then goes with its block. */
const mostPasses = 30;

export interface Work extends Fitting {
  readonly target: Target;
  readonly changes: Change[];
}

interface Edit {
  readonly finding: Finding;
  /** Undefined to take the part away. */
  readonly fix: Mend | undefined;
  /** The part that is replaced, or taken away. */
  readonly place: Path;
}

/** A part of the payload on the way to what is to be mended, and how long the way is. */
interface Spot {
  readonly value: unknown;
  readonly depth: number;
}

/** One pass over a payload: what comes of it, which is itself if it is sound. */
export function mend(work: Work, value: unknown, pass: number): readonly unknown[] {
  const { target, profile } = work;
  const found = findIn({ ...target, value }, profile, Number.POSITIVE_INFINITY).filter(({ isWarning }) => !isWarning);
  if (found.length === 0) {
    return [value];
  }
  const byTurn = groupBy(found, turnOf);
  const now = byTurn.get(Math.min(...byTurn.keys())) ?? [];
  const edits = now.map((finding) =>
    pass > mostPasses
      ? { finding, place: findBlock(finding.path), fix: undefined }
      : { finding, place: placeOf(finding), fix: fixes[finding.fix] },
  );
  return rebuild(work, edits, { value, depth: target.prefix.length });
}

/** What comes later may be gone, or fit, by then: lists are counted when what is broken has left them, messages at the end. */
function turnOf({ constraint, fix }: Finding): number {
  if (fix === "split-message") {
    return 3;
  }
  if (fix === "suffix") {
    return 2;
  }
  return constraint === "max_items" ? 1 : 0;
}

/** Slack points to the `type` of what it does not take somewhere, and to the object around a key. */
function placeOf({ path, constraint, fix, key }: Finding): Path {
  if (fix === "split" || fix === "split-message") {
    return findBlock(path);
  }
  if (key !== undefined && (constraint === "unknown_key" || constraint === "conflict")) {
    return [...path, key];
  }
  const isOfOwner = ["surface", "unsupported", "text_type"].includes(constraint);
  return isOfOwner ? path.slice(0, -1) : path;
}

/** What takes the place of a part in which something is mended: one, several or none. The part itself stays as it was. */
function rebuild(work: Work, edits: readonly Edit[], { value, depth }: Spot): readonly unknown[] {
  const edit = edits.find(({ place }) => place.length <= depth);
  if (edit !== undefined) {
    return apply(work, edit, value);
  }
  const inner = groupBy(edits, ({ place }) => place[depth]);
  const rebuildPart = (part: unknown, key: string | number) => {
    const own = inner.get(key);
    return own === undefined ? [part] : rebuild(work, own, { value: part, depth: depth + 1 });
  };
  if (Array.isArray(value)) {
    return [value.flatMap(rebuildPart)];
  }
  const entries = Object.entries(value as object);
  return [Object.fromEntries(entries.flatMap(([key, part]) => rebuildPart(part, key).map((each) => [key, each])))];
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key) ?? [];
    group.push(item);
    groups.set(key, group);
  }
  return groups;
}

function apply(work: Work, { finding, place, fix }: Edit, value: unknown): readonly unknown[] {
  const { rule, path } = finding;
  const parts = fix?.(value, finding, work) ?? [];
  const key = place.length > path.length ? ` \`${place.at(-1)}\`` : "";
  const message = parts.length > 0 ? say(finding, parts.length) : `removed${key}`;
  work.changes.push({ rule, path: toPointer(path), message });
  return parts;
}

function say({ constraint, limit }: Finding, count: number): string {
  if (count > 1) {
    return `split over ${count}`;
  }
  return constraint.startsWith("max_") ? `cut to ${toDigits(limit)}` : "rewritten";
}
