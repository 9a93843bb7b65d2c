import { readFile, writeFile } from "node:fs/promises";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { withFileLock } from "./file-lock.ts";
import { freePort } from "./free-port.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";
import {
  checkVersion,
  clusterExists,
  makeCluster,
  type PostgresCluster,
  runningPort,
  startServer,
  stopServer,
  superuser,
} from "./postgres-cluster.ts";
import { handOver, makeDataFolder, type PostgresFolders, postgresFolders } from "./postgres-folders.ts";
import { readOrMakePassword } from "./postgres-password.ts";
import { settingsAsOptions } from "./postgres-settings.ts";
import { Presence } from "./presence.ts";

export interface EmbeddedPostgresOptions {
  readonly dataFolder: string;
  /** A port of 127.0.0.1 that must be used; without it the system gives one, which is kept while it is free. */
  readonly port?: number;
  /** Whom the database runs as when this process is root; "nobody" when not given. */
  readonly user?: string;
  /** A folder with `bin`, `lib` and `share` of PostgreSQL, instead of the installed package's. */
  readonly binariesFolder?: string;
  /** Static message, data beside it; never given the password. */
  readonly log?: (message: string, data: Readonly<Record<string, unknown>>) => void;
}

/** This process's claim on the server. The server outlives the process; who starts next joins it. */
export interface EmbeddedPostgres {
  /** Holds the password: not for logs. */
  readonly url: string;
  /** Gives the claim up; the last one stops the server. Calling it again waits for the same end. */
  stop(): Promise<void>;
}

const portAttempts = 3;

/**
 * Starts the PostgreSQL of a data folder, making it at first, or joins the one that runs there.
 * Throws `EmbeddedPostgresError`.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folders = postgresFolders(options.dataFolder);
  await makeDataFolder(folders);
  return withFileLock(folders.lockFile, async () => {
    const account = await handOver(folders, options.user ?? "nobody");
    const { binariesFolder } = options;
    const binaries = await findPostgresBinaries({ account, copyBeside: folders.dataFolder, binariesFolder });
    const cluster: PostgresCluster = { folders, binaries, account };
    const password = await readOrMakePassword(folders, clusterExists(folders));
    if (!clusterExists(folders)) await makeCluster(cluster, password);
    await checkVersion(cluster);
    const port = (await join(cluster, options)) ?? (await start(cluster, options));
    const url = `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`;
    return claim(cluster, url);
  });
}

async function join(cluster: PostgresCluster, { log }: EmbeddedPostgresOptions): Promise<number | undefined> {
  const port = await runningPort(cluster);
  if (port !== undefined) log?.("joined the running database", { folder: cluster.folders.serverFolder, port });
  return port;
}

async function start(cluster: PostgresCluster, { port: fixed, log }: EmbeddedPostgresOptions): Promise<number> {
  for (let attempt = 1; attempt <= portAttempts; attempt += 1) {
    const port = await choosePort(cluster.folders, fixed);
    if (port !== undefined && (await startServer(cluster, settingsAsOptions(port)))) {
      await writeFile(cluster.folders.portFile, `${port}`);
      log?.("started the database", { folder: cluster.folders.serverFolder, port });
      return port;
    }
    if (fixed !== undefined) break;
  }
  throw new EmbeddedPostgresError(
    `Port ${fixed ?? "any"} of 127.0.0.1, on which the database in ${cluster.folders.serverFolder} should listen, is taken by another program. ` +
      "End that program or choose another port.",
    { code: "port-taken" },
  );
}

async function choosePort({ portFile }: PostgresFolders, fixed: number | undefined): Promise<number | undefined> {
  if (fixed !== undefined) return freePort(fixed);
  const kept = Number(await readFile(portFile, "utf8").catch(() => "0"));
  return (await freePort(Number.isInteger(kept) ? kept : 0)) ?? freePort();
}

async function claim(cluster: PostgresCluster, url: string): Promise<EmbeddedPostgres> {
  const presence = await Presence.open(url);
  let stopped: Promise<void> | undefined;
  const leave = (): Promise<void> =>
    withFileLock(cluster.folders.lockFile, async () => {
      const others = await presence.countOthers();
      await presence.close();
      if (others === 0) await stopServer(cluster);
    });
  return {
    url,
    stop() {
      stopped ??= leave();
      return stopped;
    },
  };
}
