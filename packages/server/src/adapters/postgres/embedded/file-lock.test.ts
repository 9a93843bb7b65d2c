import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withFileLock } from "./file-lock.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "allclear-lock-"));
  file = join(folder, "lock");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("only one of many runs at a time, and each in its turn", async () => {
  let inside = 0;
  let most = 0;
  const work = async (index: number): Promise<number> => {
    inside += 1;
    most = Math.max(most, inside);
    await setImmediate();
    inside -= 1;
    return index;
  };

  const results = await Promise.all(
    Array.from({ length: 8 }, (_unused, index) => withFileLock(file, () => work(index))),
  );

  expect(most).toBe(1);
  expect(results).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(existsSync(file)).toBe(false);
});

test("the lock is given back when the work throws", async () => {
  await expect(withFileLock(file, () => Promise.reject(new Error("broken work")))).rejects.toThrow("broken work");

  expect(await withFileLock(file, async () => "next")).toBe("next");
});

test("the lock of a process that died is taken over at once by one of those who wait", async () => {
  const dead = spawn(process.execPath, ["--eval", ""]);
  await once(dead, "exit");
  writeFileSync(file, JSON.stringify({ pid: dead.pid, host: hostname(), token: "dead" }));

  const results = await Promise.all([withFileLock(file, async () => 1), withFileLock(file, async () => 2)]);

  expect(results).toEqual([1, 2]);
});

test("the lock of another machine is taken over once nobody has touched it for long", async () => {
  writeFileSync(file, JSON.stringify({ pid: process.pid, host: "another-machine", token: "other" }));
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(file, longAgo, longAgo);

  expect(await withFileLock(file, async () => readFileSync(file, "utf8"))).toContain(hostname());
});

test("an owner whose lock was taken over leaves the new owner's alone", async () => {
  await withFileLock(file, async () => writeFileSync(file, JSON.stringify({ pid: 1, host: "x", token: "new owner" })));

  expect(readFileSync(file, "utf8")).toContain("new owner");
});
