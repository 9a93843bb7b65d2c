import { expect, test } from "vitest";
import type { Pattern } from "../../domain/pattern.ts";
import { type ExampleAnswer, testPatterns } from "./test-patterns.ts";

const auth: Pattern = {
  id: "auth",
  title: "Authentication",
  symptoms: [],
  rules: [],
  origin: "config",
  investigation: [],
  causes: [],
  remedies: [],
  examples: {
    positive: [{ log: "401" }, { log: "401", component: "slack" }, { log: "401", origin: "external" }, { log: "500" }],
    negative: [
      { log: "500" },
      { log: "500", pattern: "timeout" },
      { log: "500", pattern: "dependency-down" },
      { log: "401" },
    ],
  },
};

function triage(log: string): ExampleAnswer {
  return log === "401"
    ? { pattern: "auth", component: "slack", origin: "config" }
    : { pattern: "dependency-down", component: "attio", origin: "external" };
}

test("An example passes where triage says its pattern, and the component and origin that it names.", () => {
  const results = testPatterns([auth], triage).filter(({ kind }) => kind === "positive");

  expect(results.map(({ passed }) => passed)).toEqual([true, true, false, false]);
  expect(results.map(({ expected }) => expected)).toEqual([
    "auth",
    "auth, component slack",
    "auth, origin external",
    "auth",
  ]);
});

test("A counter-example passes where triage says another pattern, and the one that it names.", () => {
  const results = testPatterns([auth], triage).filter(({ kind }) => kind === "negative");

  expect(results.map(({ number, passed }) => [number, passed])).toEqual([
    [1, true],
    [2, false],
    [3, true],
    [4, false],
  ]);
  expect(results[1]).toMatchObject({ expected: "not auth but timeout", answer: { pattern: "dependency-down" } });
});
