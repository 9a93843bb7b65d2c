import { describe, expect, test } from "vitest";
import { readShippedPlaybook } from "../config/shipped-playbook.ts";
import type { Pattern } from "../domain/pattern.ts";
import { readPlaybook } from "./read-playbook.ts";

const base = readShippedPlaybook().value;

function read(patterns?: unknown) {
  return readPlaybook({ base, own: { patterns }, version: "v1" });
}

function patternsOf(patterns?: unknown): readonly Pattern[] {
  const reading = read(patterns ?? {});
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.rules.patterns;
}

function patternOf(patterns: unknown, id: string): Pattern {
  const pattern = patternsOf(patterns).find((candidate) => candidate.id === id);
  if (pattern === undefined) throw new Error(`there is no pattern ${id}`);
  return pattern;
}

const OWN = {
  title: "The vector store is out of date",
  origin: "own-code",
  rules: { stale: { when: { says: "index is stale" } } },
  remedies: ["Rebuild the index"],
};

describe("the shipped patterns", () => {
  test("are those that the report promises", () => {
    expect(patternsOf().map(({ id }) => id)).toEqual([
      "auth",
      "block-validation",
      "config",
      "context-length",
      "crash-loop",
      "dependency-down",
      "framework-error-handler",
      "rate-limit",
      "socket-disconnect",
      "timeout",
    ]);
  });

  test.each(patternsOf())(
    "$id says how it looks, how to look, why and what to do, with ten examples and ten counter-examples",
    (pattern) => {
      const { symptoms, investigation, causes, remedies, examples } = pattern;

      for (const list of [symptoms, investigation, causes, remedies]) expect(list.length).toBeGreaterThanOrEqual(2);
      expect(examples.positive.length).toBeGreaterThanOrEqual(10);
      expect(examples.negative.length).toBeGreaterThanOrEqual(10);
      expect(examples.negative.filter(({ pattern: other }) => other === undefined)).toEqual([]);
    },
  );

  test.each([
    ["timeout", "External API slowness (Attio, Anthropic)", "Reduce timeout threshold"],
    ["auth", "Token rotation", "Regenerate tokens in Slack app settings"],
    ["block-validation", "Button values too long (>2000 chars)", "Validate block structure"],
    ["framework-error-handler", "Unhandled exceptions reaching Bolt.js", "Add comprehensive error handling"],
  ])("%s has the words of the playbook", (id, cause, remedy) => {
    const pattern = patternOf({}, id);

    expect(pattern.causes).toContain(cause);
    expect(pattern.remedies[0]).toContain(remedy);
  });
});

describe("patterns of one's own", () => {
  test("come after the shipped ones, and may leave out everything but title, origin, rules and a remedy", () => {
    const patterns = patternsOf({ "stale-index": OWN });

    expect(patterns).toHaveLength(11);
    expect(patterns.at(-1)).toEqual({
      id: "stale-index",
      title: "The vector store is out of date",
      origin: "own-code",
      symptoms: [],
      rules: [{ id: "stale", when: { says: ["index is stale"] } }],
      investigation: [],
      causes: [],
      remedies: ["Rebuild the index"],
      examples: { positive: [], negative: [] },
    });
  });

  test("may add a rule to a shipped pattern, after the rules that it has", () => {
    const shipped = patternOf({}, "auth");

    const { rules } = patternOf(
      { auth: { rules: { vault: { when: { code: "vault_sealed" }, component: "vault" } } } },
      "auth",
    );

    expect(rules.slice(0, -1)).toEqual(shipped.rules);
    expect(rules.at(-1)).toEqual({ id: "vault", when: { code: ["vault_sealed"] }, component: "vault" });
  });

  test("may change a part of a shipped rule; its condition changes as a whole", () => {
    const { rules } = patternOf(
      { auth: { rules: { "http-401": { firstFix: "Ask Ana" }, redis: { when: { code: "WRONGPASS" } } } } },
      "auth",
    );

    expect(rules.find(({ id }) => id === "http-401")).toMatchObject({ when: { status: [401] }, firstFix: "Ask Ana" });
    expect(rules.find(({ id }) => id === "redis")).toMatchObject({ when: { code: ["WRONGPASS"] }, component: "redis" });
  });

  test("add their examples to the shipped ones", () => {
    const examples = { positive: [{ log: "ERROR vault is sealed" }] };

    const own = patternOf({ auth: { examples } }, "auth");

    expect(own.examples.positive).toEqual([...examples.positive, ...patternOf({}, "auth").examples.positive]);
  });

  const ruled = (one: unknown) => ({ mine: { ...OWN, rules: { one } } });
  const at = ["patterns", "mine", "rules", "one"];

  test.each([
    [{ "Not A Name": OWN }, ["patterns", "Not A Name"], "must be a name of small letters, digits and hyphens"],
    [{ unknown: OWN }, ["patterns", "unknown"], "is what triage says without a pattern"],
    [[], ["patterns"], "must be a map of names"],
    [{ mine: { ...OWN, remedies: [] } }, ["patterns", "mine", "remedies"], "the first is the first fix"],
    [{ mine: { ...OWN, rules: {} } }, ["patterns", "mine", "rules"], "needs at least one rule"],
    [{ mine: { ...OWN, origin: "none" } }, ["patterns", "mine", "origin"], '"own-code"|"config"|"external"'],
    [{ mine: { ...OWN, fixes: [] } }, ["patterns", "mine", "fixes"], "allowed are title, origin, symptoms, rules"],
    [ruled({}), [...at, "when"], "must be a map with the keys class, code, type, status"],
    [ruled({ when: {} }), [...at, "when"], "must ask for something"],
    [ruled({ when: { words: "x" } }), [...at, "when", "words"], "unknown key words; allowed are class, code"],
    [ruled({ when: { code: [18] } }), [...at, "when", "code", 0], "put a number in quotes"],
    [ruled({ when: { says: " * " } }), [...at, "when", "says", 0], "must hold more than *"],
    [ruled({ when: { says: [] } }), [...at, "when", "says"], ">=1"],
    [ruled({ when: { status: "6xx" } }), [...at, "when", "status", 0], "a status such as 429, or a range such as 5xx"],
    [ruled({ when: { reporter: "moon" } }), [...at, "when", "reporter", 0], '"bot"|"bolt"|"socket"'],
    [
      { mine: { ...OWN, examples: { negative: [{ log: "x", pattern: "nothing-such" }] } } },
      ["patterns", "mine", "examples", "negative", 0, "pattern"],
      "there is no pattern nothing-such",
    ],
  ])("that say %j are told where they are wrong", (patterns, path, message) => {
    const reading = read(patterns);

    expect(reading).toMatchObject({ ok: false });
    expect(reading.ok ? [] : reading.problems).toContainEqual({ path, message: expect.stringContaining(message) });
  });
});
