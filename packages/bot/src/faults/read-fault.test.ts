import fc from "fast-check";
import { expect, test } from "vitest";
import { readFault, readRetryAfter } from "./read-fault.ts";

const error = (more: object, options?: ErrorOptions) => Object.assign(new Error("x", options), more);

test.each([
  [
    "an error of the Slack client",
    error({ name: "WebAPIPlatformError", code: "slack_webapi_platform_error", data: { error: "invalid_auth" } }),
    { kind: "auth", code: "invalid_auth" },
  ],
  [
    "the same, wrapped by Bolt",
    error({
      code: "slack_bolt_unknown_error",
      original: error({ code: "slack_webapi_platform_error", data: { error: "missing_scope", needed: "chat:write" } }),
    }),
    { kind: "auth", code: "missing_scope", needed: "chat:write" },
  ],
  [
    "blocks that Slack refuses",
    error({ name: "WebAPIPlatformError", data: { error: "invalid_blocks" } }),
    { kind: "refused", code: "invalid_blocks" },
  ],
  [
    "a rate limit of Slack",
    error({ code: "slack_webapi_rate_limited_error", retryAfter: 30 }),
    { kind: "rate-limit", retryAfterMs: 30_000 },
  ],
  [
    "a network failure inside Slack's client",
    error({ code: "slack_webapi_request_error", original: error({ code: "ECONNREFUSED" }) }),
    { kind: "unavailable", code: "ECONNREFUSED" },
  ],
  [
    "an SDK of a model provider",
    error({ name: "RateLimitError", status: 429, headers: new Headers({ "retry-after": "2" }) }),
    { kind: "rate-limit", status: 429, retryAfterMs: 2_000 },
  ],
  ["an overloaded model", error({ status: 529 }), { kind: "unavailable", status: 529 }],
  ["axios", error({ code: "ERR_BAD_REQUEST", response: { status: 401, headers: {} } }), { kind: "auth", status: 401 }],
  ["AWS", error({ name: "ThrottlingException", $metadata: { httpStatusCode: 429 } }), { kind: "rate-limit" }],
  [
    "fetch",
    error({ name: "TypeError" }, { cause: error({ code: "ENOTFOUND" }) }),
    { kind: "unavailable", code: "ENOTFOUND" },
  ],
  ["a signal's time limit", new DOMException("x", "TimeoutError"), { kind: "timeout" }],
  ["a database that nobody can reach", error({ name: "MongoServerSelectionError" }), { kind: "unavailable" }],
  [
    "a refused password of MongoDB",
    error({ name: "MongoServerError", code: 18, codeName: "AuthenticationFailed" }),
    { kind: "auth" },
  ],
  ["a refused password of PostgreSQL", error({ code: "28P01" }), { kind: "auth" }],
  [
    "two listeners that failed",
    error({ code: "slack_bolt_multiple_listener_error", originals: [error({ code: "ETIMEDOUT" }), error({})] }),
    { kind: "timeout" },
  ],
  ["a slip", new TypeError("x is not a function"), { kind: "unknown", name: "TypeError" }],
  ["a text", "just a text", { kind: "unknown" }],
])("what %s says is read", (_, thrown, fault) => {
  expect(readFault(thrown)).toMatchObject(fault);
});

test("anything that may be thrown is read without a throw, rings and traps too", () => {
  const ring: { cause?: unknown } = {};
  ring.cause = ring;
  const trap = new Proxy(
    {},
    {
      get: () => {
        throw new Error("trap");
      },
    },
  );

  expect(readFault(ring).kind).toBe("unknown");
  expect(readFault(trap).kind).toBe("unknown");
  fc.assert(fc.property(fc.anything(), (thrown) => readFault(thrown).kind.length > 0));
});

test.each([
  [{ "Retry-After": "2" }, 2_000],
  [{ "retry-after-ms": "250", "retry-after": "1" }, 250],
  [{ "retry-after": "soon" }, undefined],
  [undefined, undefined],
])("%j asks for %s ms", (headers, waitMs) => {
  expect(readRetryAfter(headers)).toBe(waitMs);
});
