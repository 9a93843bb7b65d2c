import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readShippedPlaybook } from "../config/shipped-playbook.ts";
import { HOUR, MINUTE, SECOND } from "../domain/instant.ts";
import type { Rules } from "../domain/rules.ts";
import { readPlaybook } from "./read-playbook.ts";

const base = readShippedPlaybook().value;
const settings: unknown = parse(readFileSync(new URL("./default.yaml", import.meta.url), "utf8"));

function rulesOf(own?: unknown): Rules {
  const reading = readPlaybook({ base, own, version: "v1" });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.rules;
}

function problemsOf(own: unknown) {
  const reading = readPlaybook({ base, own, version: "v1" });
  return reading.ok ? [] : reading.problems;
}

/** The headings of the playbook, without their numbers and times. */
const HEADINGS = [
  "Overview",
  "Incident Classification",
  "Severity Levels",
  "Initial Response Protocol",
  "Immediate Assessment",
  "Error Investigation",
  "Root Cause Analysis",
  "Common Incident Patterns",
  "Pattern 1: Timeout Errors",
  "Pattern 2: Authentication Failures",
  "Pattern 3: Block Validation Errors",
  "Pattern 4: Framework Error Handler Issues",
  "Incident Response Workflow",
  "Phase 1: Stabilization",
  "Phase 2: Investigation",
  "Phase 3: Resolution",
  "Phase 4: Post-Incident",
  "Emergency Procedures",
  "Circuit Breaker Pattern",
  "Graceful Degradation",
  "Emergency Rollback",
  "Communication Protocol",
  "Internal Communication",
  "User Communication",
  "Prevention Strategies",
  "Proactive Monitoring",
  "Gradual Rollouts",
  "Comprehensive Testing",
  "Key Metrics to Monitor",
  "Response Time",
  "Error Rate",
  "Availability",
  "Post-Incident Review Template",
];

interface Place {
  readonly path: string;
  readonly value: unknown;
}

/** Values without a section, and those with one. */
function placesOf(value: unknown, path = ""): { readonly bare: readonly Place[]; readonly sourced: readonly Place[] } {
  if (typeof value !== "object" || value === null) return { bare: [{ path, value }], sourced: [] };
  if (!Array.isArray(value) && Object.hasOwn(value, "section")) return { bare: [], sourced: [{ path, value }] };
  const inner = Object.entries(value).map(([key, item]) => placesOf(item, `${path}/${key}`));
  return { bare: inner.flatMap(({ bare }) => bare), sourced: inner.flatMap(({ sourced }) => sourced) };
}

describe("the shipped playbook", () => {
  const { bare, sourced } = placesOf(settings);

  test("names a section for every number and every word of its own", () => {
    expect(bare.map(({ path }) => path).filter((path) => !/\/(name|kind)$/.test(path))).toEqual([]);
    expect(sourced.length).toBeGreaterThan(40);
  });

  test.each(sourced)("$path comes from a section that exists, or is ours with the reason", ({ value }) => {
    expect(value).toMatchObject({ section: expect.any(String) });
    const { section, note } = value as { readonly section: string; readonly note?: string };

    expect([...HEADINGS, "ours"]).toContain(section);
    if (section === "ours") expect(note).toMatch(/.{10}/);
  });

  test("has the playbook's numbers", () => {
    const { severity, metrics, phases, updates, recovery } = rulesOf();

    // "P0 - Immediate" is 5 minutes of ours, after a page at once.
    expect(severity.responseMs).toEqual({ P0: 5 * MINUTE, P1: 30 * MINUTE, P2: 2 * HOUR, P3: 24 * HOUR });
    expect(severity.pageAtOnce).toEqual(["P0"]);
    expect(metrics).toEqual({
      responseTimeMs: { alert: 20 * SECOND, critical: 25 * SECOND, everyMs: 5 * MINUTE },
      errorRate: { alert: 0.05, critical: 0.1, everyMs: MINUTE, smallestCount: 20 },
      availability: { alert: 0.95, critical: 0.9, everyMs: MINUTE },
    });
    expect(phases.boxes.map(({ name, endsAfterMs }) => [name, endsAfterMs])).toEqual([
      ["immediate assessment", 5 * MINUTE],
      ["error investigation", 15 * MINUTE],
      ["root cause analysis", 30 * MINUTE],
    ]);
    expect(phases.endAfterMs).toEqual({
      stabilization: 30 * MINUTE,
      investigation: 90 * MINUTE,
      resolution: 120 * MINUTE,
    });
    expect(updates).toMatchObject({
      everyMs: 15 * MINUTE,
      teamFormat: "Status: {status} - {description}",
      usersInvestigating: "We're experiencing technical difficulties. Investigating...",
    });
    expect(recovery.watchMs).toBe(30 * MINUTE);
  });

  test("keeps the first look within its box: no check may take longer than the assessment", () => {
    for (const { checks, endsAfterMs } of rulesOf().phases.boxes) {
      for (const { limitMs } of checks) expect(limitMs).toBeLessThan(endsAfterMs);
    }
  });
});

describe("a playbook of one's own", () => {
  test("needs only the keys that differ, with or without a section", () => {
    const rules = rulesOf({
      updates: { every: "10 min" },
      severity: { response: { P1: { value: "15 min", section: "our handbook" } }, pageAtOnce: ["P0", "P1"] },
    });

    expect(rules.updates.everyMs).toBe(10 * MINUTE);
    expect(rules.severity.responseMs).toMatchObject({ P0: 5 * MINUTE, P1: 15 * MINUTE });
    expect(rules.severity.pageAtOnce).toEqual(["P0", "P1"]);
    expect(rules.updates.missedAfterMs).toBe(2 * MINUTE);
  });

  test("may be empty", () => {
    expect(rulesOf(null)).toEqual(rulesOf());
    expect(rulesOf({})).toEqual(rulesOf());
  });

  test.each([
    ["250 ms", 250],
    ["30 s", 30_000],
    ["1.5 min", 90_000],
    ["2 h", 7_200_000],
    ["1 d", 86_400_000],
  ])("may write a length of time as %s", (text, expected) => {
    expect(rulesOf({ lease: { length: text } }).lease.lengthMs).toBe(expected);
  });

  const time = "must be a length of time from 1 ms to 365 d, such as 250 ms, 30 s, 15 min, 2 h or 1 d";

  test.each([
    [{ updates: { every: "quarterly" } }, ["updates", "every"], time],
    [{ updates: { every: 15 } }, ["updates", "every"], time],
    [{ updates: { every: "0 s" } }, ["updates", "every"], time],
    [{ severity: { repeatEscalation: "0.2 ms" } }, ["severity", "repeatEscalation"], time],
    [{ lease: { length: "999999 d" } }, ["lease", "length"], time],
    [{ lease: { length: "5 minutes" } }, ["lease", "length"], time],
    [{ lease: { length: null } }, ["lease", "length"], time],
    [{ severity: { pageAtOnce: ["P9"] } }, ["severity", "pageAtOnce", 0], '"P0"|"P1"|"P2"|"P3"'],
    [{ severity: { consistentAfter: 0 } }, ["severity", "consistentAfter"], ">=1"],
    [{ severity: { slowFactor: 1 } }, ["severity", "slowFactor"], ">1"],
    [{ metrics: { errorRate: { critical: 20 } } }, ["metrics", "errorRate", "critical"], "<=1"],
    [{ metrics: { errorRate: { critical: 0.01 } } }, ["metrics", "errorRate"], "critical must not be below alert"],
    [{ metrics: { responseTime: { alert: "30 s" } } }, ["metrics", "responseTime"], "must not be below"],
    [{ metrics: { availability: { critical: 0.99 } } }, ["metrics", "availability"], "must not be above"],
    [{ phases: { ends: { stabilization: "3 h" } } }, ["phases", "ends"], "each phase must end after the one before"],
    [{ phases: { boxes: [] } }, ["phases", "boxes"], ">=1"],
    [{ updates: { teamFormat: "Status" } }, ["updates", "teamFormat"], "{status}"],
    [{ updates: { usersResolved: "" } }, ["updates", "usersResolved"], ">=1"],
    [{ severty: {} }, ["severty"], "allowed are severity, metrics, phases, updates, approvals"],
    [{ updates: { evry: "15 min" } }, ["updates", "evry"], "allowed are every, missedAfter, teamFormat"],
    [{ updates: "often" }, ["updates"], "must be a map with the keys every, missedAfter"],
    [{ severity: { response: null } }, ["severity", "response"], "must be a map with the keys P0, P1, P2, P3"],
    [[], [], "must be a map with the keys severity"],
    ["", [], "must be a map with the keys severity"],
    [JSON.parse('{"__proto__":{"updates":{}}}'), ["__proto__"], "allowed are severity"],
  ])("that says %j is told where it is wrong and what is allowed", (own, path, message) => {
    const problems = problemsOf(own);

    expect(problems).toContainEqual({ path, message: expect.stringContaining(message) });
  });

  const box = (name: string, ends: string, ...kinds: readonly string[]) => ({
    name,
    ends,
    checks: kinds.map((kind) => ({ kind, limit: "5 s" })),
  });

  test.each([
    [[box("one", "5 min"), box("one", "9 min")], "a name of its own"],
    [[box("one", "5 min"), box("two", "5 min")], "must end after the one before"],
  ])("whose boxes cannot follow each other is refused", (boxes, message) => {
    expect(problemsOf({ phases: { boxes } })).toEqual([
      { path: ["phases", "boxes"], message: expect.stringContaining(message) },
    ]);
  });

  test("whose box asks the same question twice, or one that there is not, is refused", () => {
    expect(problemsOf({ phases: { boxes: [box("one", "5 min", "logs", "logs")] } })).toEqual([
      { path: ["phases", "boxes", 0, "checks"], message: "each kind at most once in a box" },
    ]);
    expect(problemsOf({ phases: { boxes: [box("one", "5 min", "tarot")] } })).toEqual([
      { path: ["phases", "boxes", 0, "checks", 0, "kind"], message: expect.stringContaining('"health"') },
    ]);
  });
});
