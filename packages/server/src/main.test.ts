import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";

const BIN = fileURLToPath(new URL("../bin/allclear.ts", import.meta.url));
const LOG = [
  "2026-11-23T09:00:00Z INFO START notes req=a1",
  "2026-11-23T09:00:01Z ERROR notes failed req=a1: Error: connect ECONNREFUSED 10.0.0.7:6379",
  "2026-11-23T09:00:02Z INFO START notes req=a2",
  "2026-11-23T09:00:03Z ERROR notes failed req=a2: Error: connect ECONNREFUSED 10.0.0.7:6379",
].join("\r\n");
const folder = mkdtempSync(join(tmpdir(), "allclear-triage-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: unknown;
  readonly out: string;
  readonly error: string;
}

function runBin(args: readonly string[], input = ""): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [BIN, ...args], (failure, out, error) => {
      resolve({ code: failure === null ? 0 : failure.code, out, error });
    });
    child.stdin?.end(input);
  });
}

test("the program reads a log from a packed file, from standard input and out of lines of JSON, with the same verdict", async () => {
  const file = join(folder, "bot.log.gz");
  writeFileSync(file, gzipSync(LOG));

  const [ofFile, ofStream, ofJson, unreadable] = await Promise.all([
    runBin(["triage", file, "--format", "json"]),
    runBin(["triage", "-", "--format", "json"], LOG),
    runBin(["triage", "--jsonl", "-"], `${JSON.stringify({ id: "case-1", symptom: null, logs: LOG })}\n`),
    runBin(["triage", join(folder, "gone.log")]),
  ]);

  expect([ofFile, ofStream, ofJson].map(({ code, error }) => ({ code, error }))).toEqual(
    Array(3).fill({ code: 1, error: "" }),
  );
  const { verdict, lines, bytes } = JSON.parse(ofFile.out);
  expect({ lines, bytes }).toEqual({ lines: 4, bytes: LOG.length });
  expect(verdict.pattern).toBe("dependency-down");
  expect(JSON.parse(ofStream.out).verdict).toEqual(verdict);
  expect(JSON.parse(ofJson.out)).toMatchObject({ id: "case-1", verdict });
  expect(unreadable).toMatchObject({ code: 3, out: "" });
});
