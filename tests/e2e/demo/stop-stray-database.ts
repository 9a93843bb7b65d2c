import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { waitFor } from "./wait-for.ts";

/** PostgreSQL's own file; its first line is the process's id. */
const pidFile = join("postgres", "data", "postmaster.pid");
const endsWithinMs = 10_000;

/** The server stops its database when it ends. Where it was killed, nobody has: the data goes, so the quickest way will do. */
export async function stopStrayDatabase(dataFolder: string): Promise<void> {
  const content = await readFile(join(dataFolder, pidFile), "utf8").catch(() => "");
  const pid = Number.parseInt(content, 10);
  if (!Number.isInteger(pid) || !send(pid, "SIGQUIT")) return;
  await waitFor(async () => (send(pid, 0) ? undefined : true), {
    what: "the database to end",
    withinMs: endsWithinMs,
    signal: new AbortController().signal,
  });
}

/** Whether the process is there and got it. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
