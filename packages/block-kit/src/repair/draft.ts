import type { Path } from "../finding.ts";
import { isRecord } from "../json.ts";

type Container = Record<string | number, unknown>;

/** Stands in a list for the items that take one item's place. */
class Several {
  readonly items: readonly unknown[];

  constructor(items: readonly unknown[]) {
    this.items = items;
  }
}

const nothing = new Several([]);

/** A payload under repair. What is changed is copied first, so that the payload as given stays what it was. */
export interface Draft {
  root: unknown;
  readonly copies: WeakSet<object>;
  /** Lists from which items were taken, or to which some were added, since the last `tidy`. */
  readonly touched: Set<unknown[]>;
  /** Where the item of a list stood in the payload as given, for those that have moved. */
  readonly origins: WeakMap<object, string | number>;
}

export function startDraft(root: unknown, origins: Draft["origins"] = new WeakMap()): Draft {
  return { root, copies: new WeakSet(), touched: new Set(), origins };
}

/** What stands at a path, or undefined. */
export function read(root: unknown, path: Path): unknown {
  let value = root;
  for (const segment of path) {
    if (typeof value !== "object" || value === null || value instanceof Several || !Object.hasOwn(value, segment)) {
      return undefined;
    }
    value = (value as Container)[segment];
  }
  return value;
}

/** Whether anything stands at a path, be it undefined in a list, where `JSON.stringify` makes a null of it. */
export function has(root: unknown, path: Path): boolean {
  const parent = read(root, path.slice(0, -1));
  const value = read(root, path);
  return Array.isArray(parent) ? Number(path.at(-1)) < parent.length && value !== nothing : value !== undefined;
}

/** Puts a value at a path; undefined takes away what stands there. */
export function write(draft: Draft, path: Path, value: unknown): void {
  const key = path.at(-1);
  if (key === undefined) {
    draft.root = value;
    return;
  }
  const parent = copyAlong(draft, path.slice(0, -1));
  if (!Array.isArray(parent)) {
    set(parent, key, value);
    return;
  }
  parent[Number(key)] = value === undefined ? nothing : value;
  if (value === undefined || value instanceof Several) {
    draft.touched.add(parent);
  }
}

/** Also for a key such as `__proto__`, which an assignment would not set. */
function set(parent: Container, key: string | number, value: unknown): void {
  if (value === undefined) {
    delete parent[key];
  } else {
    Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true });
  }
}

/** Puts several items in the place of one. */
export function writeSeveral(draft: Draft, path: Path, items: readonly object[]): void {
  const origin = originOf(draft, read(draft.root, path)) ?? path.at(-1);
  for (const item of items) {
    draft.origins.set(item, origin ?? 0);
  }
  write(draft, path, new Several(items));
}

/** Closes the gaps that taken items have left. To be called when no path into the draft is needed any more. */
export function tidy(draft: Draft): void {
  for (const list of draft.touched) {
    const items = list.flatMap((item, index) => settle(draft, item, index));
    list.splice(0, list.length);
    for (const item of items) {
      list.push(item);
    }
  }
  draft.touched.clear();
}

function settle(draft: Draft, item: unknown, index: number): readonly unknown[] {
  const items = item instanceof Several ? item.items : [item];
  for (const each of items) {
    remember(draft, each, index);
  }
  return items;
}

/** Notes where the items of a list stand, for those that have not been moved before. */
export function rememberItems(draft: Draft, list: unknown): void {
  for (const [index, item] of Array.isArray(list) ? list.entries() : []) {
    remember(draft, item, index);
  }
}

function remember({ origins }: Draft, item: unknown, index: number): void {
  if (typeof item === "object" && item !== null && !origins.has(item)) {
    origins.set(item, index);
  }
}

/** The path in the payload as it was given. */
export function originalPath(draft: Draft, path: Path): Path {
  return path.map((segment, index) => originOf(draft, read(draft.root, path.slice(0, index + 1))) ?? segment);
}

function originOf({ origins }: Draft, item: unknown): string | number | undefined {
  return typeof item === "object" && item !== null ? origins.get(item) : undefined;
}

/** The container at a path, as a copy of ours, in copies of all around it. */
function copyAlong(draft: Draft, path: Path): Container | unknown[] {
  let parent = copyOf(draft, draft.root);
  draft.root = parent;
  for (const segment of path) {
    const child = copyOf(draft, (parent as Container)[segment]);
    set(parent as Container, segment, child);
    parent = child;
  }
  return parent;
}

function copyOf(draft: Draft, value: unknown): Container | unknown[] {
  if (typeof value === "object" && value !== null && draft.copies.has(value)) {
    return value as Container;
  }
  const copy = Array.isArray(value) ? [...value] : { ...(isRecord(value) ? value : {}) };
  const origin = originOf(draft, value);
  if (origin !== undefined) {
    draft.origins.set(copy, origin);
  }
  draft.copies.add(copy);
  return copy;
}
