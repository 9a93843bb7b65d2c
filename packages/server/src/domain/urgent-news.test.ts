import { describe, expect, test } from "vitest";
import { SYSTEM } from "./actor.ts";
import { recordRemedyOutcome } from "./apply-remedy.ts";
import { ALL_SILENT, ANA, diagnosis, NOTES_FAIL, planOf, REVERT, SIGNAL } from "./fixtures/facts.ts";
import { type IncidentWorld, openWorld } from "./fixtures/incident-world.ts";
import { apply, approve, BAD, endChecks, findCause, look, remedy } from "./fixtures/story.ts";
import type { Diagnosis } from "./hypothesis.ts";
import { MINUTE } from "./instant.ts";
import { proposeRemedy, reportRemedyNotPossible, requestRemedy } from "./propose-remedy.ts";
import { runChecks } from "./record-check.ts";
import { recordDiagnosis } from "./record-diagnosis.ts";

const told = ({ incident }: IncidentWorld) =>
  incident.updates.filter(({ audience }) => audience === "team").map(({ text }) => text);

function diagnose(world: IncidentWorld, made: Diagnosis) {
  const command = { round: world.incident.rounds, diagnosis: made, impact: NOTES_FAIL, branch: "main" };
  world.act(SYSTEM, (incident, moment) => recordDiagnosis(incident, command, moment));
}

function checkAgain(world: IncidentWorld) {
  world.act(ANA, runChecks);
  endChecks(world);
}

/** What the team is told by what happens next, without any time passing. */
function toldBy(world: IncidentWorld, happens: () => void): readonly string[] {
  const before = told(world).length;
  happens();
  return told(world).slice(before);
}

describe("the team is told at once, and once,", () => {
  test("of the verdict, and of a remedy that waits for its approval", () => {
    const world = openWorld();
    world.wait(MINUTE);
    endChecks(world);

    const [verdict, ...more] = toldBy(world, () => diagnose(world, diagnosis("confirmed")));
    const plan = planOf("remedy-1", REVERT);
    const [proposal] = toldBy(world, () => world.act(SYSTEM, (incident) => proposeRemedy(incident, plan)));

    expect(verdict).toContain("Verdict confirmed: Commit c0ffee0 reads a title that some notes lack.");
    expect(more).toEqual([]);
    expect(proposal).toContain("Proposed: Revert c0ffee0 on main. It is remedy-1 and needs an approval.");
  });

  test("of a verdict that is another one, but not of the same one again", () => {
    const world = openWorld();
    endChecks(world);
    diagnose(world, diagnosis("inconclusive"));

    checkAgain(world);
    expect(toldBy(world, () => diagnose(world, diagnosis("inconclusive")))).toEqual([]);
    checkAgain(world);
    expect(toldBy(world, () => diagnose(world, diagnosis("likely")))).toHaveLength(1);
  });

  test("that a remedy is not possible", () => {
    const world = openWorld();
    world.act(ANA, (incident) => requestRemedy(incident, REVERT));

    const tell = () => world.act(SYSTEM, (incident) => reportRemedyNotPossible(incident, "remedy-1", "It conflicts."));

    expect(toldBy(world, tell)).toEqual([expect.stringContaining("It conflicts.")]);
  });

  test.each(["failed", "uncertain"] as const)("that a remedy ended as %s", (outcome) => {
    const world = openWorld();
    findCause(world);
    approve(world);
    apply(world);
    const command = { remedyId: "remedy-1", outcome: { outcome, why: "The push broke off." } };

    const tell = () => world.act(SYSTEM, (incident, moment) => recordRemedyOutcome(incident, command, moment));

    expect(toldBy(world, tell)).toEqual([expect.stringContaining("The push broke off.")]);
  });

  test("that an approval ran out", () => {
    const world = openWorld();
    findCause(world);
    world.wait(MINUTE);
    approve(world);

    expect(toldBy(world, () => world.wait(15 * MINUTE)).at(-1)).toContain("The approval of remedy-1 ran out");
  });

  test("that the bot has not recovered", () => {
    const world = openWorld();
    remedy(world);
    look(world, BAD);

    expect(toldBy(world, () => world.wait(10 * MINUTE))).toEqual([expect.stringContaining("No recovery")]);
  });

  test("of all that has fallen due while the process was off", () => {
    const world = openWorld();
    findCause(world);
    approve(world);

    expect(toldBy(world, () => world.sleep(60 * MINUTE))).toHaveLength(1);
  });
});

describe("an update with more news than it can hold", () => {
  function busy(): IncidentWorld {
    const world = openWorld();
    endChecks(world);
    for (let n = 1; n <= 30; n += 1) {
      const signal = {
        ...SIGNAL,
        key: `signature:${n}`,
        summary: `The error number ${n} is logged for the first time.`,
      };
      world.happen({ type: "signal-attached", signal });
    }
    return world;
  }

  test("drops the oldest, and keeps the verdict and the newest whole", () => {
    const world = busy();

    diagnose(world, diagnosis("confirmed"));

    const text = told(world).at(-1) ?? "";
    expect(text).toMatch(/^Status: Investigating - crm-bot \(P1\): \(earlier news on the timeline\) The error/);
    expect(text).not.toContain("number 1 is");
    expect(text).toContain("number 30 is");
    expect(text).toContain("Verdict confirmed: Commit c0ffee0 reads a title that some notes lack. (incident");
    expect(text.length).toBeLessThan(1_000);
  });

  test("keeps the verdict though much came after it, and names the remedy that waits", () => {
    const world = busy();
    diagnose(world, diagnosis("confirmed"));
    world.act(SYSTEM, (incident) => proposeRemedy(incident, planOf("remedy-1", REVERT)));
    world.happen({ type: "severity-overridden", severity: "P2", reason: "few users ".repeat(120) });

    world.wait(15 * MINUTE);

    const text = told(world).at(-1) ?? "";
    expect(text).toContain("few users");
    expect(text).toContain("remedy-1 waits for an approval: Revert c0ffee0 on main.");
    expect(text.length).toBeLessThan(1_000);
  });
});

test("a page and an update say which incident it is and what to do next", () => {
  const world = openWorld({ impact: ALL_SILENT });

  for (const { text } of [...world.incident.pages, ...world.incident.updates.slice(0, 1)]) {
    expect(text).toMatch(/ \(incident inc-1; next: allclear show inc-1\)$/);
  }
});

test("what comes late, after the end, is no news to hurry with", () => {
  const world = openWorld();
  findCause(world);
  approve(world);
  world.happen({ type: "incident-resolved", how: "without-proof", reason: "gone" });

  expect(toldBy(world, () => world.wait(20 * MINUTE))).toEqual([]);
});
