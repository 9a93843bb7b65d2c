import { randomUUID } from "node:crypto";
import { readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { PortError } from "../../ports/port-error.ts";

/** Ours: a holder shows every two seconds that it lives; after ten without a sign the lock is abandoned. */
const signOfLifeMs = 2_000;
const abandonedAfterMs = 10_000;
const lookAgainMs = 50;

/**
 * Runs the task while no other process does so with the same lock file. `abandoned` says that the last holder died, so
 * that it may have left things half done. Two that find an abandoned lock at the same instant may both get it: what the
 * task does must then fail, not spoil anything.
 */
export async function withFolderLock<Value>(
  path: string,
  signal: AbortSignal,
  task: (abandoned: boolean) => Promise<Value>,
): Promise<Value> {
  const abandoned = await acquire(path, signal);
  const signs = setInterval(() => void showLife(path), signOfLifeMs).unref();
  try {
    return await task(abandoned);
  } finally {
    clearInterval(signs);
    await rm(path, { force: true });
  }
}

async function acquire(path: string, signal: AbortSignal): Promise<boolean> {
  let abandoned = false;
  for (;;) {
    if (signal.aborted) throw toStopped(signal);
    if (await create(path)) return abandoned;
    if (await isAbandoned(path)) {
      await takeAway(path);
      abandoned = true;
    } else await wait(lookAgainMs, undefined, { signal }).catch(() => Promise.reject(toStopped(signal)));
  }
}

function toStopped(signal: AbortSignal): PortError {
  return new PortError("repository", "timed-out", "Another use of the repository's copy did not end in time", {
    cause: signal.reason,
  });
}

async function create(path: string): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: "wx" });
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  try {
    const [{ mtimeMs }, text] = await Promise.all([stat(path), readFile(path, "utf8")]);
    if (Date.now() - mtimeMs > abandonedAfterMs) return true;
    const [, pid, host] = /^\{"pid":(\d+),"host":"(.*)"\}$/.exec(text) ?? [];
    return pid !== undefined && host === hostname() && !isAlive(Number(pid));
  } catch (error) {
    if (hasCode(error, "ENOENT")) return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return !hasCode(error, "ESRCH");
  }
}

/** By renaming first, so that of two that take the same file away only one succeeds. */
async function takeAway(path: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
  await rm(aside, { force: true });
}

/** A lock that cannot be renewed will count as abandoned, which the task must stand anyway. */
async function showLife(path: string): Promise<boolean> {
  const now = new Date();
  return utimes(path, now, now).then(
    () => true,
    () => false,
  );
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
