import { describe, expect, test } from "vitest";
import type { CheckState } from "../domain/check.ts";
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
  innocent,
  ran,
  START,
  statusOf,
  thrown,
  wellBefore,
} from "./fixtures/evidence.ts";

function diagnoseFrom(facts: readonly Facts[], checks: readonly CheckState[] = []): Diagnosis {
  return diagnose({ evidence: collect(facts), texts: new Map(), checks, openedAt: START + 5 * SECOND, rules });
}

describe("a commit whose line throws", () => {
  const facts = [history(initial, bad), deployed(wellBefore, ["1a2b3c4d", DEPLOYED, "live"]), thrown(), ...health];

  test("is confirmed and told in one plain sentence", () => {
    const { verdict } = diagnoseFrom(facts);

    expect(verdict).toMatchObject({
      status: "confirmed",
      cause: { kind: "commit", id: "1a2b3c4d" },
      origin: "own-code",
      missing: [],
    });
    expect(verdict.summary).toBe(
      `Commit 1a2b3c4 "Shorten note titles" by ana changed src/notes.ts:41, where TypeError "Cannot read properties of undefined (reading 'title')" has been thrown since 14:02:11 UTC (12 times); the error was not there before.`,
    );
  });

  test("is named though an innocent commit that moved its line lies on top", () => {
    const shifted = thrown({ ownFrames: [{ path: "/srv/checkout-7/src/notes.ts", line: 43 }] });

    const answer = diagnoseFrom([
      history(initial, bad, innocent),
      deployed(wellBefore, ["eeeeeee1", DEPLOYED, "live"]),
      shifted,
      ...health,
    ]);

    expect(answer.verdict).toMatchObject({ status: "confirmed", cause: { id: "1a2b3c4d" } });
    expect(statusOf(answer, "eeeeeee1")).toBe("refuted");
    expect(statusOf(answer, "aaaaaaa0")).toBe("refuted");
  });

  test("is named though the innocent commit was deployed by itself, a moment later and before the first error", () => {
    const shifted = thrown({ ownFrames: [{ path: "/app/src/notes.ts", line: 43 }] });
    const two = deployed(wellBefore, ["1a2b3c4d", DEPLOYED - MINUTE], ["eeeeeee1", DEPLOYED, "live"]);

    const { verdict } = diagnoseFrom([history(initial, bad, innocent), two, shifted, ...health]);

    expect(verdict).toMatchObject({ status: "confirmed", cause: { id: "1a2b3c4d" } });
  });

  test("is named under the file's new name when a later commit moved the file", () => {
    const moved: Partial<CommitFact> = {
      id: "bbbbbbb2",
      at: DEPLOYED,
      files: [{ path: "src/notes/title.ts", previousPath: "src/notes.ts", hunks: [] }],
    };
    const there = thrown({ ownFrames: [{ path: "/app/src/notes/title.ts", line: 41 }] });

    const { verdict } = diagnoseFrom([
      history(initial, bad, moved),
      deployed(wellBefore, ["bbbbbbb2", DEPLOYED, "live"]),
      there,
      ...health,
    ]);

    expect(verdict).toMatchObject({ status: "confirmed", cause: { id: "1a2b3c4d" } });
  });

  test("is only likely when the error may have been there before", () => {
    const { verdict } = diagnoseFrom([...facts.slice(0, 2), thrown({ isNew: false }), ...health]);

    expect(verdict).toMatchObject({ status: "likely", missing: ["That the error was not there before is not shown."] });
  });

  test("is only likely when nobody can say what was deployed, and the check's reason is told", () => {
    const unseen: CheckState = {
      state: "ended",
      request: { id: "deployment", kind: "deployment", limitMs: 1 },
      round: 1,
      since: START,
      endedAt: START,
      result: { outcome: "could-not-look", why: "The platform refused the token." },
    };

    const { verdict, findings } = diagnoseFrom([facts[0] as Facts, thrown(), ...health], [unseen]);

    expect(verdict.status).toBe("likely");
    expect(verdict.missing).toContain("Check deployment could not look: The platform refused the token.");
    expect(findings.changed).toMatchObject({ known: true, says: expect.stringContaining("could not look") });
  });

  test("is a lead and no more when only a line beside the failing one was removed", () => {
    const beside: Partial<CommitFact> = {
      ...bad,
      files: [{ path: "src/notes.ts", hunks: [{ oldStart: 42, oldLines: 1, newStart: 41, newLines: 0 }] }],
    };

    const { verdict } = diagnoseFrom([
      history(initial, beside),
      deployed(wellBefore, ["1a2b3c4d", DEPLOYED, "live"]),
      thrown(),
      ...health,
    ]);

    expect(verdict).toMatchObject({ status: "likely", cause: { id: "1a2b3c4d" } });
  });
});

describe("a commit whose line throws, seen by the first checks of an incident alone", () => {
  const firstLook = [ran("silent", START + MINUTE), ran("silent", START + MINUTE, "search")];

  test("is confirmed though no earlier pass is known and the bot was first deployed minutes ago", () => {
    const { verdict } = diagnoseFrom([
      history(initial, bad),
      deployed(["aaaaaaa0", DEPLOYED - 2 * MINUTE], ["1a2b3c4d", DEPLOYED, "live"]),
      thrown(),
      ...firstLook,
    ]);

    expect(verdict).toMatchObject({ status: "confirmed", cause: { id: "1a2b3c4d" } });
  });

  test("is only likely when its code had run for hours before the first error", () => {
    const { verdict } = diagnoseFrom([
      history(initial, { ...bad, at: START - 3 * HOUR }),
      deployed(["aaaaaaa0", START - 5 * HOUR], ["1a2b3c4d", START - 2 * HOUR, "live"]),
      thrown(),
      ...firstLook,
    ]);

    expect(verdict).toMatchObject({ status: "likely", cause: { id: "1a2b3c4d" } });
    expect(verdict.missing[0]).toContain("It ran for 2 h 00 min before the error was first seen");
  });
});

describe("a commit that is not to blame", () => {
  test("the newest deployment is not blamed for coming last", () => {
    const elsewhere: Partial<CommitFact> = {
      id: "fffffff3",
      at: DEPLOYED - SECOND,
      files: [changed("src/notes.ts", 3), changed("src/help.ts", 1)],
    };

    const answer = diagnoseFrom([
      history(initial, elsewhere),
      deployed(wellBefore, ["fffffff3", DEPLOYED, "live"]),
      thrown(),
      ...health,
    ]);

    expect(answer.verdict.status).toBe("inconclusive");
    expect(answer.verdict.cause).toEqual({ kind: "no-change", id: "unknown" });
    expect(answer.verdict.missing[0]).toMatch(/^Next: /);
    expect(statusOf(answer, "fffffff3")).toBe("unresolved");
  });

  test("a commit that was deployed after the failure began is refuted, though it changed the line that throws", () => {
    const late = { ...bad, at: START + 2 * MINUTE };

    const answer = diagnoseFrom([
      history(initial, late),
      deployed(wellBefore, ["1a2b3c4d", START + 3 * MINUTE, "live"]),
      thrown({ first: START + 4 * MINUTE }),
      ...health,
    ]);

    expect(statusOf(answer, "1a2b3c4d")).toBe("refuted");
    expect(answer.verdict.status).toBe("inconclusive");
  });

  test("whoever wrote the line long ago is not blamed when the scenario passed with it", () => {
    const answer = diagnoseFrom([history(initial), deployed([...wellBefore, "live"]), thrown(), ...health]);

    expect(answer.verdict.status).toBe("inconclusive");
    expect(statusOf(answer, "aaaaaaa0")).toBe("unresolved");
  });

  test("two commits that rewrote the failing line for one deployment are rivals, so neither is confirmed", () => {
    const second: Partial<CommitFact> = { id: "ccccccc4", at: DEPLOYED - SECOND, files: [changed("src/notes.ts", 41)] };

    const { verdict } = diagnoseFrom([
      history(initial, bad, second),
      deployed(wellBefore, ["ccccccc4", DEPLOYED, "live"]),
      thrown(),
      ...health,
    ]);

    expect(verdict).toMatchObject({ status: "likely", cause: { id: "ccccccc4" } });
    expect(verdict.missing.join()).toContain("Not ruled out: Commit 1a2b3c4");
  });
});

describe("causes that are no commit", () => {
  const calm = [history(initial), deployed([...wellBefore, "live"]), ...health];
  const refused = thrown({
    errorClass: "MongoNetworkError",
    code: "ECONNREFUSED",
    template: "connect ECONNREFUSED <address>",
  });

  test("a dependency that refuses connections, with no change of ours, is likely the cause", () => {
    const { verdict } = diagnoseFrom([...calm, refused]);

    expect(verdict).toMatchObject({
      status: "likely",
      cause: { kind: "no-change", id: "external" },
      component: "mongodb",
      origin: "external",
    });
  });

  test("a variable named in the error goes before the dependency, and is likely at most", () => {
    const variables: Facts = {
      kind: "variables",
      since: START - HOUR,
      changes: [{ name: "MONGODB_URI", change: "changed", seenAt: START + MINUTE }],
    };

    const answer = diagnoseFrom([...calm, refused, variables]);

    expect(answer.verdict).toMatchObject({
      status: "likely",
      cause: { kind: "variable", id: "MONGODB_URI" },
      origin: "config",
    });
    expect(answer.hypotheses[0]?.cause.id).toBe("MONGODB_URI");
  });

  test("a variable that nothing in the errors leads to is not blamed for having changed", () => {
    const variables: Facts = {
      kind: "variables",
      changes: [{ name: "THEME_COLOUR", change: "changed", seenAt: START - MINUTE }],
    };

    expect(diagnoseFrom([...calm, thrown(), variables]).verdict.status).toBe("inconclusive");
  });

  test("a variable that changed only after the failure began is refuted", () => {
    const variables: Facts = {
      kind: "variables",
      since: START + MINUTE,
      changes: [{ name: "NOTES_URL", change: "changed", seenAt: START + HOUR }],
    };

    expect(statusOf(diagnoseFrom([...calm, thrown(), variables]), "NOTES_URL")).toBe("refuted");
  });

  test.each([
    ["a provider that fails", { code: "HTTP 503", template: "Request failed with status code <n>" }],
    ["Slack's own fault", { code: "internal_error", template: "An API error occurred: internal_error" }],
    ["a token that was revoked", { code: "token_revoked", template: "An API error occurred: token_revoked" }],
  ])("%s is not blamed on the commit that changed the line which asked", (_, signature) => {
    const answer = diagnoseFrom([
      history(initial, bad),
      deployed(wellBefore, ["1a2b3c4d", DEPLOYED, "live"]),
      thrown(signature),
      ...health,
    ]);

    expect(answer.verdict).toMatchObject({ status: "likely", cause: { kind: "no-change", id: "external" } });
    expect(answer.hypotheses[0]?.cause.id).toBe("external");
    expect(answer.verdict.missing.join(" ")).toContain("made the other side answer");
  });

  test("what Slack does not accept from a line that a commit changed makes that commit likely", () => {
    const { verdict } = diagnoseFrom([
      history(initial, bad),
      deployed(wellBefore, ["1a2b3c4d", DEPLOYED, "live"]),
      thrown({ code: "invalid_blocks", template: "An API error occurred: invalid_blocks" }),
      ...health,
    ]);

    expect(verdict).toMatchObject({ status: "likely", cause: { id: "1a2b3c4d" } });
  });

  test("a deployment that crashes without a frame of ours is likely the cause, not its commit", () => {
    const answer = diagnoseFrom([
      history(initial, innocent),
      deployed(wellBefore, ["eeeeeee1", DEPLOYED, "crashed"]),
      thrown({ code: "ERR_MODULE_NOT_FOUND", ownFrames: [], first: DEPLOYED + SECOND }),
    ]);

    expect(answer.verdict).toMatchObject({
      status: "likely",
      cause: { kind: "deploy", id: "d1" },
      component: "platform",
    });
  });

  test("a crash whose place is the commit's own line confirms the commit", () => {
    const { verdict, findings } = diagnoseFrom([
      history(initial, bad),
      deployed(wellBefore, ["1a2b3c4d", DEPLOYED, "failed"]),
      thrown({ errorClass: "SyntaxError", template: "Unexpected token ';'", first: DEPLOYED + SECOND }),
    ]);

    expect(verdict.cause.id).toBe("1a2b3c4d");
    expect(findings.startedAt).toMatchObject({ known: true, value: DEPLOYED });
    expect(findings.affected).toMatchObject({ known: true, value: ["all"] });
  });
});

describe("the four questions", () => {
  test("are answered with evidence when scenarios were run", () => {
    const { findings } = diagnoseFrom([
      history(initial, bad),
      deployed(wellBefore, ["1a2b3c4d", DEPLOYED, "live"]),
      thrown(),
      ...health,
      ran("passed", START, "help"),
    ]);

    expect(findings.startedAt).toMatchObject({ known: true, value: START });
    expect(findings.errorPattern).toMatchObject({ known: true, value: "consistent" });
    expect(findings.affected).toMatchObject({ known: true, value: ["notes"] });
    expect(findings.changed).toMatchObject({
      known: true,
      value: ["deployment d1", 'commit 1a2b3c4 "Shorten note titles" by ana'],
    });
  });

  test("a pass among the failures makes the pattern intermittent", () => {
    const { findings } = diagnoseFrom([...health, ran("passed", START + 30 * SECOND)]);

    expect(findings.errorPattern).toMatchObject({ known: true, value: "intermittent" });
  });

  test("say why they are not known when nothing could be seen", () => {
    const running: CheckState = {
      state: "running",
      request: { id: "logs", kind: "logs", limitMs: 1 },
      round: 1,
      since: START,
    };

    const { findings, verdict, hypotheses } = diagnoseFrom([], [running]);

    expect(findings.startedAt).toEqual({
      known: false,
      why: "No failed scenario, new error or failed deployment was seen. Check logs has not ended yet.",
    });
    expect([findings.errorPattern, findings.affected, findings.changed].map(({ known }) => known)).toEqual([
      false,
      false,
      false,
    ]);
    expect(verdict).toMatchObject({ status: "inconclusive", evidence: [] });
    expect(hypotheses.map(({ cause }) => cause)).toEqual([{ kind: "no-change", id: "external" }]);
  });
});
