import { shapeByName } from "../compile.ts";
import type { Path } from "../finding.ts";
import { isRecord, type Json } from "../json.ts";
import { splitText } from "../text/split-text.ts";

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
  const long = inner === undefined ? block[field] : asRecord(block[field])[inner];
  const toField = (piece: unknown) => (inner === undefined ? piece : { ...asRecord(block[field]), [inner]: piece });
  const pieces = piecesOf(block, long, { way, limit });
  return pieces.length < 2 ? undefined : continueBlock(block, field, pieces.map(toField));
}

function piecesOf(block: Json, long: unknown, { way, limit }: Splitting): readonly unknown[] {
  if (typeof long === "string") {
    return splitText(long, limit);
  }
  return Array.isArray(long) ? chunk(long, limit, shapeOf(block)?.repeats === way[0]) : [];
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

/** One thing told as two; undefined where it cannot be. */
export function halve(part: unknown): readonly Json[] | undefined {
  if (!isRecord(part)) {
    return undefined;
  }
  for (const key of ["rows", "elements", "fields", "child_blocks", "tasks", "details", "output", "text"]) {
    const halves = halvesOf(part, key);
    if (halves !== undefined) {
      const isBlock = shapeOf(part)?.surfaces !== undefined;
      return isBlock ? continueBlock(part, key, halves) : halves.map((half) => ({ ...part, [key]: half }));
    }
  }
  return undefined;
}

function halvesOf(part: Json, key: string): readonly [unknown, unknown] | undefined {
  const value = part[key];
  if (typeof value === "string") {
    const [first, ...rest] = splitText(value, Math.ceil(value.length / 2));
    return first === undefined || rest.length === 0 ? undefined : [first, rest.join("\n")];
  }
  if (Array.isArray(value) && value.length > 1) {
    const headings = shapeOf(part)?.repeats === key ? 1 : 0;
    const [first, second] = chunk(value, Math.ceil((value.length - headings) / 2) + headings, headings === 1);
    return first === undefined || second === undefined ? undefined : [first, second];
  }
  const inner = halve(Array.isArray(value) ? value[0] : value);
  return inner === undefined || !Array.isArray(value) ? inner : [[inner[0]], [inner[1]]];
}

function shapeOf(part: Json) {
  return typeof part.type === "string" ? shapeByName.get(part.type) : undefined;
}

function asRecord(value: unknown): Json {
  return isRecord(value) ? value : {};
}

function pick(from: Json, keys: readonly string[]): Json {
  return Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]));
}

function omit(from: Json, keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(from).filter(([key]) => !keys.includes(key)));
}
