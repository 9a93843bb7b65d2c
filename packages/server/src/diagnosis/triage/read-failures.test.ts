import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRedact } from "../../domain/redact.ts";
import type { ErrorFact } from "./error-fact.ts";
import { createEntryReader } from "./read-entries.ts";
import { createFailureReader } from "./read-failures.ts";

function read(text: string): readonly ErrorFact[] {
  const entries = createEntryReader();
  const hash = (value: string) => createHash("sha256").update(value).digest("hex").slice(0, 12);
  const failures = createFailureReader({ redact: createRedact([]), hash });
  for (const line of text.split("\n")) for (const entry of entries.take(line)) failures.take(entry);
  for (const entry of entries.finish()) failures.take(entry);
  return failures.finish();
}

/** What libraries and platforms printed, cut at its `=== name` lines. */
const recorded = new Map(
  readFileSync(new URL("./fixtures/recorded-failures.txt", import.meta.url), "utf8")
    .split(/^=== /m)
    .slice(1)
    .map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1)]),
);

function readRecorded(name: string): readonly ErrorFact[] {
  return read(recorded.get(name) ?? "");
}

describe("what each error of a chain says", () => {
  test("Slack's refused blocks are one fault with the places that WebClient named", () => {
    const facts = readRecorded("slack-blocks");

    expect(facts).toHaveLength(1);
    expect(facts[0]?.chain.at(-1)).toMatchObject({
      type: "invalid_blocks",
      component: "slack",
      pointers: ["/blocks/3/elements/0", "/blocks/1/text/text"],
    });
  });

  test("a missing scope tells what is needed and what is provided", () => {
    const [fact] = readRecorded("slack-scope");

    expect(fact?.chain[0]).toMatchObject({
      type: "missing_scope",
      needed: expect.stringContaining("channels:history"),
    });
    expect(fact?.chain[0]?.provided).toContain("chat:write");
  });

  test("two listeners that fail are two faults", () => {
    const facts = readRecorded("slack-two-listeners");

    expect(facts.map(({ chain }) => chain.at(-1)?.errorClass)).toEqual(["WebAPIPlatformError", "TypeError"]);
  });

  test("a provider's answer tells status and type, and the line below tells the request", () => {
    const [fact] = readRecorded("anthropic-key");

    expect(fact).toMatchObject({ requestId: expect.stringMatching(/^req-/), operation: expect.any(String) });
    expect(fact?.chain[0]).toMatchObject({ status: 401, type: "authentication_error", component: "anthropic" });
  });

  test("a structured entry tells the same as a printed one", () => {
    const [fact] = readRecorded("anthropic-bunyan");

    expect(fact?.chain[0]).toMatchObject({
      errorClass: "OverloadedError",
      status: 529,
      type: "overloaded_error",
      component: "anthropic",
    });
  });

  test("the end of an inspected object of hundreds of lines is read, and no secret of it comes out", () => {
    const [fact] = readRecorded("attio-dump");

    expect(fact?.chain[0]).toMatchObject({
      status: 401,
      type: "auth_error",
      host: "api.attio.com",
      component: "attio",
    });
    expect(fact?.chain[0]?.call).toBe("POST /v2/objects/deals/records");
    expect(JSON.stringify(fact)).not.toContain("abcdef-123456");
  });

  test.each([
    ["openai-hangup", ["APIConnectionError", "TypeError", "SocketError"], "UND_ERR_SOCKET", "openai"],
    ["mongo-refused", ["MongoServerSelectionError", "MongoNetworkError", "Error"], "ECONNREFUSED", "mongodb"],
    ["pg-password", [undefined], "28P01", "postgres"],
  ] as const)("%s: the chain goes down to the innermost error", (...[name, classes, code, component]) => {
    const [fact] = readRecorded(name);

    expect(fact?.chain.map(({ errorClass }) => errorClass)).toEqual(classes);
    expect(fact?.chain.at(-1)?.code).toBe(code);
    expect(fact?.chain.findLast((link) => link.component !== undefined)?.component).toBe(component);
  });

  test("an error event that ends the process is a crash", () => {
    const [fact] = readRecorded("pg-idle");

    expect(fact).toMatchObject({ crash: true, reporter: "node" });
    expect(fact?.chain[0]?.code).toBe("57P01");
  });

  test.each([
    [
      "Error: connect ECONNREFUSED 127.0.0.1:6379",
      { code: "ECONNREFUSED", host: "127.0.0.1", port: 6379, component: "redis" },
    ],
    ["Error: connect ECONNREFUSED ::1:5432", { code: "ECONNREFUSED", component: "postgres" }],
    ["Error: getaddrinfo ENOTFOUND api.attio.com", { code: "ENOTFOUND", host: "api.attio.com", component: "attio" }],
    ["Error: getaddrinfo ENOTFOUND api.acme-billing.com", { host: "api.acme-billing.com", component: "acme-billing" }],
    ["ERROR: AxiosError: Request failed with status code 503", { status: 503 }],
    [
      'reply failed: 429 {"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}',
      { status: 429, type: "rate_limit_error", component: "anthropic" },
    ],
    ["ERROR: HubSpot API error 502: Bad Gateway", { status: 502, component: "hubspot" }],
    ["Error: Rate limited, please try again in 20s", { retryAfterMs: 20_000 }],
  ])("%s", (line, expected) => {
    expect(read(line)[0]?.chain.at(-1)).toMatchObject(expected);
  });
});

describe("what is no failure", () => {
  test.each(["people", "model-output", "counts"])("%s", (name) => {
    expect(readRecorded(name)).toEqual([]);
  });

  test.each([
    'INFO message from U1: text="TypeError: x is undefined, ECONNREFUSED"',
    "2026-11-23T10:00:00Z DEBUG cache miss (ENOENT: no such file)",
    "stats: processed=100 errors=0 failed=0",
    '127.0.0.1 - - [23/Nov/2026:10:00:00 +0000] "GET /.env HTTP/1.1" 404 12',
    'INFO received message text="my pod is in CrashLoopBackOff and OOMKilled"',
    "(node:7) DeprecationWarning: the error property is deprecated",
    "Nov 23 10:00:00 host sshd[911]: Failed password for invalid user admin",
  ])("%s", (line) => {
    expect(read(line)).toEqual([]);
  });
});

describe("what went well in the end", () => {
  test("a limit that WebClient waited for is recovered", () => {
    const facts = readRecorded("slack-limit-mended");

    expect(facts.length).toBeGreaterThan(0);
    expect(facts.every(({ recovered, severity }) => recovered && severity === "warn")).toBe(true);
  });

  test("a limit that ended in an error is not", () => {
    const facts = readRecorded("slack-limit-ended");

    expect(facts.filter(({ severity }) => severity === "error")).toHaveLength(1);
    expect(facts.some(({ recovered }) => recovered)).toBe(false);
  });

  test("SDK's tries that came to nothing are not, and a retry whose request completed is", () => {
    expect(readRecorded("anthropic-limit").some(({ recovered }) => recovered)).toBe(false);

    const facts = read(
      ["WARN retrying in 2s (attempt 1/3): 503 Service Unavailable req=r1", "INFO save completed req=r1"].join("\n"),
    );
    expect(facts).toMatchObject([{ recovered: true, requestId: "r1" }]);
  });
});

describe("what others say of the process", () => {
  test("Heroku's router and the kernel are the platform", () => {
    expect(readRecorded("heroku-slow").map(({ chain, reporter }) => [reporter, chain[0]?.code])).toEqual([
      ["platform", "H12"],
      ["platform", "H12"],
      ["platform", "H12"],
    ]);
    expect(readRecorded("systemd-memory")[0]).toMatchObject({ crash: true, chain: [{ code: "OOMKilled" }] });
  });

  test("an end that was asked for is none", () => {
    expect(read("Stopping Container\nnpm error path /app\nnpm error signal SIGTERM")).toEqual([]);
    expect(read("crm-bot exited with code 0")).toEqual([]);
  });
});

test("any lines may come in, and the facts stand in their order", () => {
  const samples = [...recorded.values()].flatMap((part) => part.split("\n"));
  const line = fc.oneof(fc.constantFrom(...samples), fc.string({ unit: "binary" }), fc.json());

  fc.assert(
    fc.property(fc.array(line, { maxLength: 15 }), (lines) => {
      const places = read(lines.join("\n")).map((fact) => fact.line);

      expect(places).toEqual([...places].sort((one, other) => one - other));
    }),
  );
});
