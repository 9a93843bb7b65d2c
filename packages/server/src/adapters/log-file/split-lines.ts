/** Bytes to lines, whatever the bytes are. */

export interface LineSplitter {
  take(bytes: Uint8Array): void;
  /** Hands over the last line, if it has no end. */
  finish(): LineCount;
}

export interface LineCount {
  readonly bytes: number;
  /** Lines that were longer than the limit; the rest of each was read past. */
  readonly cutLines: number;
}

/** A line without its end, from `start` up to `end`. The bytes stay as they are. */
export type TakeLine = (bytes: Uint8Array, start: number, end: number) => void;

const LINE_END = 10;
const RETURN = 13;

/** Lines end at `\n` or `\r\n`; what is longer than `longestLine` bytes is cut. The same for any cut into chunks. */
export function createLineSplitter(longestLine: number, take: TakeLine): LineSplitter {
  let held: Uint8Array[] = [];
  let heldLength = 0;
  let bytes = 0;
  let cutLines = 0;

  /** Keeps one byte more than fits, so that an end of `\r\n` is not taken for the limit. */
  function hold(part: Uint8Array): void {
    const room = longestLine + 1 - Math.min(heldLength, longestLine + 1);
    if (room > 0 && part.length > 0) held.push(part.slice(0, room));
    heldLength += part.length;
  }

  function end(chunk: Uint8Array, start: number, stop: number): void {
    const last = chunk[stop - 1] === RETURN && stop > start ? stop - 1 : stop;
    if (last - start > longestLine) cutLines += 1;
    take(chunk, start, Math.min(last, start + longestLine));
  }

  function endHeld(): void {
    const line = Buffer.concat(held);
    const isWhole = heldLength === line.length;
    held = [];
    heldLength = 0;
    if (isWhole) {
      end(line, 0, line.length);
      return;
    }
    cutLines += 1;
    take(line, 0, longestLine);
  }

  return {
    take: (chunk) => {
      bytes += chunk.length;
      let start = 0;
      for (let at = chunk.indexOf(LINE_END); at >= 0; at = chunk.indexOf(LINE_END, start)) {
        if (heldLength === 0) end(chunk, start, at);
        else {
          hold(chunk.subarray(start, at));
          endHeld();
        }
        start = at + 1;
      }
      hold(chunk.subarray(start));
    },
    finish: () => {
      if (heldLength > 0) endHeld();
      return { bytes, cutLines };
    },
  };
}
