import { toDigits, toPointer } from "../describe.ts";
import type { Finding, Path } from "../finding.ts";
import type { Change } from "../problem.ts";
import type { Fix } from "../rules/field.ts";
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
  /** Where the items of lists stood in the payload as given. */
  readonly origins: WeakMap<object, string | number>;
}

interface Edit {
  readonly finding: Finding;
  /** Undefined to take the part away. */
  readonly fix: Mend | undefined;
  /** The part that is replaced, or taken away. */
  readonly place: Path;
}

/** A part of the payload on the way to what is to be mended. */
interface Spot {
  readonly value: unknown;
  /** Where it stood in the payload as given. */
  readonly at: Path;
  /** What holds it. */
  readonly owner: unknown;
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
  return rebuild(work, edits, { value, at: target.prefix, owner: undefined });
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
  const isOfOwner = fix === "suffix" || ["surface", "unsupported", "text_type"].includes(constraint);
  return isOfOwner ? path.slice(0, -1) : path;
}

/** What takes the place of a part in which something is mended: one, several or none. The part itself stays as it was. */
function rebuild(work: Work, edits: readonly Edit[], spot: Spot): readonly unknown[] {
  const { value, at } = spot;
  const edit = edits.find(({ place }) => place.length <= at.length);
  if (edit !== undefined) {
    return apply(work, edit, spot);
  }
  const inner = groupBy(edits, ({ place }) => place[at.length]);
  const rebuildPart = (part: unknown, key: string | number, origin = key) => {
    const own = inner.get(key);
    return own === undefined ? [part] : rebuild(work, own, { value: part, at: [...at, origin], owner: value });
  };
  if (!Array.isArray(value)) {
    const entries = Object.entries(value as object);
    return [Object.fromEntries(entries.flatMap(([key, part]) => rebuildPart(part, key).map((each) => [key, each])))];
  }
  return [
    value.flatMap((item, index) => {
      const origin = work.origins.get(item) ?? index;
      const items = rebuildPart(item, index, origin);
      for (const each of items.filter(isObject)) {
        work.origins.set(each, origin);
      }
      return items;
    }),
  ];
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
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

function apply(work: Work, { finding, place, fix }: Edit, { value, at, owner }: Spot): readonly unknown[] {
  const { rule, path } = finding;
  const parts = fix?.(value, finding, { ...work, owner }) ?? [];
  const where = [...at, ...path.slice(at.length)].slice(0, path.length);
  const key = place.length > path.length ? ` \`${place.at(-1)}\`` : "";
  work.changes.push({
    rule,
    path: toPointer(where),
    message: parts.length > 0 ? say(finding, parts.length) : `removed${key}`,
  });
  return parts;
}

const words: Partial<Readonly<Record<Fix, string>>> = {
  coerce: "written as Slack takes it",
  clamp: "brought into range",
  blank: "filled with a space",
  suffix: "made unique",
  section: "shown as a section",
};

function say({ fix, constraint, limit }: Finding, count: number): string {
  if (count > 1) {
    return `split over ${count} ${fix === "split" ? "blocks" : "messages"}`;
  }
  return words[fix] ?? `cut to ${toDigits(limit)} ${constraint === "max_items" ? "items" : "characters"}`;
}
