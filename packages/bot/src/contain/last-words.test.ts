import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { takeLastWords } from "./last-words.ts";

const child = fileURLToPath(new URL("last-words.child.ts", import.meta.url));
const newFolder = () => mkdtempSync(join(tmpdir(), "last-words-"));
const end = (how: string, ...folder: readonly string[]) =>
  spawnSync(process.execPath, [child, how, ...folder], { encoding: "utf8" });

test.each([
  ["throw", "uncaughtException"],
  ["reject", "unhandledRejection"],
])("a process that ends by a %s ends as it would alone, and leaves a line for the next start", (how, origin) => {
  const folder = newFolder();

  const alone = end(how);
  const recorded = end(how, folder);

  expect(recorded.status).toBe(alone.status);
  expect(recorded.stderr.split("\n").slice(1).join("\n")).toBe(alone.stderr);
  expect(takeLastWords({ bot: "crm-bot", folder })).toMatchObject([{ origin, fault: { name: "RangeError" } }]);
  expect(takeLastWords({ bot: "crm-bot", folder })).toEqual([]);
});

test("the line holds no secret and says where", () => {
  const [line = ""] = end("throw", newFolder()).stderr.split("\n");

  expect(JSON.parse(line)).toMatchObject({
    level: "error",
    message: "token [redacted] is out of range",
    frames: [expect.stringContaining("last-words.child.ts")],
  });
});

test("a file that was cut off gives what can be read of it", () => {
  const folder = newFolder();
  writeFileSync(join(folder, "allclear-crm-bot.last-words.jsonl"), '{"at":"x"}\n{"at":"y');

  expect(takeLastWords({ bot: "crm-bot", folder })).toEqual([{ at: "x" }]);
});
