/** Lines get their shapes on a thread of their own while those before them are read: a log of any size keeps two cores busy. */

import { availableParallelism } from "node:os";
import type { BlockRooms } from "../adapters/log-file/pack-lines.ts";
import {
  createLineShaping,
  LINE_NUMBERS,
  type LineBlock,
  type LineShapingOptions,
} from "../diagnosis/triage/shape-lines.ts";
import type { ShapedRoom, SharedRoom } from "./shaping-work.ts";
import { type ShapingThread, startShapingThread } from "./start-shaping-thread.ts";

export interface Shaping {
  readonly rooms: BlockRooms;
  /** Resolves when all blocks were taken. */
  finish(): Promise<{ readonly cutLines: number }>;
  /** Ends the thread, whether or not all was taken. */
  stop(): Promise<void>;
}

export interface ShapingOptions extends LineShapingOptions {
  /** Gets the blocks in their order. */
  readonly take: (block: LineBlock) => void;
  /** Of the machine: with a single one, all is done here. */
  readonly cores?: number;
}

/** One is written, one waits, one is shaped, one is read. */
const ROOMS = 4;
const ROOM_BYTES = 1024 * 1024;
/** Where lines are shorter than 64 bytes, a block is shaped in parts. */
const ROOM_LINES = ROOM_BYTES / 64;
/** A thread takes longer to start than so many blocks to be read. */
const BLOCKS_ALONE = 2;

export function startShaping({ take, cores = availableParallelism(), ...options }: ShapingOptions): Shaping {
  const rooms = Array.from({ length: ROOMS }, createRoom);
  const free = [...rooms.keys()];
  const shape = createLineShaping(options);
  const change = createChange();
  let [current, blocks, cutLines, underWay] = [0, 0, 0, 0];
  let thread: ShapingThread | undefined;

  async function next(): Promise<Uint8Array> {
    await change.until(() => free.length > 0);
    current = free.shift() ?? current;
    return roomAt(current).bytes;
  }

  function roomAt(index: number): SharedRoom {
    return rooms[index] as SharedRoom;
  }

  function takeRoom(end: number): void {
    blocks += 1;
    if (blocks > BLOCKS_ALONE && cores > 1) thread ??= startThread();
    if (thread?.isReady() === true) {
      underWay += 1;
      thread.shape({ room: current, end });
    } else {
      takeLines(roomAt(current), 0, end);
      free.push(current);
    }
  }

  function takeLines(room: SharedRoom, start: number, end: number): void {
    for (let at = start; at < end; ) {
      const shaped = shape(room, at, end);
      cutLines += shaped.cutLines;
      take({ ...room, count: shaped.count });
      at = shaped.next;
    }
  }

  function startThread(): ShapingThread {
    const shaped = (room: ShapedRoom) => change.make(() => takeShaped(room));
    return startShapingThread({ options, rooms }, { shaped, failed: change.fail });
  }

  function takeShaped({ room, end, ...shaped }: ShapedRoom): void {
    cutLines += shaped.cutLines;
    take({ ...roomAt(room), count: shaped.count });
    takeLines(roomAt(room), shaped.next, end);
    underWay -= 1;
    free.push(room);
  }

  return {
    rooms: { longestLine: options.longestLine, next, take: takeRoom },
    finish: async () => {
      await change.until(() => underWay === 0);
      return { cutLines };
    },
    stop: async () => {
      await thread?.stop();
    },
  };
}

function createRoom(): SharedRoom {
  return {
    bytes: Buffer.from(new SharedArrayBuffer(ROOM_BYTES)),
    lines: new Int32Array(new SharedArrayBuffer(ROOM_LINES * LINE_NUMBERS * Int32Array.BYTES_PER_ELEMENT)),
  };
}

/** What one waits for and others bring about; what fails in bringing it about fails who waits. */
function createChange() {
  let failure: { readonly error: unknown } | undefined;
  let wake: (() => void) | undefined;

  async function until(isSo: () => boolean): Promise<void> {
    while (failure === undefined && !isSo()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (failure !== undefined) throw failure.error;
  }

  function fail(error: unknown): void {
    failure = { error };
    wake?.();
  }

  function make(change: () => void): void {
    try {
      change();
      wake?.();
    } catch (error) {
      fail(error);
    }
  }

  return { until, make, fail };
}
