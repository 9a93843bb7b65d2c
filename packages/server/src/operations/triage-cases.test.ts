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
  readLogBytes: refuse,
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
