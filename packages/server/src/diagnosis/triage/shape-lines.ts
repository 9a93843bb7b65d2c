/** Lines in a block of bytes, and their shapes: what can be told of them without knowing any other line, so that a thread of its own can do it. */

import { createLineShaper } from "./line-shape.ts";

/** Whole lines, each with its end. */
export interface LineBlock {
  /** They stay as they are until the block was taken. */
  readonly bytes: Uint8Array;
  /** Of each line four numbers: where it starts and ends, and the hashes of its shape; both are 0 where it is to be read in full. */
  readonly lines: Int32Array;
  readonly count: number;
}

/** A line in the bytes of a log, and the hashes of its shape. */
export interface ShapedLine {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly first: number;
  readonly second: number;
}

export interface ShapedLines {
  /** How many were shaped: as many as there is room for. */
  count: number;
  /** Where the next line starts. */
  next: number;
  /** Longer than the limit; the rest of each is left out. */
  cutLines: number;
}

export interface LineShapingOptions {
  /** What nobody outside can know; see `createLineShaper`. */
  readonly seed: number;
  /** Longer lines are cut. In bytes. */
  readonly longestLine: number;
}

/** Numbers that are told of each line. */
export const LINE_NUMBERS = 4;
/** Longer lines seldom come twice. */
const LONGEST_SHAPED = 4_096;
const [LINE_END, RETURN] = [10, 13] as const;

export type ShapeLines = (block: Pick<LineBlock, "bytes" | "lines">, start: number, end: number) => ShapedLines;

/** Lines end at `\n` or `\r\n`; the last one before `end` must have its end. What comes back is the same object each time. */
export function createLineShaping({ seed, longestLine }: LineShapingOptions): ShapeLines {
  const shaper = createLineShaper({ seed, endsAt: LINE_END });
  const shaped: ShapedLines = { count: 0, next: 0, cutLines: 0 };

  return ({ bytes, lines }, start, end) => {
    const room = lines.length - LINE_NUMBERS;
    let cell = 0;
    let at = start;
    shaped.cutLines = 0;
    for (; at < end && cell <= room; cell += LINE_NUMBERS) {
      const shape = shaper.read(bytes, at, Math.min(end, at + LONGEST_SHAPED));
      const stop = endOfLine(bytes, shape.end);
      const isTold = stop === shape.end && !shape.hasNul;
      const textEnd = withoutReturn(bytes, at, stop);
      if (textEnd - at > longestLine) shaped.cutLines += 1;
      lines[cell] = at;
      lines[cell + 1] = Math.min(textEnd, at + longestLine);
      lines[cell + 2] = isTold ? shape.first : 0;
      lines[cell + 3] = isTold ? shape.second : 0;
      at = stop + 1;
    }
    shaped.count = cell / LINE_NUMBERS;
    shaped.next = at;
    return shaped;
  };
}

function endOfLine(bytes: Uint8Array, from: number): number {
  return bytes[from] === LINE_END ? from : bytes.indexOf(LINE_END, from);
}

function withoutReturn(bytes: Uint8Array, start: number, end: number): number {
  return end > start && bytes[end - 1] === RETURN ? end - 1 : end;
}

/** A line is the same object each time: a log has millions of them. */
export function takeEachLine({ bytes, lines, count }: LineBlock, take: (line: ShapedLine) => void): void {
  const line = { bytes, start: 0, end: 0, first: 0, second: 0 };
  for (let cell = 0; cell < count * LINE_NUMBERS; cell += LINE_NUMBERS) {
    line.start = lines[cell] as number;
    line.end = lines[cell + 1] as number;
    line.first = lines[cell + 2] as number;
    line.second = lines[cell + 3] as number;
    take(line);
  }
}
