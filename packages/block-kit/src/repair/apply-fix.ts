import { toDigits } from "../describe.ts";
import type { Finding, Path } from "../finding.ts";
import { isRecord } from "../json.ts";
import type { Fix } from "../rules/field.ts";
import { markdownToMrkdwn } from "../text/markdown-to-mrkdwn.ts";
import { cutText, truncateText } from "../text/truncate-text.ts";
import { chooseTextType, coerce } from "./coerce.ts";
import { type Draft, has, read, rememberItems, write, writeSeveral } from "./draft.ts";
import { splitBlock } from "./split-block.ts";

/** Mends one finding in the draft and says what was done; undefined when there is nothing left to mend. */
type Apply = (draft: Draft, finding: Finding) => string | undefined;

const fixes: Readonly<Record<Fix, Apply>> = {
  strip,
  drop,
  truncate: shorten,
  cut: shorten,
  split,
  coerce: coercePart,
  clamp: (draft, { path, limit }) => replace(draft, path, { value: limit, done: `set to ${toDigits(limit)}` }),
  blank: (draft, { path }) => replace(draft, path, { value: " ", done: "filled with a space" }),
  suffix,
  section: toSection,
  "split-message": () => undefined,
  none: () => undefined,
};

export function applyFix(draft: Draft, finding: Finding): string | undefined {
  return fixes[finding.fix](draft, finding);
}

/** Takes away the block in which the finding is, or everything. For what no fix of the table has mended. */
export function dropBlock(draft: Draft, { path }: Finding): string | undefined {
  return remove(draft, ownerOf(path) ?? []);
}

interface Replacement {
  readonly value: unknown;
  /** What the replacement does, for a person. */
  readonly done: string;
}

function replace(draft: Draft, path: Path, { value, done }: Replacement): string | undefined {
  if (!has(draft.root, path)) {
    return undefined;
  }
  write(draft, path, value);
  return done;
}

function remove(draft: Draft, path: Path): string | undefined {
  return replace(draft, path, { value: undefined, done: "removed" });
}

function strip(draft: Draft, { path, constraint, key }: Finding): string | undefined {
  const isNamed = key !== undefined && (constraint === "unknown_key" || constraint === "conflict");
  return isNamed
    ? replace(draft, [...path, key], { value: undefined, done: `removed \`${key}\`` })
    : remove(draft, path);
}

function drop(draft: Draft, finding: Finding): string | undefined {
  return remove(draft, partOf(finding));
}

/** Slack points to the `type` of what it does not take somewhere. */
function partOf(finding: Finding): Path {
  return isMisplaced(finding) ? finding.path.slice(0, -1) : finding.path;
}

export function isMisplaced({ constraint }: Finding): boolean {
  return constraint === "unsupported" || constraint === "surface";
}

function shorten(draft: Draft, { path, fix, limit = 0 }: Finding): string | undefined {
  const value = read(draft.root, path);
  const done = `cut to ${toDigits(limit)}`;
  if (typeof value === "string") {
    const short = fix === "cut" ? cutText(value, limit) : truncateText(value, limit);
    return replace(draft, path, { value: short, done: `${done} characters` });
  }
  return Array.isArray(value)
    ? replace(draft, path, { value: value.slice(0, limit), done: `${done} items` })
    : undefined;
}

function split(draft: Draft, finding: Finding): string | undefined {
  const { path, limit = 0 } = finding;
  const owner = ownerOf(path);
  const way = path.slice(owner?.length);
  const parts = owner === undefined ? undefined : splitBlock(read(draft.root, owner), { way, limit });
  if (owner === undefined || parts === undefined) {
    return shorten(draft, finding);
  }
  rememberItems(draft, read(draft.root, path));
  writeSeveral(draft, owner, parts);
  return `split over ${parts.length} blocks`;
}

/** The path of the block around a part. */
function ownerOf(path: Path): Path | undefined {
  const end = path.findLastIndex((segment, index) => typeof segment === "number" && isBlockList(path[index - 1]));
  return end < 0 ? undefined : path.slice(0, end + 1);
}

function isBlockList(key: string | number | undefined): boolean {
  return key === "blocks" || key === "child_blocks";
}

function coercePart(draft: Draft, finding: Finding): string | undefined {
  const { path, constraint, wanted = [], textTypes = [] } = finding;
  if (constraint === "text_type") {
    return retype(draft, path.slice(0, -1), wanted);
  }
  if (constraint === "required") {
    return retype(draft, path, textTypes);
  }
  const coerced = coerce(read(draft.root, path), finding);
  return coerced === undefined
    ? remove(draft, path)
    : replace(draft, path, { value: coerced, done: `made ${wanted[0]}` });
}

function retype(draft: Draft, path: Path, types: readonly string[]): string | undefined {
  const text = read(draft.root, path);
  const type = chooseTextType(types);
  return isRecord(text) ? replace(draft, path, { value: { ...text, type }, done: `made \`${type}\`` }) : undefined;
}

/** Adds a number to an identifier that another part of the same list has already. */
function suffix(draft: Draft, { path, key = "" }: Finding): string | undefined {
  const id = read(draft.root, path);
  const siblings = read(draft.root, path.slice(0, -2));
  if (typeof id !== "string" || !Array.isArray(siblings)) {
    return remove(draft, path);
  }
  const taken = new Set(siblings.map((sibling) => (isRecord(sibling) ? sibling[key] : undefined)));
  let number = 2;
  while (taken.has(numbered(id, number))) {
    number += 1;
  }
  return replace(draft, path, { value: numbered(id, number), done: "made unique" });
}

/** docs.slack.dev: identifiers have at most 255 characters. */
function numbered(id: string, number: number): string {
  const ending = `_${number}`;
  return cutText(id, 255 - ending.length) + ending;
}

function toSection(draft: Draft, finding: Finding): string | undefined {
  const path = partOf(finding);
  const block = read(draft.root, path);
  if (!isRecord(block)) {
    return undefined;
  }
  const { block_id: id, text } = block;
  const shown = typeof text === "string" ? { type: "mrkdwn", text: markdownToMrkdwn(text) } : text;
  write(draft, path, { type: "section", ...(id === undefined ? {} : { block_id: id }), text: shown });
  return "shown as a section";
}
