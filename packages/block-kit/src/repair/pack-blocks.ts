import { findBlockLimit } from "../compile.ts";
import { asRecord, type Json } from "../json.ts";
import type { Profile } from "../problem.ts";
import { countCharacters } from "../text/count-characters.ts";
import { truncateText } from "../text/truncate-text.ts";
import { compileFor, sumTotals } from "../validate.ts";
import { contentKeys, deepest, halve, omit, pick } from "./split-block.ts";

export interface Fitting {
  readonly profile: Profile | undefined;
  /** Whether it may become several messages; where not, what is too much is cut. */
  readonly maySplit: boolean;
}

/** All blocks in their order, over as many messages as they need; or as much of them as one message takes. */
export function packBlocks(
  blocks: readonly unknown[],
  { profile, maySplit }: Fitting,
): readonly (readonly unknown[])[] {
  const compiled = compileFor(profile);
  const whole = [findBlockLimit(compiled), ...compiled.totals.map(({ max }) => max)];
  const sizeOf = (block: unknown) => [1, ...sumTotals([block], profile)];
  const messages: unknown[][] = [[]];
  let room = whole;
  const take = (block: unknown): void => {
    const size = sizeOf(block);
    if (maySplit && excess(size, room) > 0 && excess(size, whole) <= 0) {
      messages.push([]);
      room = whole;
    }
    if (excess(size, room) <= 0) {
      messages.at(-1)?.push(block);
      room = room.map((left, index) => left - (size[index] ?? 0));
      return;
    }
    const pieces = maySplit ? halve(block) : [];
    const most = maySplit ? whole : room;
    const beginning = dropEnd(block, { left: excess(size, most) });
    const parts = pieces.length > 0 ? pieces : beginning.filter((part) => excess(sizeOf(part), most) <= 0);
    parts.forEach(take);
  };
  blocks.forEach(take);
  return messages;
}

/** By how much something is too much, at worst. */
function excess(size: readonly number[], most: readonly number[]): number {
  return Math.max(...size.map((amount, index) => amount - (most[index] ?? 0)));
}

/** How many characters are too many; what was dropped is taken off. */
interface Excess {
  left: number;
}

/** A part without the end of its texts, cut where nothing is torn, and without what stands behind that; none if nothing is left. */
function dropEnd(part: unknown, surplus: Excess, depth = 0): readonly unknown[] {
  if (surplus.left <= 0) {
    return [part];
  }
  if (typeof part === "string") {
    const count = countCharacters(part);
    const kept = truncateText(part, count - surplus.left);
    surplus.left -= count - countCharacters(kept);
    return kept === "" ? [] : [kept];
  }
  const dropIn = (value: unknown) => (depth < deepest ? dropEnd(value, surplus, depth + 1) : []);
  if (Array.isArray(part)) {
    const kept = part.toReversed().flatMap(dropIn).reverse();
    return kept.length > 0 ? [kept] : [];
  }
  const content = Object.entries(pick(asRecord(part), contentKeys));
  const kept = content.flatMap(([key, value]) => dropIn(value).map((each) => [key, each]));
  return kept.length > 0 ? [{ ...omit(part as Json, contentKeys), ...Object.fromEntries(kept) }] : [];
}
