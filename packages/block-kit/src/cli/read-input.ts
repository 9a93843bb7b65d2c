import { TextDecoder } from "node:util";

/** Bytes as a stream gives them; what reads them stops it by leaving the loop. */
export type Bytes = AsyncIterable<Uint8Array>;

/** Far beyond what Slack takes (a request of chat.postMessage stays below 1 MB), and small enough for any machine. */
export const mostCharacters = 32 * 1024 * 1024;

/** A line of the input, without its line break; `text` is undefined where it is longer than we read. */
export interface InputLine {
  readonly number: number;
  readonly text: string | undefined;
}

/** The whole input as text, or undefined when it is longer than we read. */
export async function readAll(bytes: Bytes): Promise<string | undefined> {
  const parts: string[] = [];
  let length = 0;
  for await (const part of decode(bytes)) {
    length += part.length;
    if (length > mostCharacters) return undefined;
    parts.push(part);
  }
  return parts.join("");
}

/** The lines of the input one by one. A line is held in memory, the input is not. */
export async function* readLines(bytes: Bytes): AsyncGenerator<InputLine> {
  let line = beginLine(1);
  for await (const part of decode(bytes)) {
    const [rest = "", ...begun] = part.split("\n");
    extend(line, rest);
    for (const piece of begun) {
      yield finish(line);
      line = beginLine(line.number + 1);
      extend(line, piece);
    }
  }
  if (line.length > 0) yield finish(line);
}

interface UnfinishedLine {
  readonly number: number;
  readonly pieces: string[];
  length: number;
}

function beginLine(number: number): UnfinishedLine {
  return { number, pieces: [], length: 0 };
}

function extend(line: UnfinishedLine, piece: string): void {
  line.length += piece.length;
  if (line.length <= mostCharacters) line.pieces.push(piece);
}

function finish({ number, pieces, length }: UnfinishedLine): InputLine {
  return { number, text: length > mostCharacters ? undefined : pieces.join("") };
}

/** UTF-8, or the UTF-16 that PowerShell writes to files; a byte order mark is left out. */
async function* decode(bytes: Bytes): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const chunk of bytes) {
    decoder ??= new TextDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? "utf-16le" : "utf-8");
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder?.decode() ?? "";
}
