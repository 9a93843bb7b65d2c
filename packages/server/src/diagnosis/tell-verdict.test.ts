import { describe, expect, test } from "vitest";
import type { CommitFact, Facts } from "../domain/evidence.ts";
import { RULES as rules } from "../domain/fixtures/default-rules.ts";
import type { Diagnosis } from "../domain/hypothesis.ts";
import { MINUTE, SECOND } from "../domain/instant.ts";
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
  ran,
  readCommit,
  START,
  statusOf,
  thrown,
  wellBefore,
} from "./fixtures/evidence.ts";

function diagnoseFrom(facts: readonly Facts[], texts: ReadonlyMap<string, string> = new Map()): Diagnosis {
  return diagnose({ evidence: collect(facts), texts, checks: [], openedAt: START + 5 * SECOND, rules });
}

const impatient = readCommit(
  { id: "1a2b3c4d", at: DEPLOYED - SECOND, summary: "Answer sooner when Attio is slow" },
  "src/attio.ts",
  "-  const timeoutMs = 30_000;",
  "+  const timeoutMs = 300;",
);
const live = deployed(wellBefore, ["1a2b3c4d", DEPLOYED, "live"]);
const timedOut = thrown({
  errorClass: "TimeoutError",
  template: "attio request timed out after <duration>",
  ownFrames: [],
  count: 1,
});

describe("a commit whose lines make such failures, though no stack shows them", () => {
  test("is likely, and told by what it does", () => {
    const { verdict } = diagnoseFrom([history(initial, impatient.commit), live, timedOut, ...health], impatient.texts);

    expect(verdict).toMatchObject({
      status: "likely",
      cause: { kind: "commit", id: "1a2b3c4d" },
      component: "attio",
      origin: "own-code",
    });
    expect(verdict.summary).toContain(
      'Commit 1a2b3c4 "Answer sooner when Attio is slow" by ana: It lowers a time limit, which makes such failures',
    );
    expect(verdict.missing[0]).toBe("That its lines fail is read from what they do; no stack shows it.");
  });

  test("is a lead and no more when a scenario passed with it that failed later", () => {
    const early = deployed(wellBefore, ["1a2b3c4d", START - 20 * MINUTE, "live"]);

    const { verdict } = diagnoseFrom([history(initial, impatient.commit), early, timedOut, ...health], impatient.texts);

    expect(verdict.status).toBe("inconclusive");
    expect(verdict.missing.join(" ")).toContain("Scenario notes passed");
  });

  test("is a lead and no more when no deployment is known to hold it", () => {
    const other = deployed([...wellBefore, "live"]);

    const { verdict } = diagnoseFrom([history(initial, impatient.commit), other, timedOut, ...health], impatient.texts);

    expect(verdict.cause.id).not.toBe("1a2b3c4d");
  });

  test("is refuted when it came after the failure began", () => {
    const late = deployed(wellBefore, ["1a2b3c4d", START + 3 * MINUTE, "live"]);

    const answer = diagnoseFrom([history(initial, impatient.commit), late, timedOut, ...health], impatient.texts);

    expect(statusOf(answer, "1a2b3c4d")).toBe("refuted");
  });

  test("is not blamed once its lines were erased, or where older evidence does not hold them", () => {
    const { diff: _, ...unread } = impatient.commit;

    for (const commit of [impatient.commit, unread]) {
      const { verdict } = diagnoseFrom([history(initial, commit), live, timedOut, ...health]);

      expect(verdict.cause).toEqual({ kind: "no-change", id: "external" });
    }
  });

  test("does not rival another commit whose line throws", () => {
    const thrower = { ...bad, id: "bad0bad0" };
    const both = deployed(wellBefore, ["bad0bad0", DEPLOYED, "live"]);

    const answer = diagnoseFrom(
      [history(initial, impatient.commit, thrower), both, thrown(), ...health],
      impatient.texts,
    );

    expect(answer.verdict).toMatchObject({ status: "confirmed", cause: { id: "bad0bad0" } });
    expect(statusOf(answer, "1a2b3c4d")).toBe("refuted");
  });

  test("is a lead where the bot falls silent without an error", () => {
    const { commit, texts } = readCommit(
      { id: "1a2b3c4d", at: DEPLOYED - SECOND },
      "src/notes.ts",
      "-  const timeoutMs = 30_000;",
      "+  const timeoutMs = 300;",
    );

    const { verdict, hypotheses } = diagnoseFrom([history(initial, commit), live, ...health], texts);

    expect(verdict.status).toBe("inconclusive");
    expect(hypotheses[0]).toMatchObject({ cause: { id: "1a2b3c4d" }, status: "supported" });
    expect(verdict.missing.join(" ")).toContain("Next: Revert 1a2b3c4 in a copy");
  });

  test("is cleared when only its comments differ, unless some of its lines were left out", () => {
    const { commit, texts } = readCommit(
      { id: "1a2b3c4d", at: DEPLOYED - SECOND },
      "src/attio.ts",
      "-  // Attio needs half a minute.",
      "+  // Attio takes up to thirty seconds.",
    );
    const cut = { ...commit, diff: { ...commit.diff, isCut: true } };
    const tell = (one: Partial<CommitFact>) => diagnoseFrom([history(initial, one), live, timedOut, ...health], texts);

    expect(statusOf(tell(commit), "1a2b3c4d")).toBe("refuted");
    expect(statusOf(tell(cut), "1a2b3c4d")).not.toBe("refuted");
    expect(tell(cut).verdict.cause.id).not.toBe("1a2b3c4d");
  });

  test("is not blamed for what a merge of it brought, which is told by the merge", () => {
    const side = { ...impatient.commit, id: "51de51de", parents: ["aaaaaaa0"] };
    const merge = { ...impatient.commit, id: "3e63e63e", parents: ["aaaaaaa0", "51de51de"] };
    const merged = deployed(wellBefore, ["3e63e63e", DEPLOYED, "live"]);

    const { verdict } = diagnoseFrom([history(initial, side, merge), merged, timedOut, ...health], impatient.texts);

    expect(verdict).toMatchObject({ status: "likely", cause: { kind: "commit", id: "3e63e63e" } });
  });
});

describe("what is no change of ours", () => {
  const innocent = { ...bad, files: [changed("src/help.ts", 3)] };
  const seen = [history(initial, innocent), live, ...health];

  test.each([
    [
      "a certificate that has expired",
      { code: "CERT_HAS_EXPIRED", errorClass: "Error", template: "certificate has expired" },
      { cause: { id: "certificate" }, component: "network", origin: "config" },
    ],
    [
      "a quota that is used up",
      { code: "insufficient_quota", errorClass: "RateLimitError", template: "429 You exceeded your current quota" },
      { cause: { id: "quota" }, component: "openai", origin: "config" },
    ],
    [
      "a full disk",
      { code: "ENOSPC", errorClass: "Error", template: "ENOSPC: no space left on device, write" },
      { cause: { id: "infrastructure" }, component: "platform", origin: "external" },
    ],
    [
      "a provider that is down, of which one line tells",
      { code: "HTTP 503", errorClass: "APIError", template: "anthropic: 503 service unavailable" },
      { cause: { id: "external" }, component: "anthropic", origin: "external" },
    ],
    [
      "a token that Slack refuses, which is put right in the settings",
      { code: "token_revoked", errorClass: "Error", template: "An API error occurred: token_revoked" },
      { cause: { id: "external" }, component: "slack", origin: "config" },
    ],
  ])("is told by its name: %s", (_, signature, expected) => {
    const { verdict } = diagnoseFrom([...seen, thrown({ ...signature, ownFrames: [], count: 1 })]);

    expect(verdict).toMatchObject({ status: "likely", ...expected });
    expect(verdict.cause.kind).toBe("no-change");
    expect(verdict.evidence.length).toBeGreaterThan(0);
  });

  test("is not claimed of an incident of which nothing is seen", () => {
    const { verdict, hypotheses } = diagnoseFrom([ran("passed", START)]);

    expect(verdict).toMatchObject({ status: "inconclusive", cause: { kind: "no-change", id: "unknown" } });
    expect(hypotheses).toHaveLength(1);
  });
});
