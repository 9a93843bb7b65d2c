import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LogLine } from "../domain/log-line.ts";
import { createRedact } from "../domain/redact.ts";
import type { LogReading } from "./log-reading.ts";
import { readLog } from "./read-log.ts";
import { summariseErrors } from "./summarise-errors.ts";
import { summariseOperations } from "./summarise-operations.ts";

const AT = Date.UTC(2026, 10, 23, 14, 2, 11);
const SECRET = "xoxb-12345-abcdefghij";
const options = {
  redact: createRedact([]),
  hash: (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 12),
};

function linesOf(text: string, severity?: LogLine["severity"]): readonly LogLine[] {
  return text.split("\n").map((line) => ({ at: AT, text: line, ...(severity === undefined ? {} : { severity }) }));
}

function read(text: string, severity?: LogLine["severity"]): LogReading {
  return readLog(linesOf(text, severity), options);
}

/** What the real Bolt, Node and loggers printed (Node 24, Bolt 5.1), cut at its `=== name` lines. */
function printed(file: string): ReadonlyMap<string, string> {
  const text = readFileSync(new URL(`./fixtures/${file}.txt`, import.meta.url), "utf8");
  const parts = text.split(/^=== /m).slice(1);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1)]));
}

function summary({ errors }: LogReading): readonly string[] {
  return errors.map(({ errorClass, code, template, ownFrames, crash }) => {
    const [frame] = ownFrames;
    const place =
      frame === undefined ? "-" : `${frame.path}:${frame.line}${frame.symbol === undefined ? "" : ` ${frame.symbol}`}`;
    return [errorClass ?? "-", code ?? "-", template, place, ...(crash ? ["crash"] : [])].join(" | ");
  });
}

const TITLE = "TypeError | - | Cannot read properties of undefined (reading 'title') | /app/src/notes.js:5 titleOf";

describe("what Bolt prints in Socket Mode", () => {
  const bolt = printed("bolt-socket-mode");
  test.each([
    ["type", TITLE],
    ["cause", TITLE],
    ["new", "RangeError | - | store not ready | /app/src/notes.js:2 Store"],
    ["blocks", "WebAPIPlatformError | invalid_blocks | An API error occurred: invalid_blocks | /app/src/app.js:25"],
    ["http500", "WebAPIHTTPError | HTTP 500 | An HTTP protocol error occurred: statusCode = <n> | -"],
    [
      "limit",
      "WebAPIRequestError | ratelimited | A rate limit was exceeded (url: <url:address>, retry-after: <n>) | -",
    ],
    ["agg", "Error | - | a | /app/src/app.js:30"],
    ["thrown-string", "- | - | just a string | /app/src/app.js:40"],
    ["dns", "Error | ENOTFOUND | getaddrinfo ENOTFOUND <host:nonexistent.invalid> | /app/src/app.js:40"],
    ["ts", "Error | - | multi | /app/src/app.js:33"],
    ["logged", "Error | - | x <n> failed | /app/src/app.js:34"],
    ["msg", "- | - | Full processing failed: boom | -"],
  ])("the fault %s counts once, with its innermost error and own frame", (name, expected) => {
    expect(summary(read(bolt.get(name) ?? ""))).toEqual([expected]);
  });

  test("the platform's word that a line went to stderr changes nothing", () => {
    const all = [...bolt.values()].map((part) => part.replace(/^START.*\n/m, ""));

    for (const part of all) {
      const expected = summary(read(part));

      expect(summary(read(part, "error"))).toEqual(expected);
    }
  });

  test("a fault of the same words five times is five faults, not ten reports and not one", () => {
    const one = bolt.get("type") ?? "";

    const { errors } = read([one, one, one, one, one].join(""));

    expect(errors).toHaveLength(5);
    expect(new Set(errors.map(({ signatureId }) => signatureId)).size).toBe(1);
  });
});

describe("what Bolt's HTTP receiver prints", () => {
  const bolt = printed("bolt-http");
  test.each([
    ["event", [TITLE]],
    ["command", [TITLE]],
    ["two listeners", [TITLE]],
  ])("%s: the receiver's second line, which repeats no word of the error, is folded", (name, expected) => {
    expect(summary(read(bolt.get(name) ?? ""))).toEqual(expected);
  });

  test("a start refused by Slack is one fault, though socket client and bot both report it", () => {
    const part = (bolt.get("socket invalid auth") ?? "").split("\n").slice(0, -2).join("\n");

    expect(summary(read(part))).toEqual([
      "WebAPIPlatformError | invalid_auth | An API error occurred: invalid_auth | /app/src/http.js:23",
    ]);
  });
});

describe("what Node prints when it dies", () => {
  const crashes = printed("node-crashes");
  test.each([
    ["a", "- | - | a string | - | crash"],
    ["c", "SyntaxError | - | Unexpected token ';' | /app/c/c.js:2 | crash"],
    [
      "d",
      "SyntaxError | - | The requested module '<path:lib.js>' does not provide an export named 'nope' | /app/c/d.js:1 | crash",
    ],
    [
      "e",
      "Error | ERR_MODULE_NOT_FOUND | Cannot find module '<path:missing.js>' imported from <path:e.js> | - | crash",
    ],
    ["h", "TypeError | - | inner | /app/c/h.js:2 f | crash"],
    ["i", "Error | ENOENT | ENOENT: no such file or directory, open 'nope.json' | /app/c/i.js:1 | crash"],
    [
      "j",
      "SyntaxError | ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX | TypeScript enum is not supported in strip-only mode | /app/c/j.ts:2 | crash",
    ],
    ["m", "RangeError | - | r | /app/c/m.js:1 | crash"],
    ["n", "Error | EADDRINUSE | listen EADDRINUSE: address already in use <address> | /app/c/n.js:1 | crash"],
  ])("crash %s is one fault at the place that Node names", (name, expected) => {
    expect(summary(read(crashes.get(name) ?? ""))).toEqual([expected]);
    expect(summary(read(crashes.get(name) ?? "", "error"))).toEqual([expected]);
  });
});

describe("what loggers and the console print", () => {
  const file = (name: string) => readFileSync(new URL(`./fixtures/${name}.txt`, import.meta.url), "utf8");

  test("pino, winston and bunyan give one signature for one error", () => {
    const { errors } = read(file("loggers"));

    const same = errors.filter(({ ownFrames }) => ownFrames[0]?.path === "/app/src/lib.js");

    expect(same).toHaveLength(7);
    expect(new Set(same.map(({ signatureId }) => signatureId)).size).toBe(1);
    expect(same[1]?.requestId).toBe("r2");
  });

  test("errors printed by inspection keep class, code and place", () => {
    expect(summary(read(file("node-inspected")))).toEqual([
      "SyntaxError | - | in eval | /app/src/app.js:42 eval",
      "Error | - | in fn | /app/src/app.js:43 eval",
      "SyntaxError | - | Unexpected token 'o', <quoted> is not valid JSON | /app/src/app.js:44",
      "Error | ENOENT | ENOENT: no such file or directory, open '<path:x.json>' | /app/src/app.js:45",
      "Error | - | nested in object | /app/src/app.js:46",
      "HttpError | HTTP 503 | Request failed with status code <n> | /app/src/app.js:48",
      "Error | - | a warning one | /app/src/app.js:49",
    ]);
  });

  test("a dependency's driver is named by its own class and the code underneath", () => {
    const mongo = read(file("loggers"), "error").errors.find(({ errorClass }) => errorClass?.startsWith("Mongo"));

    expect(mongo).toMatchObject({ errorClass: "MongoNetworkError", code: "ECONNREFUSED" });
  });
});

describe("what is no error", () => {
  test.each([
    'START handleMention req=1 text="why do I get TypeError: x is not a function?"',
    "[INFO]  bolt-app user said: Error: it failed again",
    "received message: error in notes, please help",
    '{"level":30,"msg":"mention","text":"TypeError: boom\\n    at f (/app/src/a.ts:1:2)"}',
    '{"level":"info","message":"error rate is 0"}',
    "2026-11-23 14:02:11 INFO prompt=Explain this Error: foo",
    "[WARN]  bolt-app http request failed A rate limit was exceeded",
    "[DEBUG]  bolt-app Error details: Error: x, retry num: 0, retry reason: ",
    "(node:12) [DEP0040] DeprecationWarning: The `punycode` module is deprecated.",
    "completed notes took 12ms",
  ])("%s", (line) => {
    expect(read(line).errors).toEqual([]);
  });

  test("a stack that a user pasted is not the bot's", () => {
    const { errors } = read('user asked: "what is this?\nTypeErr: x\n    at f (/app/src/a.ts:1:2)\n"');

    expect(errors).toEqual([]);
  });
});

describe("one fault, several reports", () => {
  test("what the bot logs and Bolt logs again is one fault", () => {
    const stack = "TypeError: boom\n    at f (file:///app/src/a.ts:3:1)";
    const bot = `Error in handleMention: ${stack}`;
    const bolt = `[ERROR]  bolt-app UnknownError: boom\n    at asCodedError (/app/node_modules/@slack/bolt/dist/errors.js:46:12) {\n  code: 'slack_bolt_unknown_error',\n  original: TypeError: boom\n      at f (file:///app/src/a.ts:3:1)\n}`;
    const failed = "failed notes req=7 took 12ms: boom";

    const { errors, operations } = read(`START notes req=7\n${bot}\n${failed}\n${bolt}`);

    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ errorClass: "TypeError", template: "boom", requestId: "7" });
    expect(operations.map(({ step }) => step)).toEqual(["started", "failed"]);
  });

  test("equal words thrown at two places are two faults", () => {
    const { errors } = read(
      "TypeError: boom\n    at f (file:///app/src/a.ts:3:1)\nTypeError: boom\n    at g (file:///app/src/b.ts:9:1)",
    );

    expect(errors).toHaveLength(2);
    expect(errors[0]?.signatureId).not.toBe(errors[1]?.signatureId);
  });
});

describe("signatures", () => {
  test("ids, amounts, addresses and moved lines do not change the signature; the symbol does", () => {
    const at = (line: number, symbol: string) =>
      `    at ${symbol} (file:///srv/checkout-${line}/src/notes.ts:${line}:5)`;
    const one = read(`Error: note 17 of U0123ABCD not found at 10.0.0.1:27017\n${at(41, "titleOf")}`).errors[0];
    const other = read(`Error: note 4 of U0999ZZZ9 not found at 10.0.0.2:27017\n${at(57, "titleOf")}`).errors[0];
    const elsewhere = read(`Error: note 4 of U0999ZZZ9 not found at 10.0.0.2:27017\n${at(57, "listOf")}`).errors[0];

    expect(one?.template).toBe("note <n> of <slack-id> not found at <address>");
    expect(other?.signatureId).toBe(one?.signatureId);
    expect(elsewhere?.signatureId).not.toBe(one?.signatureId);
  });

  test("nothing is new without a baseline, and only the unseen is new with one", () => {
    const reading = read("TypeError: a\n    at f (/app/src/a.ts:1:1)\nTypeError: b\n    at f (/app/src/a.ts:1:1)");
    const baseline = read("TypeError: a\n    at f (/app/src/a.ts:9:1)");

    expect(summariseErrors(reading).signatures.map(({ isNew }) => isNew)).toEqual([false, false]);
    expect(summariseErrors(reading, { baseline }).signatures.map(({ template, isNew }) => [template, isNew])).toEqual([
      ["b", true],
      ["a", false],
    ]);
  });

  test("samples are at most three, and neither they nor a template hold a secret", () => {
    const reading = read(
      Array.from(
        { length: 9 },
        (_, index) => `Error: ${SECRET} refused\n    at f${index} (/app/src/a.ts:1:1)\n  code: '${SECRET}'`,
      ).join("\n"),
    );

    const operations = summariseOperations(read(`START ${SECRET}`), { slowMs: 1 });
    const { signatures, samples } = summariseErrors(reading);

    expect(JSON.stringify(operations)).not.toContain(SECRET);
    expect(signatures).toHaveLength(9);
    expect(samples).toHaveLength(3);
    expect(JSON.stringify([reading, signatures, samples])).not.toContain(SECRET);
  });
});

describe("operations", () => {
  const text = [
    "START notes req=a",
    "START search req=b",
    "Starting server on port 3000",
    "completed search in 1.2s req=b",
    "START notes req=c",
    "failed notes req=a took 30000ms: boom",
    '{"level":30,"msg":"START notes","requestId":"d"}',
    '{"level":30,"msg":"completed notes","requestId":"d","durationMs":40}',
  ].join("\n");

  test("starts are paired with their ends by request, times are read, and what never ended is stuck", () => {
    const facts = summariseOperations(read(text), { slowMs: 25_000 });

    expect(facts).toEqual([
      { name: "notes", started: 3, completed: 1, failed: 1, stuck: 1, p50Ms: 40, p95Ms: 30_000, slow: 1 },
      { name: "search", started: 1, completed: 1, failed: 0, stuck: 0, p50Ms: 1_200, p95Ms: 1_200, slow: 0 },
    ]);
  });

  test("what began a moment before the end of the window is not stuck", () => {
    const [notes] = summariseOperations(read(text), { slowMs: 25_000, until: AT + 1_000 });

    expect(notes?.stuck).toBe(0);
  });

  test("without request ids, ends are paired with the oldest start of their name", () => {
    const marks = readLog(
      ["START notes", "START notes", "notes completed"].map((line, index) => ({ at: AT + index * 1_000, text: line })),
      options,
    );

    expect(summariseOperations(marks, { slowMs: 1 })).toMatchObject([
      { started: 2, completed: 1, stuck: 1, p50Ms: 2_000 },
    ]);
  });
});

describe("any log", () => {
  const fragment = fc.constantFrom(
    "TypeError: x",
    "    at f (/a.ts:1:2)",
    " {",
    "}",
    "[ERROR]  bolt-app ",
    "original: ",
    "[cause]: ",
    "START ",
    "failed ",
    '"',
    "{",
    '{"level":50,"msg":"',
    "^",
    "Node.js v24",
    "error: ",
    "Caused by: ",
    "/",
    ":",
    "\n",
    "\r",
    "took 5ms",
    "\u0000",
    "at ",
  );
  const text = fc
    .array(fc.oneof(fragment, fc.string({ maxLength: 8 })), { maxLength: 12 })
    .map((parts) => parts.join(""));
  const line = fc.record(
    { at: fc.integer({ min: AT, max: AT + 20_000 }), text, severity: fc.constantFrom("info", "error") },
    { requiredKeys: ["at", "text"] },
  );

  test("never makes the reader throw, and every error has a template without a line end", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const ordered = lines.toSorted((one, other) => one.at - other.at) as readonly LogLine[];
        const { errors } = readLog(ordered, options);

        for (const error of errors) expect(error.template).not.toMatch(/[\r\n]/);
      }),
      { numRuns: 500 },
    );
  });

  test("reads the same faults whatever unrelated lines of information stand between", () => {
    const parts = [...printed("bolt-socket-mode").values(), ...printed("node-crashes").values()].map((part) =>
      part.trimEnd().split("\n"),
    );
    const info = fc.constantFrom(
      "[INFO]  bolt-app Now connected to Slack",
      '{"level":30,"msg":"tick","durationMs":3}',
      "completed health took 2ms",
      "2026-11-23T14:02:11.000Z info: cache warmed",
      "[DEBUG]  bolt-app ack",
    );
    fc.assert(
      fc.property(fc.constantFrom(...parts), fc.array(fc.tuple(fc.nat(40), info), { maxLength: 6 }), (part, extra) => {
        const mixed = [...part];
        for (const [at, noise] of extra) mixed.splice(Math.min(at, mixed.length), 0, noise);

        expect(read(mixed.join("\n")).errors.map(({ signatureId }) => signatureId)).toEqual(
          read(part.join("\n")).errors.map(({ signatureId }) => signatureId),
        );
      }),
      { numRuns: 300 },
    );
  });

  test("a line of a megabyte is cut and counted", () => {
    const { lines, errors } = read(`Error: ${"a ".repeat(500_000)}\nError: ${"/".repeat(500_000)}`);

    expect(lines).toBe(2);
    expect(errors).toHaveLength(2);
  });
});

test.each(["Terminated", "sh: 1: Terminated", "Terminated: 15"])(
  "%s, from a shell at a deploy, is no failure",
  (text) => {
    const reading = readLog([{ at: 0, text, severity: "error" }], { redact: (raw) => raw, hash: (raw) => raw });

    expect(reading.errors).toEqual([]);
  },
);
