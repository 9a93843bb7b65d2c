import { shapeByName } from "../compile.ts";
import type { Path } from "../finding.ts";
import { isRecord, type Json } from "../json.ts";
import { countCharacters } from "../text/count-characters.ts";
import { splitText } from "../text/split-text.ts";

/** Under these keys stands what people read of a part; of several, what is shown last comes first. */
export const contentKeys = ["rows", "elements", "fields", "child_blocks", "tasks", "output", "details", "text"];

/** No part of a block with text stands deeper, but what is of an unknown type may go on for ever. */
export const deepest = 20;

/** Where in a block the part stands that is too long: at most a key and a key below it. */
interface Splitting {
  readonly way: Path;
  readonly limit: number;
}

/** The blocks that show together what was too long for one; undefined where it cannot be told over several. */
export function splitBlock(block: unknown, { way, limit }: Splitting): readonly Json[] | undefined {
  const [field, inner] = way;
  if (!isRecord(block) || typeof field !== "string" || way.length > 2) {
    return undefined;
  }
  const value = block[field];
  const pieces =
    inner === undefined
      ? piecesOf(value, limit, repeats(block, field))
      : piecesOf(asRecord(value)[inner], limit).map((piece) => ({ ...asRecord(value), [inner]: piece }));
  return pieces.length < 2 ? undefined : continueBlock(block, field, pieces);
}

function piecesOf(long: unknown, limit: number, repeatsFirst = false): readonly unknown[] {
  if (typeof long === "string") {
    return splitText(long, limit);
  }
  return Array.isArray(long) ? chunk(long, limit, repeatsFirst) : [];
}

/** Lists of at most `size` items; each but the first begins with the first item again where that is a heading. */
export function chunk<Item>(items: readonly Item[], size: number, repeatsFirst = false): Item[][] {
  const heading = repeatsFirst ? items.slice(0, 1) : [];
  const step = Math.max(1, size - heading.length);
  const chunks: Item[][] = [];
  for (let start = heading.length; start < items.length; start += step) {
    chunks.push([...heading, ...items.slice(start, start + step)]);
  }
  return chunks;
}

/** The block with each piece in turn: the first keeps what stands before it, the last what is shown after it. */
function continueBlock(block: Json, field: string, pieces: readonly unknown[]): readonly Json[] {
  const { carries = [], trails = [] } = shapeOf(block) ?? {};
  const after = pick(block, field === "text" ? trails : []);
  const last = pieces.length - 1;
  return pieces.map((piece, index) => {
    const own = index === 0 ? omit(block, Object.keys(after)) : pick(block, ["type", ...carries]);
    return { ...own, [field]: piece, ...(index === last ? after : {}) };
  });
}

/** One thing told as several, each about half as long; undefined where it cannot be. */
export function divide(part: unknown, depth = 0): readonly Json[] | undefined {
  if (!isRecord(part) || depth > deepest) {
    return undefined;
  }
  for (const key of contentKeys) {
    const pieces = divideContent(part[key], repeats(part, key), depth + 1);
    if (pieces.length > 1) {
      const isBlock = shapeOf(part)?.surfaces !== undefined;
      return isBlock ? continueBlock(part, key, pieces) : continuePart(part, key, pieces);
    }
  }
  return undefined;
}

/** The part with each piece in turn; the numbers of an ordered list go on (docs.slack.dev, rich text list: `offset`). */
function continuePart(part: Json, key: string, pieces: readonly unknown[]): readonly Json[] {
  let offset = Number(part.offset ?? 0);
  return pieces.map((piece) => {
    const counted = part.style === "ordered" && offset > 0 ? { offset } : {};
    offset += asList(piece).length;
    return { ...part, [key]: piece, ...counted };
  });
}

function divideContent(value: unknown, repeatsFirst: boolean, depth: number): readonly unknown[] {
  if (isRecord(value)) {
    return divide(value, depth) ?? [];
  }
  if (Array.isArray(value) && value.length === 1) {
    return divide(value[0], depth)?.map((piece) => [piece]) ?? [];
  }
  const heading = repeatsFirst ? 1 : 0;
  const length = typeof value === "string" ? countCharacters(value) : asList(value).length;
  return piecesOf(value, Math.ceil((length - heading) / 2) + heading, repeatsFirst);
}

function repeats(part: Json, key: string): boolean {
  return shapeOf(part)?.repeats === key;
}

function shapeOf(part: Json) {
  return typeof part.type === "string" ? shapeByName.get(part.type) : undefined;
}

function asRecord(value: unknown): Json {
  return isRecord(value) ? value : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function pick(from: Json, keys: readonly string[]): Json {
  return Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]));
}

/** All but some keys of an object. */
export function omit(from: Json, keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(from).filter(([key]) => !keys.includes(key)));
}
