import { findBlockLimit } from "../compile.ts";
import type { Profile } from "../problem.ts";
import { compileFor, sumTotals } from "../validate.ts";
import { halve } from "./split-block.ts";

/** What fits into one message. */
interface Room {
  readonly profile: Profile | undefined;
  readonly blocks: number;
  readonly totals: readonly number[];
}

interface Packed {
  readonly blocks: readonly unknown[];
  readonly sums: readonly number[];
}

function roomIn(profile: Profile | undefined): Room {
  const compiled = compileFor(profile);
  return { profile, blocks: findBlockLimit(compiled), totals: compiled.totals.map((total) => total.max) };
}

/** All blocks in their order, over as many messages as their number and their texts need. */
export function packBlocks(blocks: readonly unknown[], profile: Profile | undefined): readonly (readonly unknown[])[] {
  const room = roomIn(profile);
  const messages: (readonly unknown[])[] = [];
  let current = empty(room);
  for (const piece of blocks.flatMap((block) => breakBlock(block, room))) {
    const grown = add(current, piece, room);
    if (!fits(grown, room) && current.blocks.length > 0) {
      messages.push(current.blocks);
      current = add(empty(room), piece, room);
    } else {
      current = grown;
    }
  }
  return [...messages, current.blocks];
}

/** As many of the blocks as one message takes, in their order; of a block that is too long, its beginning. */
export function trimBlocks(blocks: readonly unknown[], profile: Profile | undefined): readonly unknown[] {
  const room = roomIn(profile);
  let current = empty(room);
  for (const block of blocks) {
    const kept = shortenToFit(current, block, room);
    current = kept ?? current;
  }
  return current.blocks;
}

function shortenToFit(current: Packed, block: unknown, room: Room): Packed | undefined {
  for (let piece: unknown = block; piece !== undefined; piece = halve(piece)?.[0]) {
    const grown = add(current, piece, room);
    if (fits(grown, room)) {
      return grown;
    }
    if (grown.blocks.length > room.blocks) {
      return undefined;
    }
  }
  return undefined;
}

function empty(room: Room): Packed {
  return { blocks: [], sums: room.totals.map(() => 0) };
}

function add({ blocks, sums }: Packed, block: unknown, { profile }: Room): Packed {
  const own = sumTotals([block], profile);
  return { blocks: [...blocks, block], sums: sums.map((sum, index) => sum + (own[index] ?? 0)) };
}

function fits({ blocks, sums }: Packed, room: Room): boolean {
  return blocks.length <= room.blocks && sums.every((sum, index) => sum <= (room.totals[index] ?? 0));
}

/** A block that is too long for a message of its own, as blocks that are not; nothing of it where it cannot be told in parts. */
function breakBlock(block: unknown, room: Room): readonly unknown[] {
  if (fits(add(empty(room), block, room), room)) {
    return [block];
  }
  const halves = halve(block);
  return halves === undefined ? [] : halves.flatMap((half) => breakBlock(half, room));
}
