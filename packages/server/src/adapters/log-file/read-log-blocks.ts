/** A log out of a file or a stream, gzip or not, in blocks of whole lines. */

import { type FileHandle, open, stat } from "node:fs/promises";
import { type BlockRooms, createLinePacker, type LinePacker } from "./pack-lines.ts";
import { endOfBroken, isGzip, type LogReading, type LogSource, readLogBytes } from "./read-log-bytes.ts";

export interface LogBlocks extends LogSource {
  readonly rooms: BlockRooms;
  /** Told after each part: bytes that were read, and how many there are where that is known. */
  readonly progress?: Progress;
}

export type Progress = (bytes: number, total: number | undefined) => void;

/** Bytes are counted as they are after unpacking. */
export async function readLogBlocks({
  rooms,
  progress,
  ...from
}: LogBlocks): Promise<LogReading<{ readonly bytes: number }>> {
  const packer = await createLinePacker(rooms);
  const read = { bytes: 0 };
  const count = (bytes: number, total?: number) => {
    read.bytes += bytes;
    progress?.(read.bytes, total);
  };
  try {
    const file = from.source === "-" ? undefined : await openPlainFile(from.source);
    await (file === undefined ? packStream(from, packer, count) : packFile(file, packer, count));
    packer.finish();
    return { ok: true, ...read };
  } catch (error) {
    const end = endOfBroken(error, from.source, read);
    packer.finish();
    return end;
  }
}

interface PlainFile {
  readonly handle: FileHandle;
  readonly size: number;
}

/** `undefined` for what is to be read as a stream: gzip, and what is no file on a disk. */
async function openPlainFile(path: string): Promise<PlainFile | undefined> {
  const found = await stat(path);
  if (!found.isFile()) return undefined;
  const handle = await open(path);
  const head = new Uint8Array(2);
  await handle.read(head, 0, head.length, 0);
  if (!isGzip(head)) return { handle, size: found.size };
  await handle.close();
  return undefined;
}

type Count = (bytes: number, total?: number) => void;

/** Straight to where it is needed: a buffer of its own for each part is much garbage. */
async function packFile({ handle, size }: PlainFile, packer: LinePacker, count: Count): Promise<void> {
  try {
    for (;;) {
      const { bytesRead } = await handle.read(packer.space());
      if (bytesRead === 0) return;
      count(bytesRead, size);
      await packer.wrote(bytesRead);
    }
  } finally {
    await handle.close();
  }
}

function packStream(from: LogSource, packer: LinePacker, count: Count): Promise<void> {
  return readLogBytes(from, async (chunk) => {
    count(chunk.length);
    for (let rest = chunk; rest.length > 0; ) {
      const space = packer.space();
      const part = rest.subarray(0, space.length);
      space.set(part);
      await packer.wrote(part.length);
      rest = rest.subarray(part.length);
    }
  });
}
