import { createLineShaper } from "./line-shape.ts";

/** The shape of some lines of text as a key; `undefined` where they are too long. */
export type ShapeText = (lines: readonly string[]) => string | undefined;

const LONGEST = 32_768;
const LINE_END = 10;
const ASCII = 0x80;

/** Statuses and ports belong to the shape. */
export function createTextShaper(seed: number): ShapeText {
  const shaper = createLineShaper({ seed, keepsNumbers: true });
  const bytes = new Uint8Array(4 * LONGEST);

  /** Each letter beyond ASCII as three bytes beyond it, so that no two texts become the same. */
  function write(line: string, start: number): number {
    let end = start;
    for (let index = 0; index < line.length; index += 1) {
      const code = line.charCodeAt(index);
      if (code < ASCII) bytes[end] = code;
      else {
        bytes[end] = ASCII | (code >> 12);
        bytes[end + 1] = ASCII | ((code >> 6) & 63);
        bytes[end + 2] = ASCII | (code & 63);
        end += 2;
      }
      end += 1;
    }
    bytes[end] = LINE_END;
    return end + 1;
  }

  return (lines) => {
    if (lines.reduce((sum, { length }) => sum + length + 1, 0) > LONGEST) return undefined;
    const end = lines.reduce((at, line) => write(line, at), 0);
    const { first, second } = shaper.read(bytes, 0, end);
    return `${lines.length} ${first} ${second}`;
  };
}
