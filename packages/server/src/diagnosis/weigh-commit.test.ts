import { describe, expect, test } from "vitest";
import type { CommitFact, Facts } from "../domain/evidence.ts";
import { RULES as rules } from "../domain/fixtures/default-rules.ts";
import type { Diagnosis } from "../domain/hypothesis.ts";
import { HOUR, MINUTE, SECOND } from "../domain/instant.ts";
import { diagnose } from "./diagnose.ts";
import {
  bad,
  changed,
  collect,
  DEPLOYED,
  deployed,
  health,
  history,
  initial,
  START,
  thrown,
  wellBefore,
} from "./fixtures/evidence.ts";

function diagnoseFrom(facts: readonly Facts[]): Diagnosis {
  return diagnose({ evidence: collect(facts), texts: new Map(), checks: [], openedAt: START + 5 * SECOND, rules });
}

describe("a commit whose deployment is still pending", () => {
  const pending = deployed([...wellBefore, "live"], ["1a2b3c4d", DEPLOYED, "pending"]);

  test("is likely when its line throws: its process hears Slack while the platform waits for its health page", () => {
    const { verdict } = diagnoseFrom([history(initial, bad), pending, thrown(), ...health]);

    expect(verdict).toMatchObject({
      status: "likely",
      cause: { id: "1a2b3c4d" },
      missing: ["That the commit ran when the failure began is not shown."],
    });
  });

  test("is not blamed for a line that the running code has changed", () => {
    const other: Partial<CommitFact> = { ...bad, id: "ddddddd4" };
    const shifting: Partial<CommitFact> = { ...bad, files: [changed("src/notes.ts", 41)] };
    const both = deployed(
      wellBefore,
      ["ddddddd4", DEPLOYED - MINUTE, "live"],
      ["1a2b3c4d", DEPLOYED - SECOND, "pending"],
    );

    const { verdict } = diagnoseFrom([history(initial, other, shifting), both, thrown(), ...health]);

    expect(verdict).toMatchObject({ status: "confirmed", cause: { id: "ddddddd4" } });
  });
});

describe("what to look at next, where no error leads to a change", () => {
  const younger: Partial<CommitFact> = { ...bad, files: [changed("data/companies.json", 3)] };
  const deployments = deployed(wellBefore, ["1a2b3c4d", DEPLOYED, "live"]);

  test.each([
    ["an error without a stack", [thrown({ template: "stage <n> is not allowed", ownFrames: [] })]],
    ["an error in lines that nobody changed", [thrown()]],
    ["wrong answers without any error", []],
  ] as const)("%s: the commit that came just before it, which is not blamed", (_, errors) => {
    const { verdict, hypotheses } = diagnoseFrom([history(initial, younger), deployments, ...errors, ...health]);

    expect(verdict).toMatchObject({ status: "inconclusive", cause: { kind: "no-change", id: "unknown" } });
    expect(verdict.missing[0]).toMatch(/^Next: Revert 1a2b3c4 in a copy/);
    expect(verdict.summary).toContain("came just before it, which alone shows nothing.");
    expect(hypotheses[0]).toMatchObject({ cause: { id: "1a2b3c4d" }, status: "unresolved" });
  });
});

describe("an older commit that wrote the throwing line, and a younger one that changed what calls it", () => {
  const caller: Partial<CommitFact> = { id: "ca11e400", at: DEPLOYED - SECOND, files: [changed("src/app.ts", 9)] };
  const older: Partial<CommitFact> = { ...bad, at: START - 3 * HOUR };

  test("the younger is likely when the line had run for longer than its scenarios take to come round", () => {
    const two = deployed(
      ["aaaaaaa0", START - 3 * HOUR],
      ["1a2b3c4d", START - 50 * MINUTE],
      ["ca11e400", DEPLOYED, "live"],
    );

    const { verdict } = diagnoseFrom([history(initial, older, caller), two, thrown()]);

    expect(verdict).toMatchObject({
      status: "likely",
      cause: { id: "ca11e400" },
      missing: ["The line that throws is not one that the commit wrote."],
    });
  });

  test("neither is blamed when the line had run for moments only", () => {
    const two = deployed(wellBefore, ["1a2b3c4d", DEPLOYED - MINUTE], ["ca11e400", DEPLOYED, "live"]);

    const { verdict, hypotheses } = diagnoseFrom([history(initial, older, caller), two, thrown()]);

    expect(verdict).toMatchObject({ status: "inconclusive" });
    expect(hypotheses.slice(0, 2).map(({ cause }) => cause.id)).toEqual(["ca11e400", "1a2b3c4d"]);
    expect(verdict.missing).toContain("An earlier deployment ran it too, and the error began under a later one.");
  });

  test("the younger is likely when its deployment does not start, as the one before it did", () => {
    const two = deployed(["1a2b3c4d", DEPLOYED - MINUTE, "live"], ["ca11e400", DEPLOYED, "failed"]);

    const { verdict } = diagnoseFrom([history(initial, older, caller), two, thrown({ count: 1 })]);

    expect(verdict).toMatchObject({ status: "likely", cause: { id: "ca11e400" } });
  });
});
