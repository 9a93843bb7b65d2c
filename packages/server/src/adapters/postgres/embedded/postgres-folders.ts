import { existsSync, statSync } from "node:fs";
import { access, chmod, chown, constants, mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { type PostgresAccount, postgresAccount } from "./postgres-account.ts";
import { runProgram } from "./run-program.ts";

/** Where everything of the embedded server stands below the data folder. */
export interface PostgresFolders {
  readonly dataFolder: string;
  /** Owned by the database's account, mode 0700; holds the cluster and its log. */
  readonly serverFolder: string;
  readonly clusterFolder: string;
  readonly logFile: string;
  readonly passwordFile: string;
  readonly portFile: string;
  readonly lockFile: string;
}

export function postgresFolders(dataFolder: string): PostgresFolders {
  const root = resolve(dataFolder);
  const serverFolder = join(root, "postgres");
  return {
    dataFolder: root,
    serverFolder,
    clusterFolder: join(serverFolder, "data"),
    logFile: join(serverFolder, "server.log"),
    passwordFile: join(root, "postgres-password"),
    portFile: join(root, "postgres-port"),
    lockFile: join(root, "postgres.lock"),
  };
}

/** Makes the data folder, refusing one that this process cannot write to. */
export async function makeDataFolder({ dataFolder }: PostgresFolders): Promise<void> {
  try {
    await mkdir(dataFolder, { recursive: true });
    await access(dataFolder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The data folder ${dataFolder} cannot be made or written to. ` +
        "Give this user the right to write there, choose another with ALLCLEAR_DATA_FOLDER, or set ALLCLEAR_DATABASE_URL.",
      { code: "folder-not-writable", cause },
    );
  }
}

/** Gives the account its folder; a cluster that exists already decides by its owner who runs it. */
export async function handOver(folders: PostgresFolders, userName: string): Promise<PostgresAccount> {
  const account = ownerOfCluster(folders) ?? postgresAccount(userName);
  await mkdir(folders.serverFolder, { recursive: true, mode: 0o700 });
  if (account.uid === undefined || account.gid === undefined) return account;
  await chown(folders.serverFolder, account.uid, account.gid);
  if (await canEnter(folders.serverFolder, account)) return account;
  // The data folder is ours, so it may be opened for passing through (not for listing); folders above it are not.
  await chmod(folders.dataFolder, statSync(folders.dataFolder).mode | 0o011);
  if (await canEnter(folders.serverFolder, account)) return account;
  throw await unreachable(folders, account);
}

function ownerOfCluster({ clusterFolder }: PostgresFolders): PostgresAccount | undefined {
  if (process.getuid?.() !== 0 || !existsSync(clusterFolder)) return undefined;
  const { uid, gid } = statSync(clusterFolder);
  return uid === 0 ? undefined : { name: `the owner of ${clusterFolder} (uid ${uid})`, uid, gid };
}

async function unreachable(folders: PostgresFolders, account: PostgresAccount): Promise<EmbeddedPostgresError> {
  let closed = folders.dataFolder;
  while (dirname(closed) !== closed && !(await canEnter(dirname(closed), account))) closed = dirname(closed);
  return new EmbeddedPostgresError(
    `PostgreSQL does not run as root, and ${account.name}, whom it runs as instead, cannot enter ${closed}, ` +
      `so the data folder ${folders.dataFolder} is out of its reach. Choose a data folder outside it with ALLCLEAR_DATA_FOLDER ` +
      "(such as /var/lib/allclear), start Allclear as an ordinary user, or set ALLCLEAR_DATABASE_URL.",
    { code: "folder-unreachable" },
  );
}

/** Asks the kernel rather than reading modes: groups, access lists and mounts all have a say. */
async function canEnter(folder: string, account: PostgresAccount): Promise<boolean> {
  const programArguments = ["-c", 'cd -- "$1"', "sh", folder];
  return (await runProgram({ program: "/bin/sh", programArguments, account, folder: "/" })).status === 0;
}
