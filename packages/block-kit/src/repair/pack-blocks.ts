import { findBlockLimit } from "../compile.ts";
import type { Profile } from "../problem.ts";
import { compileFor, sumTotals } from "../validate.ts";
import { dropEnd } from "./drop-end.ts";
import { divide } from "./split-block.ts";

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
    const isRoom = fits(grown, room);
    if (!isRoom) {
      messages.push(current.blocks);
    }
    current = isRoom ? grown : add(empty(room), piece, room);
  }
  return [...messages, current.blocks];
}

/** As many of the blocks as one message takes, in their order; of a block that is too long, its beginning. */
export function trimBlocks(blocks: readonly unknown[], profile: Profile | undefined): readonly unknown[] {
  const room = roomIn(profile);
  return blocks.reduce<Packed>((packed, block) => addBeginning(packed, block, room), empty(room)).blocks;
}

/** A block that is too long for a message of its own, as blocks that are not; where it cannot be told in parts, its beginning. */
function breakBlock(block: unknown, room: Room): readonly unknown[] {
  if (fits(add(empty(room), block, room), room)) {
    return [block];
  }
  return divide(block)?.flatMap((part) => breakBlock(part, room)) ?? addBeginning(empty(room), block, room).blocks;
}

function addBeginning(packed: Packed, block: unknown, room: Room): Packed {
  const { sums } = add(packed, block, room);
  const left = Math.max(...sums.map((sum, index) => sum - (room.totals[index] ?? 0)));
  const beginning = dropEnd(block, { left });
  const grown = add(packed, beginning, room);
  return beginning !== undefined && fits(grown, room) ? grown : packed;
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
