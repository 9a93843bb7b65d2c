import { describe, expect, test } from "vitest";
import { SYSTEM } from "./actor.ts";
import { ALL_SILENT, ANA, ANAS_AGENT, BO, NOTES_FAIL, planOf, REVERT_OTHER, SIGNAL, START } from "./fixtures/facts.ts";
import { type Command, type IncidentWorld, openWorld } from "./fixtures/incident-world.ts";
import { apply, approve, BAD, BLIND_LOOK, findCause, look, makeClear, remedy, watch } from "./fixtures/story.ts";
import { HOUR, MINUTE } from "./instant.ts";
import { attachSignal } from "./open-incident.ts";
import { overrideSeverity } from "./override-severity.ts";
import { proposeRemedy, requestRemedy } from "./propose-remedy.ts";
import { resolveIncident, startRecovery } from "./prove-recovery.ts";
import { runChecks } from "./record-check.ts";
import { reopenIncident } from "./reopen-incident.ts";
import { writeReview } from "./write-review.ts";

const told = ({ incident }: IncidentWorld, audience: "team" | "users") =>
  incident.updates.filter((update) => update.audience === audience).map(({ text }) => text);

const FAILING = "We're experiencing technical difficulties. Investigating...";
const WORKS = "The technical difficulties are fixed. Thank you for your patience.";

function remedied(): IncidentWorld {
  const world = openWorld();
  remedy(world);
  return world;
}

describe("the proof of recovery", () => {
  test("is thirty minutes of a bot that works, seen at their beginning and at their end", () => {
    const world = remedied();
    look(world);
    expect(world.incident.recovery).toMatchObject({ state: "watching", watchUntil: START + 30 * MINUTE });

    watch(world, 29);
    expect(world.incident.status).toBe("Mitigating");
    world.wait(MINUTE);
    look(world);

    expect(world.incident).toMatchObject({ status: "Resolved", phase: "post-incident", recovery: { state: "proven" } });
    expect(told(world, "team").at(-1)).toBe(
      "Status: Resolved - crm-bot (P1): All clear: crm-bot was seen to work from outside, and still works after a watch of 30 min. (incident inc-1; next: allclear show inc-1)",
    );
    expect(world.effects).toContainEqual({ job: "write-review" });
  });

  test("goes on looking every minute until it has ended", () => {
    const world = remedied();
    const looks = () => world.effects.filter(({ job }) => job === "verify-recovery");

    look(world, BLIND_LOOK);
    expect(looks().at(-1)).toEqual({ job: "verify-recovery", at: START + MINUTE });
    look(world);
    expect(looks()).toHaveLength(3);
    watch(world, 30);
    const ended = looks().length;

    // The look that was on its way already finds nothing left to look for.
    expect(look(world)).toEqual({ ok: true, events: [] });
    expect(looks()).toHaveLength(ended);
  });

  test("is not given by looks that saw nothing", () => {
    const world = remedied();
    look(world);

    world.wait(31 * MINUTE);
    look(world, BLIND_LOOK);

    expect(world.incident.recovery?.state).toBe("watching");
  });

  test("starts anew when the bot fails during the watch, and everybody who was told otherwise is told at once", () => {
    const world = remedied();
    look(world);
    world.wait(10 * MINUTE);
    look(world, BAD);
    expect(world.incident.recovery).toMatchObject({ state: "waiting", giveUpAt: START + 20 * MINUTE });
    expect(told(world, "users")).toEqual([FAILING, WORKS, FAILING]);
    expect(told(world, "team").at(-1)).toBe(
      "Status: Mitigating - crm-bot (P1): The recovery did not last: notes did not answer. (incident inc-1; next: allclear show inc-1)",
    );

    world.wait(MINUTE);
    look(world);
    expect(told(world, "users")).toEqual([FAILING, WORKS, FAILING]);
    watch(world, 30);

    expect(world.incident.resolvedAt).toBe(START + 41 * MINUTE);
    expect(told(world, "users")).toEqual([FAILING, WORKS, FAILING, WORKS]);
  });

  test("begins anew when nobody could look for longer than five minutes, however good the look after that is", () => {
    const world = remedied();
    look(world);
    for (let minute = 1; minute < 30; minute += 1) {
      world.wait(MINUTE);
      look(world, BLIND_LOOK);
    }
    world.wait(MINUTE);
    look(world);

    expect(world.incident.recovery).toMatchObject({ state: "watching", watchUntil: START + 60 * MINUTE });
    expect(world.entries("watch-restarted").map(({ event }) => event.why)).toEqual([
      "the bot was not seen for 30 min.",
    ]);
    watch(world, 30);
    expect(world.incident.resolvedAt).toBe(START + 60 * MINUTE);
    expect(told(world, "team").at(-1)).toContain("after a watch of 30 min.");
  });

  test("that nobody can look at any more is escalated, once each time, and the team is not told that the bot works", () => {
    const world = remedied();
    const unseen = () => world.entries("escalated").filter(({ event }) => event.reason === "recovery-unseen");
    look(world);
    world.wait(MINUTE);
    look(world, BLIND_LOOK);
    world.wait(29 * MINUTE);

    expect(unseen().map(({ at }) => at)).toEqual([START + 10 * MINUTE]);
    expect(told(world, "team").at(-1)).toContain("The bot has not been seen since 2026-11-23 14:20:00 UTC");
    look(world);
    world.wait(10 * MINUTE);
    expect(unseen()).toHaveLength(2);
  });

  test("fails when the bot does not work ten minutes after the remedy, and that is escalated", () => {
    const world = remedied();
    look(world, BAD);

    world.wait(10 * MINUTE);

    expect(world.incident).toMatchObject({ status: "Investigating", recovery: { state: "failed" } });
    expect(world.entries("escalated").at(-1)?.event.reason).toBe("recovery-failed");
    expect(look(world)).toEqual({ ok: true, events: [] });
    expect(world.act(ANA, (incident, moment) => startRecovery(incident, { because: "fixed" }, moment)).ok).toBe(true);
  });

  test("does not end an incident while a remedy is under way", () => {
    const world = remedied();
    look(world);
    world.act(ANA, (incident) => requestRemedy(incident, REVERT_OTHER));
    world.act(SYSTEM, (incident) => proposeRemedy(incident, planOf("remedy-2", REVERT_OTHER)));
    world.wait(29 * MINUTE);
    approve(world, "remedy-2");
    apply(world, "remedy-2");
    world.wait(2 * MINUTE);

    look(world);

    expect(world.incident.status).toBe("Mitigating");
  });

  test("is started by a person or by a remedy, and only when nothing else is going on", () => {
    const begin = (world: IncidentWorld) =>
      world.act(ANA, (incident, moment) => startRecovery(incident, { because: "It answers." }, moment));
    const applying = openWorld();
    findCause(applying);
    approve(applying);
    apply(applying);

    expect(begin(openWorld())).toMatchObject({ ok: true });
    expect(begin(remedied())).toMatchObject({ ok: false, why: "proof-running" });
    expect(begin(applying)).toMatchObject({ ok: false, why: "another-remedy-under-way" });
    const clear = openWorld();
    makeClear(clear);
    expect(begin(clear)).toMatchObject({ ok: false, why: "already-resolved" });
  });
});

describe("ending without proof", () => {
  const resolve = (world: IncidentWorld, actor = ANA) =>
    world.act(actor, (incident, moment) => resolveIncident(incident, { reason: "gone", withoutProof: true }, moment));

  test("is for people alone, and users are not told that anything works", () => {
    const world = openWorld();

    expect(resolve(world, ANAS_AGENT)).toMatchObject({ ok: false, why: "humans-only" });
    expect(resolve(world, SYSTEM)).toMatchObject({ ok: false, why: "humans-only" });
    expect(resolve(world)).toMatchObject({ ok: true });

    expect(world.incident.status).toBe("Resolved");
    expect(told(world, "users")).toEqual([FAILING]);
    expect(resolve(world)).toMatchObject({ ok: false, why: "already-resolved" });
  });

  test("waits for a remedy that is under way", () => {
    const world = openWorld();
    findCause(world);
    approve(world);
    apply(world);

    expect(resolve(world)).toMatchObject({ ok: false, why: "another-remedy-under-way" });
  });

  test("asked for with proof, it starts the proof", () => {
    const world = openWorld();

    world.act(ANA, (incident, moment) => resolveIncident(incident, { reason: "done", withoutProof: false }, moment));

    expect(world.incident.recovery?.state).toBe("waiting");
    expect(world.incident.status).toBe("Mitigating");
  });
});

describe("reopening", () => {
  const reopen = (world: IncidentWorld, impact = NOTES_FAIL) =>
    world.act(SYSTEM, (incident, moment) => reopenIncident(incident, { signal: SIGNAL, impact }, moment));

  function reviewed(impact = NOTES_FAIL): IncidentWorld {
    const world = openWorld({ impact });
    makeClear(world);
    world.act(ANA, (incident) => writeReview(incident, { body: "review 1" }));
    return world;
  }

  test("starts clock, checks, acknowledgement, verdict and review anew, and tells everybody", () => {
    const world = reviewed();
    world.wait(2 * HOUR);

    reopen(world);

    const { incident } = world;
    expect(incident).toMatchObject({
      status: "Investigating",
      phase: "stabilization",
      clockFrom: world.now,
      rounds: 2,
    });
    for (const field of ["resolvedAt", "closedAt", "recovery", "acknowledged", "diagnosis", "reviewBody"]) {
      expect(incident).not.toHaveProperty(field);
    }
    expect(told(world, "users")).toEqual([FAILING, WORKS, FAILING]);
    expect(told(world, "team").at(-1)).toContain("Reopened");
    world.wait(5 * MINUTE);
    expect(world.entries("box-ended").at(-1)?.event).toMatchObject({ box: "immediate assessment", met: false });
  });

  test("needs a review of its own before it is closed again", () => {
    const world = reviewed();
    reopen(world);

    world.act(ANA, (incident, moment) => resolveIncident(incident, { reason: "gone", withoutProof: true }, moment));
    expect(world.incident.closedAt).toBeUndefined();
    world.act(ANA, (incident) => writeReview(incident, { body: "review 2" }));

    expect(world.incident.closedAt).toBe(world.now);
  });

  test("of a P0 pages somebody again", () => {
    const world = reviewed(ALL_SILENT);
    world.wait(HOUR);
    const before = world.entries("page-requested").length;

    reopen(world, ALL_SILENT);

    expect(world.entries("page-requested")).toHaveLength(before + 1);
  });

  test("is for what is over since less than a day", () => {
    const world = openWorld();
    expect(reopen(world)).toMatchObject({ ok: false, why: "not-resolved" });
    makeClear(world);

    world.wait(24 * HOUR);

    expect(reopen(world)).toMatchObject({ ok: false, why: "too-late-to-reopen" });
  });
});

describe("when it is over", () => {
  test("nothing more is measured, attached or looked at, and the missing review is escalated after a day", () => {
    const world = openWorld();
    makeClear(world);

    const attach: Command = (incident, moment) =>
      attachSignal(incident, { signal: SIGNAL, impact: NOTES_FAIL, drill: false }, moment);
    expect(world.act(ANA, attach)).toMatchObject({ why: "already-resolved" });
    expect(world.act(ANA, runChecks)).toMatchObject({ ok: false, why: "already-resolved" });
    const severity = { severity: "P3", reason: "not so bad" } as const;
    expect(world.act(BO, (incident, moment) => overrideSeverity(incident, severity, moment))).toMatchObject({
      why: "already-resolved",
    });
    world.wait(48 * HOUR);

    const overdue = world.entries("escalated").filter(({ event }) => event.reason === "review-overdue");
    expect(overdue.map(({ at }) => at)).toEqual([START + 30 * MINUTE + 24 * HOUR]);
  });

  test("its first review closes it, and it may be written again", () => {
    const world = openWorld();
    const write = (body: string) => world.act(ANA, (incident) => writeReview(incident, { body }));
    expect(write("early")).toMatchObject({ ok: false, why: "not-resolved" });
    makeClear(world);

    write("first");
    write("second");
    expect(write("second")).toEqual({ ok: true, events: [] });

    expect(world.entries("incident-closed")).toHaveLength(1);
    expect(world.incident.reviewBody).toBe("second");
  });
});
