import { createReadStream } from "node:fs";
import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { createGunzip } from "node:zlib";

export interface CaseFolder {
  /** Decoded text by path in the folder, with forward slashes. */
  readonly files: ReadonlyMap<string, string>;
  /** What was cut or left unread, each a sentence. */
  readonly unread: readonly string[];
}

/** A log longer than this is cut; its end is nearest to the incident. */
const LONGEST_FILE = 64 * 1_024 * 1_024;
/** What is no log makes no sense without its beginning; longer than this no text can be (V8's longest is 512 MiB). */
const LONGEST_OTHER = 6 * LONGEST_FILE;
/** All logs together are kept in memory. */
const MOST_OF_LOGS = 4 * LONGEST_FILE;
/** A small file may unpack to anything; so much takes some seconds. */
const MOST_UNPACKED = 32 * LONGEST_FILE;
/** The key that an answer is graded by, which no investigation may see. */
const KEY = /^answer\./;

/** Reads every file of the folder and of `logs/` but the answer's key; broken UTF-8 becomes replacement characters; `undefined` where there is no such folder. */
export async function readCaseFolder(folder: string): Promise<CaseFolder | undefined> {
  const names = await listFiles(folder, "");
  if (names === undefined) return undefined;
  const logs = (await listFiles(join(folder, "logs"), "logs/")) ?? [];
  const others = names.filter((name) => !KEY.test(name));
  const read = [
    ...(await Promise.all(
      others.map(async (file) => [file, await readText(join(folder, file), LONGEST_OTHER)] as const),
    )),
    ...(await readLogs(folder, logs)),
  ].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    files: new Map(read.map(([file, { text }]) => [nameOf(file), text])),
    unread: read.flatMap(([file, { lacks }]) => (lacks === undefined ? [] : [`${file} ${lacks}.`])),
  };
}

/** The key alone, for grading. */
export async function readCaseKeyFile(folder: string): Promise<string | undefined> {
  const names = await listFiles(folder, "");
  return names?.includes("answer.json") ? (await readText(join(folder, "answer.json"))).text : undefined;
}

async function listFiles(folder: string, prefix: string): Promise<readonly string[] | undefined> {
  const info = await stat(folder).catch(() => undefined);
  if (info === undefined || !info.isDirectory()) return undefined;
  const entries = await readdir(folder, { withFileTypes: true, recursive: prefix !== "" });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const below = entry.parentPath.slice(folder.length).replaceAll("\\", "/").replace(/^\//, "");
      return `${prefix}${below === "" ? "" : `${below}/`}${entry.name}`;
    });
}

interface Text {
  readonly text: string;
  /** What of it was not read, as the end of a sentence. */
  readonly lacks?: string;
}

/** Each log gets its share of what is left: what small ones do not need, large ones may have. */
async function readLogs(folder: string, files: readonly string[]): Promise<readonly (readonly [string, Text])[]> {
  const sizes = await Promise.all(files.map(async (file) => ({ file, size: (await stat(join(folder, file))).size })));
  const smallestFirst = sizes.sort((one, other) => one.size - other.size);
  const texts: (readonly [string, Text])[] = [];
  let left = MOST_OF_LOGS;
  for (const [index, { file }] of smallestFirst.entries()) {
    const share = Math.min(LONGEST_FILE, Math.floor(left / (smallestFirst.length - index)));
    const read = await readText(join(folder, file), share);
    texts.push([file, read]);
    left -= read.text.length;
  }
  return texts;
}

async function readText(path: string, most: number = LONGEST_FILE): Promise<Text> {
  const file = await open(path);
  try {
    if (await isPacked(file)) return await readPacked(path, most);
    const { size } = await file.stat();
    const text = new TextDecoder().decode(await readEnd(file, Math.min(size, most)));
    return size > most ? { text, lacks: `is long: only its last ${most} bytes were read` } : { text };
  } finally {
    await file.close();
  }
}

/** Unpacked piece by piece, of which only the end is kept. */
async function readPacked(path: string, most: number): Promise<Text> {
  const unpacked = createReadStream(path).pipe(createGunzip());
  let kept: Buffer[] = [];
  let size = 0;
  let total = 0;
  let lacks: string | undefined;
  try {
    for await (const piece of unpacked) {
      if (!Buffer.isBuffer(piece)) continue;
      kept.push(piece);
      size += piece.length;
      total += piece.length;
      if (size > 2 * most) {
        kept = [Buffer.from(Buffer.concat(kept).subarray(-most))];
        size = most;
      }
      if (total > MOST_UNPACKED) {
        lacks = `is long: it was unpacked no further than ${MOST_UNPACKED} bytes`;
        break;
      }
    }
  } catch {
    lacks = "is broken: it was unpacked as far as it could be";
  }
  const bytes = Buffer.concat(kept);
  if (total > most) lacks ??= `is long: only its last ${most} bytes were read`;
  const text = new TextDecoder().decode(bytes.subarray(Math.max(0, bytes.length - most)));
  return lacks === undefined ? { text } : { text, lacks };
}

/** The first two bytes of gzip (RFC 1952). */
async function isPacked(file: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
  return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
}

async function readEnd(file: FileHandle, length: number): Promise<Buffer> {
  const { size } = await file.stat();
  const bytes = Buffer.alloc(Math.min(size, length));
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, size - bytes.length + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

function nameOf(file: string): string {
  return file.replace(/\.gz$/, "");
}
