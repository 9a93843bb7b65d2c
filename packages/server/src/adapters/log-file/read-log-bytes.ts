/** The bytes of a log, out of a file or a stream, gzip or not. */

import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { setImmediate } from "node:timers/promises";
import { createGunzip, type Gunzip } from "node:zlib";

export interface LogSource {
  /** A path, or `-` for the stream. */
  readonly source: string;
  readonly stdin: AsyncIterable<Uint8Array>;
}

/** `lacks` says what broke it off, where a part of it could be read. */
export type LogReading<Count> =
  | ({ readonly ok: true; readonly lacks?: string } & Count)
  | { readonly ok: false; readonly why: string };

/** Large enough that few lines lie in two of them, and small beside what else is in memory. */
const CHUNK = 128 * 1024;
const GZIP = [0x1f, 0x8b];

/** Each part is taken before the next one is read. Rejects with what the system says; see `endOfBroken`. */
export function readLogBytes({ source, stdin }: LogSource, take: (bytes: Uint8Array) => Promise<void>): Promise<void> {
  return readInto(source === "-" ? stdin : createReadStream(source, { highWaterMark: CHUNK }), take);
}

async function readInto(stream: AsyncIterable<Uint8Array>, take: (bytes: Uint8Array) => Promise<void>): Promise<void> {
  const chunks = stream[Symbol.asyncIterator]();
  const head = await readHead(chunks);
  const all = resume(head, chunks);
  if (!isGzip(head)) {
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

export function isGzip(head: Uint8Array): boolean {
  return head[0] === GZIP[0] && head[1] === GZIP[1];
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

/** How a reading ended that failed after so much; throws what the system did not say: that is a bug. */
export function endOfBroken<Count extends { readonly bytes: number }>(
  error: unknown,
  source: string,
  read: Count,
): LogReading<Count> {
  if (!isOfSystem(error)) throw error;
  const name = source === "-" ? "standard input" : source;
  if (read.bytes > 0) return { ok: true, ...read, lacks: `${name} breaks off: ${error.message}` };
  return { ok: false, why: `${name} cannot be read: ${error.message}` };
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
