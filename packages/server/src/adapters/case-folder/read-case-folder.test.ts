import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readCaseFolder, readCaseKeyFile } from "./read-case-folder.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "case-"));
  await mkdir(join(folder, "logs", "old"), { recursive: true });
  await writeFile(join(folder, "case.json"), '{"id":"one"}');
  await writeFile(join(folder, "answer.json"), '{"cause":{"kind":"commit","id":"a1"}}');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test("logs are read with those of folders below, packed or not, whatever their bytes", async () => {
  await writeFile(join(folder, "logs", "bot.log"), Buffer.from([0x61, 0xff, 0x00, 0x62]));
  await writeFile(join(folder, "logs", "old", "bot.log.gz"), gzipSync("earlier"));

  const files = await readCaseFolder(folder);

  expect(files?.get("logs/bot.log")).toBe("a\uFFFD\0b");
  expect(files?.get("logs/old/bot.log")).toBe("earlier");
});

test("the key of the answer is never among the files of a case", async () => {
  const files = await readCaseFolder(folder);

  expect([...(files?.keys() ?? [])]).toEqual(["case.json"]);
  expect(await readCaseKeyFile(folder)).toContain("a1");
});

test("a folder that is not there is no case", async () => {
  expect(await readCaseFolder(join(folder, "gone"))).toBeUndefined();
  expect(await readCaseFolder(join(folder, "case.json"))).toBeUndefined();
});
