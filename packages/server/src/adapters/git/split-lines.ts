import type { Readable } from "node:stream";

/** Ours: a path is shorter (Linux: 4,096 bytes), and of a line of content only the first character counts. */
const keptBytes = 65_536;
const lineFeed = 10;

/** The stream's lines without their line feed; of a very long line the start. A last line without an end counts too. */
export async function* splitLines(stream: Readable): AsyncGenerator<string> {
  let pieces: Buffer[] = [];
  let kept = 0;
  const keep = (piece: Buffer) => {
    const rest = piece.subarray(0, Math.max(0, keptBytes - kept));
    if (rest.length > 0) pieces.push(rest);
    kept += rest.length;
  };
  const take = () => {
    const line = Buffer.concat(pieces).toString("utf8");
    pieces = [];
    kept = 0;
    return line;
  };
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      keep(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    keep(chunk.subarray(start));
  }
  if (kept > 0) yield take();
}
