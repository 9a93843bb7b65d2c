import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Condition, Pattern, PatternRule } from "../../domain/pattern.ts";
import type { ErrorFact, ErrorLink } from "./error-fact.ts";
import { createPatternMatcher, matchFailure } from "./match-pattern.ts";

function patternOf(id: string, ...rules: readonly (Omit<PatternRule, "id"> | Condition)[]): Pattern {
  return {
    id,
    title: id,
    symptoms: [],
    rules: rules.map((rule, index) =>
      "when" in rule ? { ...rule, id: `rule-${index}` } : { when: rule, id: `rule-${index}` },
    ),
    origin: "external",
    investigation: [],
    causes: [],
    remedies: ["Look"],
    examples: { positive: [], negative: [] },
  };
}

function failed(links: readonly Partial<ErrorLink>[], rest: Partial<ErrorFact> = {}): ErrorFact {
  return {
    line: 1,
    signature: "s",
    template: "t",
    chain: links.map((link) => ({ message: "", ...link })),
    ownFrames: [],
    reporter: "bot",
    crash: false,
    severity: "error",
    recovered: false,
    sample: "",
    ...rest,
  };
}

function answerOf(fact: ErrorFact, patterns: readonly Pattern[]): string | undefined {
  return matchFailure(fact, patterns)?.pattern.id;
}

describe("a condition", () => {
  const fact = failed(
    [
      {
        errorClass: "WebAPIPlatformError",
        code: "slack_webapi_platform_error",
        type: "invalid_auth",
        status: 401,
        message: "An API error occurred",
        component: "slack",
        call: "chat.postMessage",
        pointers: ["no more than 50 items [json-pointer:/blocks]"],
      },
    ],
    { reporter: "bolt", crash: true },
  );

  test.each<Condition>([
    { class: ["WebAPIPlatformError"] },
    { class: ["webapi*"] },
    { code: ["slack_webapi_platform_error"] },
    { code: ["invalid_auth"] },
    { type: ["invalid_auth"] },
    { status: [401] },
    { status: [500, "4xx"] },
    { component: ["slack"] },
    { call: ["chat.*"] },
    { reporter: ["bolt"] },
    { says: ["api error occurred"] },
    { says: ["invalid_auth"] },
    { says: ["json-pointer:/blocks*"] },
    { crash: true },
    { status: [401], component: ["slack"], crash: true },
  ])("%j holds where all of its keys do", (when) => {
    expect(answerOf(fact, [patternOf("p", when)])).toBe("p");
  });

  test.each<Condition>([
    { class: ["WebAPI"] },
    { type: ["slack_webapi_platform_error"] },
    { status: ["5xx"] },
    { component: ["attio"] },
    { reporter: ["node"] },
    { says: ["api err"] },
    { crash: false },
    { status: [401], component: ["attio"] },
  ])("%j does not hold where one does not", (when) => {
    expect(answerOf(fact, [patternOf("p", when)])).toBeUndefined();
  });

  test("is taken back by what the rule excludes", () => {
    const rule = { when: { status: [401] }, unless: { component: ["slack"], call: ["chat.*"] } };

    expect(answerOf(fact, [patternOf("p", rule)])).toBeUndefined();
    expect(answerOf(failed([{ status: 401, component: "slack" }]), [patternOf("p", rule)])).toBe("p");
  });

  test("takes the dependency from the error around, where the one inside names none", () => {
    const chain = failed([{ component: "anthropic", message: "Connection error." }, { code: "ECONNREFUSED" }]);

    expect(answerOf(chain, [patternOf("p", { code: ["ECONNREFUSED"], component: ["anthropic"] })])).toBe("p");
  });

  test("asks no words across two lines", () => {
    const twoLines = failed([{ message: "the model\nthat does not exist" }]);

    expect(answerOf(twoLines, [patternOf("p", { says: ["model * exist"] })])).toBeUndefined();
  });
});

describe("of several patterns", () => {
  const words = patternOf("words", { says: ["too large"] });
  const status = patternOf("status", { status: [429] });
  const name = patternOf("name", { code: ["insufficient_quota"] });
  const both = patternOf("both", { status: [429], says: ["too large"] });

  test.each([
    [{ status: 429, message: "too large" }, [words, status], "status"],
    [{ status: 429, code: "insufficient_quota" }, [name, status], "name"],
    [{ status: 429, code: "insufficient_quota" }, [patternOf("loose", { code: ["insufficient_*"] }), name], "name"],
    [{ status: 429, message: "too large", type: "x" }, [both, status, words], "both"],
    [{ status: 429 }, [patternOf("range", { status: ["4xx"] }), status], "status"],
    [{ message: "far too large" }, [words, patternOf("longer", { says: ["far too large"] })], "longer"],
  ])("the one that says most of %j wins", (link, patterns, expected) => {
    expect(answerOf(failed([link]), patterns)).toBe(expected);
    expect(answerOf(failed([link]), patterns.toReversed())).toBe(expected);
  });

  test("the later one wins where both say the same, so that a team's own rule does", () => {
    expect(answerOf(failed([{ status: 429 }]), [status, patternOf("own", { status: [429] })])).toBe("own");
  });

  test("the inner error of a chain is heard before the outer", () => {
    const timeout = patternOf("timeout", { class: ["TimeoutError"], says: ["timed out"], crash: false });
    const chain = failed([{ errorClass: "TimeoutError", message: "timed out" }, { status: 429 }]);

    expect(answerOf(chain, [timeout, status])).toBe("status");
  });

  test("a symptom gives way to a cause, wherever in the chain that stands, and both are told", () => {
    const surfaced = patternOf("framework", { when: { code: ["ERR_UNHANDLED_REJECTION"] }, symptom: true });
    const blocks = patternOf("blocks", { code: ["invalid_blocks"] });
    const inside = failed([{ type: "invalid_blocks" }, { code: "ERR_UNHANDLED_REJECTION" }]);

    const matches = createPatternMatcher([surfaced, blocks])(inside);

    expect(matches.map(({ pattern, link }) => [pattern.id, link])).toEqual([
      ["blocks", 0],
      ["framework", 1],
    ]);
  });

  test("each is told once, by its most telling rule", () => {
    const twice = patternOf("twice", { says: ["too large"] }, { status: [429] });

    expect(createPatternMatcher([twice])(failed([{ status: 429, message: "too large" }]))).toMatchObject([
      { rule: { id: "rule-1" } },
    ]);
  });

  test("none is told where none fits", () => {
    expect(matchFailure(failed([{ message: "Something went wrong" }]), [words, status, name])).toBeUndefined();
  });
});

test("whatever a failure and a rule say, matching ends and answers with one of the rules, or none", () => {
  const text = fc.string({
    maxLength: 40,
    unit: fc.constantFrom("a", "b", "*", "\n", " ", "ä", "_", "1", ".", "\u{1F600}"),
  });
  const list = fc.array(text, { minLength: 1, maxLength: 3 });
  const when = fc.record(
    { class: list, code: list, says: list, status: fc.constant([500, "4xx"]) },
    { requiredKeys: [] },
  );
  const link = fc.record(
    { message: text, errorClass: text, code: text, status: fc.nat(600) },
    { requiredKeys: ["message"] },
  );
  fc.assert(
    fc.property(
      fc.array(when, { maxLength: 4 }),
      fc.array(link, { minLength: 1, maxLength: 4 }),
      (conditions, links) => {
        const patterns = conditions.map((condition, index) => patternOf(`p${index}`, condition));

        const matches = createPatternMatcher(patterns)(failed(links));

        expect(new Set(matches.map(({ pattern }) => pattern.id)).size).toBe(matches.length);
        for (const match of matches) expect(links[match.link]).toBeDefined();
      },
    ),
  );
});
