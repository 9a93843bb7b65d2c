import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LogEntry } from "./log-entry.ts";
import { createEntryReader } from "./read-entries.ts";

const AT = Date.UTC(2026, 10, 23, 10, 0, 0);
const ESCAPE = String.fromCharCode(27);

function read(...lines: readonly string[]): readonly LogEntry[] {
  const reader = createEntryReader();
  return [...lines.flatMap((line) => reader.take(line)), ...reader.finish()];
}

function only(...lines: readonly string[]): LogEntry | undefined {
  const entries = read(...lines);
  expect(entries).toHaveLength(1);
  return entries[0];
}

describe("plain text", () => {
  test.each([
    ["2026-11-23T10:00:00Z ERROR save failed", AT, "error", "save failed"],
    ["2026-11-23 10:00:00,250 [warn] slow start", AT + 250, "warn", "slow start"],
    ["[2026-11-23T12:00:00+02:00] info: hello", AT, "info", "hello"],
    [`${AT} DEBUG tick`, AT, "debug", "tick"],
    [`${AT / 1000} INFO tick`, AT, "info", "tick"],
    [`${ESCAPE}[31m2026-11-23T10:00:00Z${ESCAPE}[39m ERROR red`, AT, "error", "red"],
    ["[23/Nov/2026:10:00:00 +0000] started", AT, undefined, "started"],
    ["nothing but words", undefined, undefined, "nothing but words"],
  ])("%s", (...[line, at, severity, text]) => {
    expect(only(line)).toEqual({ line: 1, text, ...(at && { at }), ...(severity && { severity }) });
  });

  test("a clock without a date stands on the day of the last full time, and goes on over midnight", () => {
    const [, same, next] = read("2026-11-23T23:59:00Z a", "[23:59:30] b", "[00:00:10] c");

    expect(same?.at).toBe(Date.UTC(2026, 10, 23, 23, 59, 30));
    expect(next?.at).toBe(Date.UTC(2026, 10, 24, 0, 0, 10));
  });

  test("a frame keeps its indentation under every envelope", () => {
    const frame = "    at save (/app/src/store.js:3:1)";
    const lines = [
      frame,
      `2026-11-23T10:00:00.000000+00:00 app[web.1]: ${frame}`,
      `2026-11-23T10:00:00.000000000Z stderr F ${frame}`,
      `2026-11-23T10:00:00Z app[148ed193b95948] fra [info]${frame}`,
      `crm-bot-1  | ${frame}`,
      `0|crm-bot  | 2026-11-23T10:00:00: ${frame}`,
      `Nov 23 10:00:00 host crm-bot[42]: ${frame}`,
      JSON.stringify({ log: `${frame}\n`, stream: "stderr", time: "2026-11-23T10:00:00Z" }),
      JSON.stringify({
        message: frame,
        severity: "error",
        attributes: { level: "error" },
        timestamp: "2026-11-23T10:00:00Z",
      }),
    ];

    expect(read(...lines).map(({ text }) => text)).toEqual(lines.map(() => frame));
  });
});

describe("loggers", () => {
  test.each([
    [
      "pino",
      { level: 50, time: AT, pid: 1, hostname: "h", name: "bot", msg: "save failed", err: { stack: "Error: x" } },
    ],
    [
      "bunyan",
      { name: "bot", hostname: "h", pid: 1, level: 50, msg: "save failed", time: "2026-11-23T10:00:00.000Z", v: 0 },
    ],
    ["winston", { level: "error", message: "save failed", service: "bot", timestamp: "2026-11-23T10:00:00.000Z" }],
  ])("%s tells level, time and name, and its fields stay", (_, fields) => {
    expect(only(JSON.stringify(fields))).toEqual({
      line: 1,
      at: AT,
      severity: "error",
      service: "bot",
      text: "save failed",
      fields,
    });
  });

  test("logfmt is read by its pairs", () => {
    const entry = only('time=2026-11-23T10:00:00Z level=error msg="save failed" err="connect ECONNREFUSED"');

    expect(entry).toMatchObject({ severity: "error", text: "save failed", fields: { err: "connect ECONNREFUSED" } });
  });

  test("Slack's logger tells its name", () => {
    expect(only("[WARN]  web-api:WebClient:0 http request failed")).toEqual({
      line: 1,
      severity: "warn",
      logger: "web-api:WebClient:0",
      text: "http request failed",
    });
  });
});

describe("envelopes", () => {
  test("pino within Heroku's stream is pino, and so it is within Docker's file and Railway's record", () => {
    const pino = JSON.stringify({ level: 40, time: AT, msg: "retrying" });
    const lines = [
      `2026-11-23T10:00:01.000000+00:00 app[web.1]: ${pino}`,
      JSON.stringify({ log: `${pino}\n`, stream: "stdout", time: "2026-11-23T10:00:01Z" }),
      JSON.stringify({ message: pino, severity: "info", timestamp: "2026-11-23T10:00:01Z" }),
      `<14>1 2026-11-23T10:00:01Z host app web.1 - ${pino}`,
    ];

    for (const entry of read(...lines)) expect(entry).toMatchObject({ at: AT, severity: "warn", text: "retrying" });
  });

  test("a level that only the envelope tells is marked as such", () => {
    const line = JSON.stringify({
      message: "hello",
      severity: "info",
      attributes: { level: "info" },
      timestamp: "2026-11-23T10:00:00Z",
    });

    expect(only(line)).toEqual({ line: 1, at: AT, severity: "info", levelBy: "envelope", text: "hello" });
  });

  test("parts of a long line in Kubernetes are put together before they are read", () => {
    const pino = JSON.stringify({ level: 50, msg: "long" });

    const entry = only(
      `2026-11-23T10:00:00.1Z stdout P ${pino.slice(0, 9)}`,
      `2026-11-23T10:00:00.1Z stdout F ${pino.slice(9)}`,
    );

    expect(entry).toMatchObject({ line: 1, severity: "error", text: "long" });
  });

  test("an entry of journald's export ends at the blank line, and its binary message is read", () => {
    const entries = read(
      "__REALTIME_TIMESTAMP=1795428000000000",
      "PRIORITY=3",
      "SYSLOG_IDENTIFIER=crm-bot",
      "MESSAGE=save failed",
      "",
      "__REALTIME_TIMESTAMP=1795428000000000",
      "MESSAGE",
      `${"\u0005".padEnd(8, "\u0000")}a`,
      "b",
      "",
    );

    expect(entries.filter(({ text }) => text !== "")).toEqual([
      { line: 1, at: AT, severity: "error", levelBy: "envelope", service: "crm-bot", text: "save failed" },
      { line: 6, at: AT, text: "a\nb" },
    ]);
  });

  test("each record of OTLP is an entry, with its exception", () => {
    const record = (body: string, attributes: readonly unknown[]) => ({
      timeUnixNano: "1795428000000000000",
      severityNumber: 17,
      body: { stringValue: body },
      attributes,
    });
    const exception = { key: "exception.stacktrace", value: { stringValue: "Error: x\n    at a.js:1:1" } };
    const resource = { attributes: [{ key: "service.name", value: { stringValue: "crm-bot" } }] };

    const entries = read(
      JSON.stringify({
        resourceLogs: [{ resource, scopeLogs: [{ logRecords: [record("a", []), record("b", [exception])] }] }],
      }),
    );

    expect(entries).toHaveLength(2);
    expect(entries[1]).toMatchObject({ at: AT, severity: "error", service: "crm-bot", text: "b" });
    expect(entries[1]?.fields).toMatchObject({ err: { stack: "Error: x\n    at a.js:1:1" } });
  });
});

test("any lines may come in, and each entry knows a line that was read", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.json(),
    fc.constantFrom(
      "<14>1 ",
      "MESSAGE=",
      "__REALTIME_TIMESTAMP=1795428000000000",
      '{"log":"',
      "[ERROR]  ",
      "2026-11-23T10:00:00Z ",
      "stderr P ",
    ),
  );
  const line = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(""));

  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      for (const entry of read(...lines)) {
        expect(entry.line).toBeGreaterThanOrEqual(1);
        expect(entry.line).toBeLessThanOrEqual(lines.length);
      }
    }),
  );
});
