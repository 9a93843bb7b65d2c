import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { RULES } from "../domain/fixtures/default-rules.ts";
import { createRedact } from "../domain/redact.ts";
import type { LocalContext } from "./local-operation.ts";
import { triageText } from "./triage-cases.ts";

const refuse = () => Promise.reject(new Error("nothing is read"));
const context: LocalContext = {
  readRules: () => RULES,
  readLog: refuse,
  readLogBlocks: refuse,
  readLogInSteps: refuse,
  readCaseFolder: refuse,
  readCaseKeyFile: refuse,
  redact: createRedact([]),
  hash: (text) => createHash("sha256").update(text).digest("hex"),
};

function triage(...lines: readonly unknown[]) {
  const texts = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line)));
  return triageText(texts.join("\n"), { rules: RULES }, context);
}

const LONG = "word ".repeat(20_000);

describe("a line of JSON that was cut", () => {
  test("still tells its level, its error and its message from before the cut", () => {
    const { verdict, onset } = triage({
      level: 50,
      time: 1795459561476,
      msg: "attio call failed",
      err: {
        type: "Error",
        message: "429 Too Many Requests",
        stack: "Error: 429 Too Many Requests\n    at f (/app/a.js:1:2)",
      },
      payload: LONG,
    });

    expect(verdict).toMatchObject({ pattern: "rate-limit", component: "attio" });
    expect(onset).toMatchObject({ at: 1795459561476, course: "once" });
  });

  test("within an envelope that was cut along tells the same", () => {
    const err = { type: "Error", message: "connect ECONNREFUSED 10.0.0.7:6379" };
    const inner = JSON.stringify({ level: 50, err, prompt: LONG });

    expect(triage({ log: `${inner}\n`, stream: "stderr" }).verdict).toMatchObject({
      pattern: "dependency-down",
      component: "redis",
    });
  });

  test("is a failure also where its message stood behind the cut, and never all clear where its level did", () => {
    expect(triage({ level: 50, payload: LONG, msg: "attio call failed" }).verdict.pattern).toBe("unknown");
    expect(triage({ time: 1795459561476, payload: LONG, level: 50 }).verdict).toMatchObject({
      confidence: "low",
      firstFix: expect.stringContaining("line 1"),
    });
  });
});

describe("an error that nobody caught", () => {
  const frames = "    at platformErrorFromResult (/app/node_modules/@slack/web-api/dist/errors.js:56:33)";
  const error = `Error: An API error occurred: invalid_blocks`;

  test.each([
    ["Node before 15", `(node:12) UnhandledPromiseRejectionWarning: ${error}\n${frames}`],
    [
      "Node's event",
      `Unhandled Rejection at: Promise {\n  <rejected> ${error}\n  ${frames} {\n    code: 'slack_webapi_platform_error'\n  }\n} reason: ${error}`,
    ],
    [
      "a JSON logger",
      JSON.stringify({ level: 50, msg: "unhandledRejection", err: { message: error, stack: `${error}\n${frames}` } }),
    ],
    [
      "Node at its end",
      `triggerUncaughtException(err, true /* fromPromise */);\n            ^\n\n${error}\n${frames} {\n  code: 'slack_webapi_platform_error'\n}\n\nNode.js v20.11.0`,
    ],
  ])("is named after its cause, and how it surfaced stands beside it with its evidence: %s", (_, log) => {
    const { verdict, alternatives, evidence } = triage(log);

    expect(verdict).toMatchObject({ pattern: "block-validation", component: "slack", origin: "own-code" });
    expect(alternatives[0]).toMatchObject({ pattern: "framework-error-handler", count: 1 });
    expect(evidence.map(({ says }) => says)).toContainEqual(
      expect.stringContaining("surfaced as framework-error-handler, 1 time"),
    );
  });
});

describe("an entry of OTLP", () => {
  function entry(body: string, attributes: Readonly<Record<string, string | number>>) {
    const list = Object.entries(attributes).map(([key, value]) => ({
      key,
      value: typeof value === "number" ? { intValue: String(value) } : { stringValue: value },
    }));
    const record = { severityNumber: 17, body: { stringValue: body }, attributes: list };
    return { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] };
  }

  test("whose stack is only frames has its class and its message in attributes", () => {
    const { verdict } = triage(
      entry("notes failed", {
        "exception.type": "AxiosError",
        "exception.message": "Request failed with status code 429",
        "exception.stacktrace": "    at fetchNotes (/app/src/notes.js:12:3)",
        "server.address": "api.attio.com",
      }),
    );

    expect(verdict).toMatchObject({ pattern: "rate-limit", component: "attio" });
    expect(verdict.summary).toContain("status code 429");
  });

  test.each([
    ["the host that was called", { "http.response.status_code": 529, "server.address": "api.anthropic.com" }],
    ["the system that was called", { "http.status_code": 529, "gen_ai.system": "anthropic" }],
    ["its status alone, which only one of them has", { "http.response.status_code": 529 }],
  ])("names who was overloaded by %s", (_, attributes) => {
    expect(triage(entry("model call failed", attributes)).verdict).toMatchObject({
      pattern: "rate-limit",
      component: "anthropic",
      origin: "external",
    });
  });
});

describe("what took too long without a word that it began or ended", () => {
  test("is counted as slow, and is a time-out", () => {
    const { verdict, operations } = triage(
      { level: 30, time: 1795459551476, msg: "ask", durationMs: 51_000 },
      { level: 30, time: 1795459651476, msg: "ask", durationMs: 47_000 },
    );

    expect(verdict).toMatchObject({ pattern: "timeout", origin: "own-code" });
    expect(operations).toMatchObject({ slow: 2, byName: [{ name: "ask", started: 0, slow: 2, p50Ms: 47_000 }] });
  });

  test("is not counted again where its operation tells of it", () => {
    const { operations } = triage(
      "2026-11-23T09:00:00Z INFO START notes req=a1",
      "2026-11-23T09:00:42Z INFO handler answered in 42.1s req=a1",
      "2026-11-23T09:00:42Z INFO notes completed req=a1",
    );

    expect(operations).toMatchObject({ started: 1, completed: 1, slow: 1 });
  });

  test("is no failure where nearly all were fast", () => {
    const fast = Array.from({ length: 99 }, () => "INFO ask answered in 2.1s");

    expect(triage(...fast, "INFO ask answered in 42.1s").verdict.pattern).toBe("none");
  });
});
