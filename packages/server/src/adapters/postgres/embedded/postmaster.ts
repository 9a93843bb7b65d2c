import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";

/** What `postmaster.pid` says about the server on a cluster. `foreign`: its process number belongs to another program. */
export interface Postmaster {
  readonly file: string;
  readonly pid: number;
  readonly port: number;
  readonly state: "starting" | "ready" | "stopping" | "foreign";
}

// Lines of postmaster.pid, from PostgreSQL's src/include/utils/pidfile.h.
const pidLine = 0;
const portLine = 3;
const statusLine = 7;

export async function readPostmaster(clusterFolder: string): Promise<Postmaster | undefined> {
  const file = join(clusterFolder, "postmaster.pid");
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split("\n").map((line) => line.trim());
  const pid = Number(lines[pidLine]);
  const port = Number(lines[portLine]);
  if (!(await isPostgres(pid))) return { file, pid, port, state: "foreign" };
  return { file, pid, port, state: toState(lines[statusLine]) };
}

function toState(status: string | undefined): Postmaster["state"] {
  if (status === "ready") return "ready";
  return status === "stopping" ? "stopping" : "starting";
}

/** Only Linux tells without another program; elsewhere the number is believed, as PostgreSQL itself does. */
async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== "linux") return true;
  const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => undefined);
  if (commandLine === undefined) return true;
  return basename(commandLine.split("\0")[0] ?? "").startsWith("postgres");
}
