import { shapeByName } from "../compile.ts";
import type { Finding, Path } from "../finding.ts";
import { asList, isRecord, type Json } from "../json.ts";
import { countCharacters } from "../text/count-characters.ts";
import { splitText } from "../text/split-text.ts";

/** Under these keys stands what people read of a part; of several, what is shown last comes first. */
export const contentKeys = ["rows", "elements", "fields", "child_blocks", "tasks", "output", "details", "text"];

/** No part of a block with text stands deeper, but what is of an unknown type may go on for ever. */
export const deepest = 20;

/** The path of the block around a part; empty if there is none. */
export function findBlock(path: Path): Path {
  const isBlock = (segment: unknown, index: number) =>
    typeof segment === "number" && /^(child_)?blocks$/.test(String(path[index - 1]));
  return path.slice(0, path.findLastIndex(isBlock) + 1);
}

/** The blocks that show together what was too long for one: a text or a list in it, or the text of its text object. */
export function splitBlock(block: unknown, { path, limit = 0 }: Finding): readonly unknown[] {
  return splitAt(block as Json, path.slice(findBlock(path).length), limit);
}

function splitAt(part: Json, [key = "", ...way]: Path, limit: number): readonly Json[] {
  const value = part[key];
  const pieces = way.length > 0 && isRecord(value) ? splitAt(value, way, limit) : cutUp(part, String(key), limit);
  return continuePart(part, String(key), pieces);
}

/** One thing told as several, each about half as long; nothing where it cannot be. */
export function halve(part: unknown, depth = 0): readonly unknown[] {
  for (const key of isRecord(part) && depth <= deepest ? contentKeys : []) {
    const pieces = halveContent(part as Json, key, depth + 1);
    if (pieces.length > 1) {
      return continuePart(part as Json, key, pieces);
    }
  }
  return [];
}

function halveContent(part: Json, key: string, depth: number): readonly unknown[] {
  const value = part[key];
  if (Array.isArray(value) && value.length === 1) {
    return halve(value[0], depth).map((piece) => [piece]);
  }
  return isRecord(value) ? halve(value, depth) : cutUp(part, key);
}

/** A text or a list in pieces of at most so many characters or items, or of half of them. */
function cutUp(part: Json, key: string, limit?: number): readonly unknown[] {
  const value = part[key];
  if (typeof value === "string") {
    const hasMarks = part.type === "mrkdwn" || part.type === "markdown";
    return splitText(value, limit ?? Math.ceil(countCharacters(value) / 2), hasMarks);
  }
  const items = asList(value);
  return chunk(items, limit ?? Math.ceil(items.length / 2), shapeOf(part)?.repeats === key);
}

/** Lists of at most `size` items; each but the first begins with the first item again where that is a heading. */
export function chunk<Item>(items: readonly Item[], size: number, hasHeading = false): Item[][] {
  const heading = hasHeading ? items.slice(0, 1) : [];
  const step = Math.max(1, size - heading.length);
  const chunks: Item[][] = [];
  for (let start = heading.length; start < items.length; start += step) {
    chunks.push([...heading, ...items.slice(start, start + step)]);
  }
  return chunks;
}

/**
 * The part with each piece in turn. Of a block the first keeps what stands before it, the last what is shown after it; the numbers of an
 * ordered list go on (docs.slack.dev, rich text list: `offset`).
 */
function continuePart(part: Json, key: string, pieces: readonly unknown[]): readonly Json[] {
  const { carries = [], trails = [], fields } = shapeOf(part) ?? {};
  const after = trails.filter((trail) => trail !== key);
  const further = fields?.block_id ? pick(part, ["type", ...carries]) : part;
  let offset = Number(part.offset ?? 0);
  return pieces.map((piece, index) => {
    const counted = part.style === "ordered" && offset > 0 ? { offset } : {};
    offset += Array.isArray(piece) ? piece.length : 0;
    return {
      ...(index === 0 ? omit(part, after) : further),
      [key]: piece,
      ...counted,
      ...(index === pieces.length - 1 ? pick(part, after) : {}),
    };
  });
}

function shapeOf({ type }: Json) {
  return shapeByName.get(String(type));
}

export function pick(from: Json, keys: readonly string[]): Json {
  return Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]));
}

/** All but some keys of an object. */
export function omit(from: Json, keys: readonly string[]): Json {
  return pick(
    from,
    Object.keys(from).filter((key) => !keys.includes(key)),
  );
}
