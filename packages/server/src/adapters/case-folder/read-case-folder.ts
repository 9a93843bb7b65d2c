import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** Decoded text by path in the folder, with forward slashes; `undefined` where there is no such folder. */
export type CaseFolder = ReadonlyMap<string, string>;

/** A log longer than this is cut; its end is nearest to the incident. */
const LONGEST_FILE = 64 * 1_024 * 1_024;
/** The key that an answer is graded by, which no investigation may see. */
const KEY = /^answer\./;

/** Reads every file of the folder and of `logs/` but the answer's key; broken UTF-8 becomes replacement characters. */
export async function readCaseFolder(folder: string): Promise<CaseFolder | undefined> {
  const names = await listFiles(folder, "");
  if (names === undefined) return undefined;
  const logs = (await listFiles(join(folder, "logs"), "logs/")) ?? [];
  const files = [...names.filter((name) => !KEY.test(name)), ...logs].sort();
  const texts = await Promise.all(
    files.map(async (file) => [nameOf(file), await readText(join(folder, file))] as const),
  );
  return new Map(texts);
}

/** The key alone, for grading. */
export async function readCaseKeyFile(folder: string): Promise<string | undefined> {
  const names = await listFiles(folder, "");
  return names?.includes("answer.json") ? await readText(join(folder, "answer.json")) : undefined;
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

async function readText(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const bytes = (await isPacked(file))
      ? gunzipSync(await file.readFile(), { maxOutputLength: LONGEST_FILE * 4 })
      : await readEnd(file, size);
    return new TextDecoder().decode(bytes.subarray(Math.max(0, bytes.length - LONGEST_FILE)));
  } finally {
    await file.close();
  }
}

/** The first two bytes of gzip (RFC 1952). */
async function isPacked(file: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
  return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
}

async function readEnd(file: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.min(size, LONGEST_FILE));
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
