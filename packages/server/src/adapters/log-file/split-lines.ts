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

const LINE_END = 10;
const RETURN = 13;
const NUL = String.fromCharCode(0);

/** Lines end at `\n` or `\r\n`. What is no UTF-8 becomes U+FFFD; NUL bytes are left out. The same for any cut into chunks. */
export function createLineSplitter(longestLine: number, take: (line: string) => void): LineSplitter {
  // A byte order mark belongs to the file, not to its first line.
  const decoder = new TextDecoder("utf-8", { ignoreBOM: false });
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

  function end(last: Uint8Array): void {
    const isWhole = heldLength === 0 && last.length <= longestLine;
    if (!isWhole) hold(last);
    const line = isWhole ? last : Buffer.concat(held);
    const length = isWhole ? last.length : heldLength;
    held = [];
    heldLength = 0;
    const endsInReturn = length === line.length && line.at(-1) === RETURN;
    if (length - Number(endsInReturn) > longestLine) cutLines += 1;
    take(decode(line.subarray(0, endsInReturn ? line.length - 1 : Math.min(line.length, longestLine))));
  }

  function decode(line: Uint8Array): string {
    const text = decoder.decode(line);
    return text.includes(NUL) ? text.replaceAll(NUL, "") : text;
  }

  return {
    take: (chunk) => {
      bytes += chunk.length;
      let start = 0;
      for (let at = chunk.indexOf(LINE_END); at >= 0; at = chunk.indexOf(LINE_END, start)) {
        end(chunk.subarray(start, at));
        start = at + 1;
      }
      hold(chunk.subarray(start));
    },
    finish: () => {
      if (heldLength > 0) end(new Uint8Array());
      return { bytes, cutLines };
    },
  };
}
