import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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

test("the program investigates a case folder with a packed log, and grades it by a key that it has not seen before", async () => {
  const files = {
    "case.json": JSON.stringify({ id: "title-of-nothing", bot: "bot" }),
    "changes.ndjson": JSON.stringify({
      kind: "commit",
      id: "c0ffee1",
      at: "2026-11-23T08:57:00Z",
      service: "bot",
      summary: "Read the title of notes",
      files: ["src/notes.ts"],
      diff: "@@ -3,1 +3,1 @@\n-  return note?.title;\n+  return note.title;",
    }),
    "logs/bot.log.gz": gzipSync(
      [
        "2026-11-23T08:59:00Z INFO notes completed req=a1",
        "2026-11-23T09:00:01Z ERROR notes failed req=a2: TypeError: Cannot read properties of undefined (reading 'title')",
        "    at titleOf (/app/src/notes.ts:3:15)",
      ].join("\n"),
    ),
    "answer.json": JSON.stringify({ cause: { kind: "commit", id: "c0ffee1" } }),
  };
  const place = join(folder, "case");
  mkdirSync(join(place, "logs"), { recursive: true });
  for (const [file, content] of Object.entries(files)) writeFileSync(join(place, file), content);
  const broken = join(folder, "broken");
  mkdirSync(join(broken, "logs"), { recursive: true });
  writeFileSync(join(broken, "case.json"), '{"id":"broken"}');
  writeFileSync(join(broken, "logs", "bot.log.gz"), gzipSync("cut short").subarray(0, 15));

  const [asText, asJson, graded, missing, unpackable] = await Promise.all([
    runBin(["investigate", place]),
    runBin(["investigate", place, "--format", "json"]),
    runBin(["case", "grade", place]),
    runBin(["investigate", join(folder, "gone")]),
    runBin(["investigate", broken]),
  ]);

  expect([asText, asJson, graded].map(({ code, error }) => ({ code, error }))).toEqual(
    Array(3).fill({ code: 0, error: "" }),
  );
  expect(JSON.parse(asJson.out).verdict.cause).toMatchObject({ kind: "commit", id: "c0ffee1" });
  expect(asText.out).toContain("commit c0ffee1");
  expect(graded.out).toContain("cause first 1/1");
  expect(missing).toMatchObject({ code: 3, out: "" });
  expect(unpackable).toMatchObject({ code: 0, out: expect.stringContaining("logs/bot.log.gz is broken") });
});
