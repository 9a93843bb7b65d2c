import { describe, expect, test } from "vitest";
import { assessSeverity } from "./assess-severity.ts";
import { RULES } from "./fixtures/default-rules.ts";
import { scenario } from "./fixtures/facts.ts";
import type { Impact } from "./severity.ts";

const assess = (impact: Impact) => assessSeverity(impact, RULES);
const severityOf = (impact: Impact) => assess(impact).severity;

const HELP = scenario("help", ["passed", "passed", "passed"], { core: false });
const SEARCH = scenario("search", ["passed", "passed", "passed"]);

describe("the playbook's four examples", () => {
  test("P0: App crashes, authentication failures", () => {
    const silent = [
      scenario("help", ["passed", "silent", "silent"]),
      scenario("notes", ["passed", "silent", "silent"]),
    ];

    expect(severityOf({ scenarios: [HELP], deploymentDown: true })).toBe("P0");
    expect(severityOf({ scenarios: silent })).toBe("P0");
  });

  test('P1: "invalid_blocks" error affecting all notes queries', () => {
    expect(severityOf({ scenarios: [HELP, scenario("notes", ["passed", "wrong", "wrong"])] })).toBe("P1");
  });

  test("P2: Search working but notes timing out", () => {
    expect(severityOf({ scenarios: [HELP, SEARCH, scenario("notes", ["passed", "silent", "silent"])] })).toBe("P2");
  });

  test("P3: Responses taking 20s instead of 10s", () => {
    const slow = scenario("notes", ["passed", "passed"], { latencyMs: 20_000, normalLatencyMs: 10_000 });

    expect(assess({ scenarios: [HELP, slow] })).toEqual({
      severity: "P3",
      reasons: ["Answered, but slowly: notes."],
    });
  });
});

describe("a core feature", () => {
  test("that fails consistently is P1", () => {
    expect(assess({ scenarios: [scenario("notes", ["passed", "wrong", "silent"])] })).toEqual({
      severity: "P1",
      reasons: ["notes is a core feature and fails consistently."],
    });
  });

  test("that fails consistently beside core features that work is P2, and the reason names both", () => {
    expect(assess({ scenarios: [SEARCH, scenario("notes", ["wrong", "wrong"])] })).toEqual({
      severity: "P2",
      reasons: ["notes is a core feature and fails consistently, beside core features that work (search)."],
    });
  });

  test.each([
    [["wrong", "passed"] as const],
    [["passed", "wrong"] as const],
    [["passed", "silent"] as const],
    [["passed", "wrong", "passed", "wrong"] as const],
  ])("that fails intermittently (%j) is P2", (outcomes) => {
    expect(severityOf({ scenarios: [scenario("notes", outcomes)] })).toBe("P2");
  });

  test("that failed once and works since is no failure", () => {
    expect(severityOf({ scenarios: [scenario("notes", ["wrong", "passed", "passed"])] })).toBe("P3");
  });
});

test("one lost message of a bot with one scenario is not the end of the bot", () => {
  expect(severityOf({ scenarios: [scenario("help", ["passed", "passed", "silent"])] })).toBe("P2");
});

test("when every scenario falls silent in the same round, the bot answers nobody", () => {
  const scenarios = [scenario("help", ["passed", "silent"]), scenario("notes", ["passed", "silent"])];

  expect(assess({ scenarios })).toEqual({
    severity: "P0",
    reasons: ["The bot answers nobody: the scenarios help, notes got no reply."],
  });
});

test("a scenario that was never run says nothing about the bot", () => {
  expect(severityOf({ scenarios: [scenario("notes", []), scenario("help", ["silent", "silent"])] })).toBe("P0");
  expect(severityOf({ scenarios: [scenario("notes", [])] })).toBe("P3");
});

test("a feature that is not core is P3 even when it always fails", () => {
  expect(severityOf({ scenarios: [SEARCH, scenario("export", ["wrong", "wrong"], { core: false })] })).toBe("P3");
});

test("an answer over the playbook's alert threshold is slow, whatever is usual", () => {
  const slow = scenario("notes", ["passed"], { latencyMs: 20_001, normalLatencyMs: 19_000 });
  const fine = scenario("notes", ["passed"], { latencyMs: 20_000, normalLatencyMs: 19_000 });

  expect(assess({ scenarios: [slow] }).reasons).toEqual(["Answered, but slowly: notes."]);
  expect(assess({ scenarios: [fine] }).reasons).toEqual(["No scenario fails."]);
});

test.each([
  [0.05, "P3", "No scenario fails."],
  [0.06, "P3", "6 % of requests fail, over the alert threshold."],
  [0.1, "P3", "10 % of requests fail, over the alert threshold."],
  [0.11, "P2", "11 % of requests fail, over the critical threshold."],
])("an error rate of %d with scenarios that pass is %s", (errorRate, severity, reason) => {
  expect(assess({ scenarios: [SEARCH], errorRate, requests: 100 })).toEqual({ severity, reasons: [reason] });
});

test("an error rate over fewer than twenty requests says nothing", () => {
  expect(severityOf({ scenarios: [SEARCH], errorRate: 0.5, requests: 20 })).toBe("P2");
  expect(severityOf({ scenarios: [SEARCH], errorRate: 0.5, requests: 19 })).toBe("P3");
  expect(severityOf({ scenarios: [SEARCH], errorRate: 0.5 })).toBe("P3");
});

test("a scenario that alone can be believed is called by its name, not the only one", () => {
  expect(assess({ scenarios: [scenario("help", ["silent", "silent"])] }).reasons).toEqual([
    "The bot answers nobody: the scenario help got no reply.",
  ]);
});

describe("errors that the bot never logged before", () => {
  test("are intermittent errors, P2, while every scenario passes", () => {
    expect(assess({ scenarios: [HELP, SEARCH], newErrors: true })).toEqual({
      severity: "P2",
      reasons: ["The bot logs errors that it never logged before."],
    });
  });

  test("are explained by a feature that is not core and fails, P3", () => {
    const help = scenario("help", ["passed", "wrong", "wrong"], { core: false });

    expect(severityOf({ scenarios: [help, SEARCH], newErrors: true })).toBe("P3");
  });
});
