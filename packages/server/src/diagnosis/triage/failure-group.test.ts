import { describe, expect, test } from "vitest";
import { RULES } from "../../domain/fixtures/default-rules.ts";
import type { ErrorLink } from "./error-fact.ts";
import { type Explanation, explainFailure } from "./failure-group.ts";
import { failed } from "./fixtures/failures.ts";
import { matchFailure } from "./match-pattern.ts";

function explain(...chain: readonly Partial<ErrorLink>[]): Explanation {
  const fact = { ...failed(1, {}), chain: chain.map((link) => ({ message: "", ...link })) };
  return explainFailure(fact, matchFailure(fact, RULES.patterns));
}

describe("what a failure is known by", () => {
  test("is exact where it is a code, a status or a class", () => {
    expect(explain({ code: "ECONNREFUSED" }).exact).toBe(true);
    expect(explain({ status: 429 }).exact).toBe(true);
    expect(explain({ errorClass: "openai.RateLimitError" }).exact).toBe(true);
  });

  test("is exact where only one dependency speaks so", () => {
    expect(explain({ message: 'password authentication failed for user "bot"' }).exact).toBe(true);
  });

  test("is not exact where anybody speaks so", () => {
    expect(explain({ message: "the request was unauthorized" })).toMatchObject({ pattern: "auth", exact: false });
  });
});

describe("where to look", () => {
  test("is the library whose call failed, rather than a host with a name of its own", () => {
    const { component } = explain(
      { errorClass: "APIConnectionError", component: "anthropic", message: "Connection error." },
      { errorClass: "Error", code: "ENOTFOUND", component: "gateway-7", message: "getaddrinfo ENOTFOUND gateway-7" },
    );

    expect(component).toBe("anthropic");
  });

  test("is the host where nobody else is named", () => {
    const { component } = explain(
      { errorClass: "TypeError", message: "fetch failed" },
      { errorClass: "Error", code: "ENOTFOUND", component: "billing", message: "getaddrinfo ENOTFOUND billing" },
    );

    expect(component).toBe("billing");
  });
});
