import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

export interface RepositoryFile {
  /** Relative to the root of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** The root of the repository. */
const root = join(import.meta.dirname, "..", "..");

/** Every file of the working tree that git does not ignore: tracked, or new and not yet added. */
export function listFiles(...under: readonly string[]): string[] {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ...under];
  return [...new Set(git(args).split("\0"))].filter((path) => path !== "" && isFile(path)).sort();
}

/** Mode of each file in git's index, by path: "100755" is a file that may be run. */
export function listModes(...paths: readonly string[]): ReadonlyMap<string, string> {
  const rows = git(["ls-files", "-z", "--stage", "--", ...paths])
    .split("\0")
    .filter(Boolean);
  return new Map(rows.map((row) => [row.slice(row.indexOf("\t") + 1), row.slice(0, 6)]));
}

/** Text files only: a file with a zero byte is left out. */
export function readFiles(paths: readonly string[]): RepositoryFile[] {
  return paths.map(readFile).filter(({ text }) => !text.includes("\0"));
}

export function readFile(path: string): RepositoryFile {
  return { path, text: readFileSync(join(root, path), "utf8") };
}

export function exists(path: string): boolean {
  return existsSync(join(root, path));
}

function isFile(path: string): boolean {
  return exists(path) && statSync(join(root, path)).isFile();
}

function git(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`git ${args[0]} failed: ${stderr}`);
  return stdout;
}
