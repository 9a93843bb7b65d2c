/** A log out of a file or a stream, gzip or not, line by line, as bytes. */

import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { setImmediate } from "node:timers/promises";
import { createGunzip, type Gunzip } from "node:zlib";
import { createLineSplitter, type LineCount, type TakeLine } from "./split-lines.ts";

export interface LogFile {
  /** A path, or `-` for the stream. */
  readonly source: string;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Longer lines are cut. In bytes. */
  readonly longestLine: number;
  readonly take: TakeLine;
  /** Awaited after each part that was read. */
  readonly pause?: () => Promise<void>;
}

/** `lacks` says what broke it off, where a part of it could be read. */
export type LogFileReading =
  | ({ readonly ok: true; readonly lacks?: string } & LineCount)
  | { readonly ok: false; readonly why: string };

/** Large enough that few lines lie in two of them, and small beside what else is in memory. */
const CHUNK = 128 * 1024;
const GZIP = [0x1f, 0x8b];

/** Bytes are counted as they are after unpacking. */
export async function readLogFile({ source, stdin, longestLine, take, pause }: LogFile): Promise<LogFileReading> {
  const splitter = createLineSplitter(longestLine, take);
  try {
    await readInto(source === "-" ? stdin : createReadStream(source, { highWaterMark: CHUNK }), async (bytes) => {
      splitter.take(bytes);
      await pause?.();
    });
    return { ok: true, ...splitter.finish() };
  } catch (error) {
    if (!isOfSystem(error)) throw error;
    const name = source === "-" ? "standard input" : source;
    const read = splitter.finish();
    if (read.bytes > 0) return { ok: true, ...read, lacks: `${name} breaks off: ${error.message}` };
    return { ok: false, why: `${name} cannot be read: ${error.message}` };
  }
}

async function readInto(stream: AsyncIterable<Uint8Array>, take: (bytes: Uint8Array) => Promise<void>): Promise<void> {
  const chunks = stream[Symbol.asyncIterator]();
  const head = await readHead(chunks);
  const all = resume(head, chunks);
  if (head[0] !== GZIP[0] || head[1] !== GZIP[1]) {
    for await (const chunk of all) await take(chunk);
    return;
  }
  const gunzip = createGunzip();
  await pipeline(endWhenTaken(all, gunzip), gunzip, async (unpacked: AsyncIterable<Uint8Array>) => {
    for await (const chunk of unpacked) await take(chunk);
  });
}

/** A packed file that breaks off fails at its end, and what had not been taken by then would be lost. */
async function* endWhenTaken(all: AsyncIterable<Uint8Array>, gunzip: Gunzip): AsyncGenerator<Uint8Array> {
  yield* all;
  while (gunzip.writableLength > 0 || gunzip.readableLength > 0) await setImmediate();
}

/** At least the two bytes that tell gzip, if there are so many. */
async function readHead(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const head: Uint8Array[] = [];
  while (head.reduce((sum, { length }) => sum + length, 0) < GZIP.length) {
    const { done, value } = await chunks.next();
    if (done === true) break;
    head.push(value);
  }
  return Buffer.concat(head);
}

async function* resume(head: Uint8Array, chunks: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
}

/** `ENOENT`, `EISDIR`, `Z_DATA_ERROR`: everything else is a bug. */
function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    /^[EZ]/.test(error.code) &&
    !error.code.startsWith("ERR_")
  );
}
