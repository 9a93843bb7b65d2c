import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { RULES } from "../../domain/fixtures/default-rules.ts";
import { createRedact } from "../../domain/redact.ts";
import { createEntryReader } from "./read-entries.ts";
import { createFailureReader } from "./read-failures.ts";
import { createRecall } from "./recall-line.ts";
import { createLineMemory } from "./remember-lines.ts";
import { createLineShaping, LINE_NUMBERS } from "./shape-lines.ts";
import { createTriage } from "./triage-log.ts";

/** The bytes of a block are written over by the next. */
const LINES_AT_ONCE = 3;

function decode(bytes: Uint8Array, start: number, end: number): string {
  return new TextDecoder().decode(bytes.subarray(start, end));
}

function triage(lines: readonly string[], remembers: boolean) {
  const redact = createRedact([]);
  const digest = (value: string) => createHash("sha256").update(value).digest("hex");
  const options = { decode, readEntries: createEntryReader, seed: 7 };
  const reading = createTriage({
    patterns: RULES.patterns,
    criticalMs: RULES.metrics.responseTimeMs.critical,
    redact,
    decode,
    readEntries: () => createEntryReader(),
    readFailures: () => createFailureReader({ redact, hash: digest, ...(remembers ? { seed: 7 } : {}) }),
    ...(remembers ? { recall: createRecall(createLineMemory(options), options) } : {}),
  });
  const shape = createLineShaping({ seed: 7, longestLine: 10_000 });
  const block = { bytes: new Uint8Array(20_000), lines: new Int32Array(LINE_NUMBERS * LINES_AT_ONCE) };
  for (let from = 0; from < lines.length; from += LINES_AT_ONCE) {
    const text = lines.slice(from, from + LINES_AT_ONCE).map((line) => `${line}\n`);
    const { written } = new TextEncoder().encodeInto(text.join(""), block.bytes);
    const { count } = shape(block, 0, written);
    reading.takeBlock({ ...block, count });
  }
  return reading.finish({ bytes: 0 });
}

const number = fc.nat(99_999);
const digits = fc.constantFrom(...[..."0123456789abcdef"]);
const id = fc.array(digits, { minLength: 12, maxLength: 12 }).map((some) => some.join(""));
const stamp = fc
  .integer({ min: Date.UTC(2026, 10, 20), max: Date.UTC(2026, 10, 21) })
  .map((at) => new Date(at).toISOString());
const operation = fc.constantFrom("notes", "summary", "sync-job");
const text = fc.constantFrom("hello", "it failed with 503", "error: timeout", "ünïcode ⚡️");

/** What bots and platforms write, each with values of its own. */
const anyLine = fc.oneof(
  fc.tuple(stamp, operation, id).map(([at, name, req]) => `${at} INFO START ${name} requestId=req-${req}`),
  fc
    .tuple(stamp, operation, id, number)
    .map(([at, name, req, ms]) => `${at} INFO completed ${name} requestId=req-${req} took ${ms}ms`),
  fc
    .tuple(stamp, operation, id, number)
    .map(
      ([at, name, req, ms]) => `${at} ERROR failed ${name} requestId=req-${req} after ${ms}ms: Error: HTTP ${ms % 600}`,
    ),
  fc.tuple(number, number).map(([row, column]) => `    at run (/app/src/run.js:${row}:${column})`),
  fc
    .tuple(id, text, number)
    .map(([req, said, level]) => `{"level":${10 * ((level % 6) + 1)},"reqId":"${req}","msg":"${said}"}`),
  fc.tuple(stamp, number).map(([at, code]) => `${at} app[web.1]: Process exited with status ${code % 256}`),
  fc.tuple(stamp, text, number).map(([at, said, code]) => `${at} WARN ${said} code=${code} status ${code % 600}`),
  fc.tuple(text, number).map(([said, count]) => `${said} ${count} ${count % 10}`),
  fc.tuple(number, id).map(([count, some]) => `Nov 20 09:${10 + (count % 50)}:11 host bot[${count}]: done ${some}`),
  fc.tuple(operation, id).map(([name, some]) => `{"severity":"error","message":"${name} failed","trace":"${some}"}`),
  fc.constantFrom(
    "}",
    "",
    "  code: 'ECONNREFUSED'",
    "Node.js v24.21.0",
    "Traceback (most recent call last):",
    "SIGTERM",
  ),
);

test("what is remembered of lines of one shape changes nothing of the report", () => {
  fc.assert(
    fc.property(fc.array(anyLine, { minLength: 20, maxLength: 120 }), (lines) => {
      expect(triage(lines, true)).toEqual(triage(lines, false));
    }),
    { numRuns: 150 },
  );
});

test("any bytes are read the same with and without a memory", () => {
  const any = fc.array(fc.oneof(fc.string({ unit: "binary", maxLength: 40 }), anyLine), { maxLength: 40 });
  fc.assert(
    fc.property(any, (some) => {
      const lines = [...some, ...some, ...some].map((one) => one.replaceAll("\n", " "));

      expect(triage(lines, true)).toEqual(triage(lines, false));
    }),
  );
});
