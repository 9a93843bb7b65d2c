/** Bytes packed to blocks of whole lines. */

/** Where blocks are written. */
export interface BlockRooms {
  /** Longer lines need not stand whole in a block. In bytes; rooms are larger. */
  readonly longestLine: number;
  /** The room for the next block, once there is one; all are of one size. */
  readonly next: () => Promise<Uint8Array>;
  /** In the room that was asked for last stand so many bytes of whole lines, each with its end. */
  readonly take: (length: number) => void;
}

export interface LinePacker {
  /** Where the next bytes are to be written. */
  space(): Uint8Array;
  /** So many were written. */
  wrote(length: number): Promise<void>;
  /** Gives an end to the last line, if it has none. */
  finish(): void;
}

const LINE_END = 10;
/** Of a line that is too long so many bytes more are kept: it stays too long without its end, `\r\n`. */
const BEYOND = 2;

export async function createLinePacker({ longestLine, next, take }: BlockRooms): Promise<LinePacker> {
  let room = await next();
  let length = 0;
  /** The rest of a line that is too long is read past. */
  let isPast = false;

  /** One byte is kept for the end of the last line. */
  function space(): Uint8Array {
    return room.subarray(length, room.length - 1);
  }

  async function wrote(count: number): Promise<void> {
    const skipped = isPast ? skip(count) : 0;
    length += count - skipped;
    if (length < room.length - 1) return;
    const end = room.lastIndexOf(LINE_END, length - 1) + 1;
    if (end > 0) await turn(end);
    else cut();
  }

  /** Answers how many bytes were of the line's rest. */
  function skip(count: number): number {
    const end = room.subarray(length, length + count).indexOf(LINE_END);
    if (end < 0) return count;
    room.copyWithin(length, length + end, length + count);
    isPast = false;
    return end;
  }

  /** What has begun goes on in the next room. */
  async function turn(end: number): Promise<void> {
    const begun = room.subarray(end, length);
    take(end);
    room = await next();
    room.set(begun);
    length = begun.length;
  }

  function cut(): void {
    length = longestLine + BEYOND;
    isPast = true;
  }

  return {
    space,
    wrote,
    finish: () => {
      if (length === 0) return;
      if (room[length - 1] !== LINE_END) {
        room[length] = LINE_END;
        length += 1;
      }
      take(length);
    },
  };
}
