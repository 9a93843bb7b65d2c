import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { RULES } from "../domain/fixtures/default-rules.ts";
import { createRedact } from "../domain/redact.ts";
import type { LocalContext } from "./local-operation.ts";
import { triageText } from "./triage-cases.ts";

const context: LocalContext = {
  readRules: () => RULES,
  readLog: () => Promise.reject(new Error("nothing is read")),
  readLogBlocks: () => Promise.reject(new Error("nothing is read")),
  readLogInSteps: () => Promise.reject(new Error("nothing is read")),
  readCaseFolder: () => Promise.reject(new Error("nothing is read")),
  readCaseKeyFile: () => Promise.reject(new Error("nothing is read")),
  redact: createRedact([]),
  hash: (text) => createHash("sha256").update(text).digest("hex"),
};

const piece = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "2026-11-23T09:00:00Z ERROR notes failed req=1: Error: connect ECONNREFUSED 10.0.0.7:6379",
    "2026-11-23T08:00:00Z INFO START notes req=1",
    '{"level":50,"time":1795459551476,"req":"1","err":{"message":"429 rate_limit_error","status":429}}',
    "[ERROR]  bolt-app An incoming event was not acknowledged within 3 seconds.",
    "Error: boom",
    "    at run (/app/src/run.js:1:2)",
    "  [cause]: Error: deeper {",
    "Node.js v24.21.0",
    "{",
    "}",
  ),
);

test("any text gets a report that holds together", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const logs = pieces.join("\n");

      const report = triageText(logs, { rules: RULES }, context);

      const ids = new Set(report.evidence.map(({ id }) => id));
      expect(report.verdict.evidence.filter((id) => !ids.has(id))).toEqual([]);
      expect(report.evidence.flatMap(({ lines }) => lines).filter((line) => line < 1 || line > report.lines)).toEqual(
        [],
      );
      expect(report.onset === null).toBe(report.verdict.pattern === "none");
      expect(report.verdict.origin === "none").toBe(report.verdict.pattern === "none");
      expect(triageText(logs, { rules: RULES }, context)).toEqual(report);
    }),
  );
});
