import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import type { PostgresFolders } from "./postgres-folders.ts";

/** Reads the cluster's password, making one (256 bits) for a cluster that is yet to be made. */
export async function readOrMakePassword(folders: PostgresFolders, clusterExists: boolean): Promise<string> {
  const kept = await readFile(folders.passwordFile, "utf8").catch((cause: unknown) => {
    if (!clusterExists) return undefined;
    throw new EmbeddedPostgresError(
      `The database in ${folders.clusterFolder} cannot be opened because its password file ${folders.passwordFile} is missing or not readable. ` +
        "Put the file back from a backup, or read the data as the user who made it.",
      { code: "start-failed", cause },
    );
  });
  if (kept !== undefined && kept !== "") return kept;
  const password = randomBytes(32).toString("hex");
  await writeFile(folders.passwordFile, password, { mode: 0o600 });
  return password;
}
