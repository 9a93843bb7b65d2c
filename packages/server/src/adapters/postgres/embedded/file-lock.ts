import { randomUUID } from "node:crypto";
import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as wait } from "node:timers/promises";

interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
}

const touchEveryMs = 2_000;
const staleAfterMs = 20_000;
const retryEveryMs = 25;

/**
 * Runs `action` while no other process of this machine runs one under the same lock file.
 * The lock of a dead process is taken over at once, that of a dead machine or container after 20 s.
 */
export async function withFileLock<Result>(file: string, action: () => Promise<Result>): Promise<Result> {
  const owner: Owner = { pid: process.pid, host: hostname(), token: randomUUID() };
  while (!tryTake(file, owner)) {
    if (isStale(file)) removeStale(file);
    else await wait(retryEveryMs);
  }
  const touching = setInterval(() => touch(file), touchEveryMs);
  try {
    return await action();
  } finally {
    clearInterval(touching);
    if (readOwner(file)?.token === owner.token) rmSync(file, { force: true });
  }
}

function tryTake(file: string, owner: Owner): boolean {
  try {
    writeFileSync(file, JSON.stringify(owner), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

function touch(file: string): void {
  const now = new Date();
  ignoringAbsence(() => utimesSync(file, now, now));
}

function isStale(file: string): boolean {
  const touchedAt = ignoringAbsence(() => statSync(file).mtimeMs);
  if (touchedAt === undefined) return false;
  if (Date.now() - touchedAt > staleAfterMs) return true;
  const owner = readOwner(file);
  return owner !== undefined && owner.host === hostname() && !isAlive(owner.pid);
}

/** Two waiters may see the same stale lock: only the one that holds the guard may remove it, after looking again. */
function removeStale(file: string): void {
  const guard = `${file}.guard`;
  if (!tryTake(guard, { pid: process.pid, host: hostname(), token: randomUUID() })) {
    const guardedAt = ignoringAbsence(() => statSync(guard).mtimeMs);
    if (guardedAt !== undefined && Date.now() - guardedAt > staleAfterMs) rmSync(guard, { force: true });
    return;
  }
  try {
    if (isStale(file)) rmSync(file, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

function readOwner(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Owner;
  } catch {
    // Removed meanwhile, or created and not yet written; its age decides.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}

function ignoringAbsence<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
