import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import type { PostgresAccount } from "./postgres-account.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import type { PostgresFolders } from "./postgres-folders.ts";
import { readPostmaster } from "./postmaster.ts";
import { type ProgramEnd, runProgram } from "./run-program.ts";

/** A cluster's place, programs and account: all that its programs are called with. */
export interface PostgresCluster {
  readonly folders: PostgresFolders;
  readonly binaries: PostgresBinaries;
  readonly account: PostgresAccount;
}

export const superuser = "allclear";

const waitForServerSeconds = 120;
const logTailLines = 15;
const logTurnsAtBytes = 8 * 1024 * 1024;

export function clusterExists(folders: PostgresFolders): boolean {
  return existsSync(join(folders.clusterFolder, "PG_VERSION"));
}

/** Makes the cluster under another name first, so that a killed start leaves nothing that looks whole. */
export async function makeCluster(cluster: PostgresCluster, password: string): Promise<void> {
  const { folders, account } = cluster;
  await removeUnfinished(folders);
  const unfinished = join(folders.serverFolder, `unfinished-${randomUUID()}`);
  const passwordFile = `${unfinished}-password`;
  await writeFile(passwordFile, password, { mode: 0o600, flag: "wx" });
  if (account.uid !== undefined && account.gid !== undefined) await chown(passwordFile, account.uid, account.gid);
  const choices = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const access = ["--auth=scram-sha-256", `--username=${superuser}`, `--pwfile=${passwordFile}`];
  const end = await call(cluster, "initdb", ["-D", unfinished, "--no-instructions", ...choices, ...access]);
  if (end.status !== 0) {
    await removeUnfinished(folders);
    throw startFailed(folders, `initdb could not make the database: ${lastLines(end.output)}`);
  }
  await rename(unfinished, folders.clusterFolder);
  await rm(passwordFile, { force: true });
}

/** An initdb whose Allclear was killed may still be writing there; without its folder it gives up. */
async function removeUnfinished({ serverFolder }: PostgresFolders): Promise<void> {
  for (const name of await readdir(serverFolder)) {
    if (name.startsWith("unfinished-"))
      await rm(join(serverFolder, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** Refuses data that another major version of PostgreSQL wrote. */
export async function checkVersion({ folders, binaries }: PostgresCluster): Promise<void> {
  const found = (await readFile(join(folders.clusterFolder, "PG_VERSION"), "utf8")).trim();
  if (found === binaries.majorVersion) return;
  const advice =
    Number(found) > Number(binaries.majorVersion)
      ? "Start the newer Allclear that wrote it"
      : "Carry it over with pg_dump of the older Allclear";
  throw new EmbeddedPostgresError(
    `The database in ${folders.clusterFolder} was written by PostgreSQL ${found}, this Allclear brings PostgreSQL ${binaries.majorVersion}. ` +
      `${advice}, choose another ALLCLEAR_DATA_FOLDER, or set ALLCLEAR_DATABASE_URL.`,
    { code: "newer-data" },
  );
}

/** The port of the server that runs on this cluster, after waiting out one that is just coming up or going down. */
export async function runningPort(cluster: PostgresCluster): Promise<number | undefined> {
  const deadline = Date.now() + waitForServerSeconds * 1000;
  while (Date.now() < deadline) {
    if ((await call(cluster, "pg_ctl", ["status", "-D", cluster.folders.clusterFolder])).status !== 0) return undefined;
    const postmaster = await readPostmaster(cluster.folders.clusterFolder);
    if (postmaster?.state === "foreign") {
      // Left by a killed container or machine; the number belongs to another program now, and PostgreSQL would not start.
      await rm(postmaster.file, { force: true });
      return undefined;
    }
    if (postmaster?.state === "ready") return postmaster.port;
    await wait(50);
  }
  throw startFailed(cluster.folders, `the server did not become ready within ${waitForServerSeconds} s`);
}

/** Starts the server on `port`; answers `false` when somebody took the port meanwhile. */
export async function startServer(cluster: PostgresCluster, options: string): Promise<boolean> {
  const { folders } = cluster;
  await turnLog(folders);
  const logged = await sizeOf(folders.logFile);
  const where = ["-D", folders.clusterFolder, "-l", folders.logFile];
  const end = await call(cluster, "pg_ctl", ["start", "-w", "-t", `${waitForServerSeconds}`, ...where, "-o", options]);
  if (end.status === 0) return true;
  const log = (await readFile(folders.logFile).catch(() => Buffer.alloc(0))).subarray(logged).toString("utf8");
  if (/could not bind .*(in use|EADDRINUSE)/i.test(log)) return false;
  throw startFailed(folders, `the server stopped while starting:\n${lastLines(log || end.output)}`);
}

/** Stops the server, rolling back what is open; one that is gone already is no fault. */
export async function stopServer(cluster: PostgresCluster): Promise<void> {
  const { folders } = cluster;
  const where = ["-D", folders.clusterFolder];
  const end = await call(cluster, "pg_ctl", ["stop", "-m", "fast", "-w", "-t", `${waitForServerSeconds}`, ...where]);
  if (end.status === 0 || (await call(cluster, "pg_ctl", ["status", ...where])).status !== 0) return;
  throw new EmbeddedPostgresError(
    `The database in ${folders.clusterFolder} did not stop: ${lastLines(end.output)}. Its log is ${folders.logFile}.`,
    { code: "stop-failed" },
  );
}

function call(cluster: PostgresCluster, name: string, programArguments: readonly string[]): Promise<ProgramEnd> {
  const program = join(cluster.binaries.folder, "bin", name);
  return runProgram({ program, programArguments, account: cluster.account, folder: cluster.folders.serverFolder });
}

function startFailed(folders: PostgresFolders, what: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `The embedded PostgreSQL in ${folders.serverFolder} did not start: ${what}\nIts log is ${folders.logFile}.`,
    { code: "start-failed" },
  );
}

async function turnLog({ logFile }: PostgresFolders): Promise<void> {
  if ((await sizeOf(logFile)) > logTurnsAtBytes) await rename(logFile, `${logFile}.1`);
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-logTailLines).join("\n");
}
