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

  const read = await readCaseFolder(folder);

  expect(read?.files.get("logs/bot.log")).toBe("a\uFFFD\0b");
  expect(read?.files.get("logs/old/bot.log")).toBe("earlier");
});

test("the key of the answer is never among the files of a case", async () => {
  const read = await readCaseFolder(folder);

  expect([...(read?.files.keys() ?? [])]).toEqual(["case.json"]);
  expect(await readCaseKeyFile(folder)).toContain("a1");
});

test("a packed log that breaks off is read as far as it goes, and it is said", async () => {
  const packed = gzipSync(Array.from({ length: 5_000 }, (_, index) => `line ${index * 7919}`).join("\n"));
  await writeFile(join(folder, "logs", "bot.log.gz"), packed.subarray(0, packed.length - 2_000));

  const read = await readCaseFolder(folder);

  expect(read?.files.get("logs/bot.log")).toBeDefined();
  expect(read?.unread).toEqual(["logs/bot.log.gz is broken: it was unpacked as far as it could be."]);
});

test("of a packed log that is longer than the limit the end is kept, and it is said", async () => {
  const piece = "x".repeat(1_048_575);
  await writeFile(
    join(folder, "logs", "bot.log.gz"),
    gzipSync([...new Array<string>(70).fill(piece), "end"].join("\n")),
  );

  const read = await readCaseFolder(folder);

  expect(read?.files.get("logs/bot.log")?.endsWith("\nend")).toBe(true);
  expect(read?.files.get("logs/bot.log")?.length).toBe(64 * 1_024 * 1_024);
  expect(read?.unread).toEqual(["logs/bot.log.gz is long: only its last 67108864 bytes were read."]);
});

test("metrics longer than that keep their beginning, which says what their columns are", async () => {
  const head = "timestamp,service,metric,value\n";
  await writeFile(join(folder, "metrics.csv.gz"), gzipSync(head.padEnd(65 * 1_024 * 1_024, "1,web,cpu,3\n")));

  const read = await readCaseFolder(folder);

  expect(read?.files.get("metrics.csv")?.startsWith(head)).toBe(true);
  expect(read?.unread).toEqual([]);
});

test("a folder that is not there is no case", async () => {
  expect(await readCaseFolder(join(folder, "gone"))).toBeUndefined();
  expect(await readCaseFolder(join(folder, "case.json"))).toBeUndefined();
});
