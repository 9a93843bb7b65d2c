import { describe, expect, test } from "vitest";
import { SYSTEM } from "./actor.ts";
import { applyRemedy, type RemedyOutcome, recordRemedyOutcome } from "./apply-remedy.ts";
import { approveRemedy, rejectRemedy } from "./approve-remedy.ts";
import { RULES } from "./fixtures/default-rules.ts";
import {
  ANA,
  ANAS_AGENT,
  BO,
  COMMIT,
  diagnosis,
  NOTES_FAIL,
  planOf,
  REVERT,
  REVERT_OTHER,
  START,
} from "./fixtures/facts.ts";
import { type IncidentWorld, openWorld } from "./fixtures/incident-world.ts";
import { apply, approve, findCause, makeClear, succeed } from "./fixtures/story.ts";
import { MINUTE } from "./instant.ts";
import { proposeRemedy, reportRemedyNotPossible, requestRemedy } from "./propose-remedy.ts";
import { resolveIncident } from "./prove-recovery.ts";
import { recordDiagnosis } from "./record-diagnosis.ts";
import type { RemedyAction } from "./remedy.ts";
import { settleRemedy } from "./settle-remedy.ts";

const stateOf = ({ incident }: IncidentWorld, id = "remedy-1") =>
  incident.remedies.find(({ plan }) => plan.id === id)?.state;

function proposed(): IncidentWorld {
  const world = openWorld();
  findCause(world);
  return world;
}

function started(): IncidentWorld {
  const world = proposed();
  approve(world);
  apply(world);
  return world;
}

function come(world: IncidentWorld, outcome: RemedyOutcome) {
  return world.act(SYSTEM, (incident, moment) => {
    return recordRemedyOutcome(incident, { remedyId: "remedy-1", outcome }, moment);
  });
}

const FAILED = { outcome: "failed", why: "The push was refused." } as const;
const UNCERTAIN = { outcome: "uncertain", why: "The connection broke during the push." } as const;

describe("a proposal", () => {
  test("follows from a verdict that blames a commit, at once and once", () => {
    const world = proposed();

    const requests = world.incident.remedyRequests;
    expect(requests).toMatchObject([{ id: "remedy-1", action: REVERT, by: SYSTEM, state: "proposed" }]);
    expect(world.effects).toContainEqual({ job: "plan-remedy", requestId: "remedy-1" });
    const command = { round: 2, diagnosis: diagnosis("confirmed"), impact: NOTES_FAIL, branch: "main" };
    world.act(SYSTEM, (incident, moment) => recordDiagnosis(incident, command, moment));
    expect(world.incident.remedyRequests).toHaveLength(1);
  });

  test("does not follow from an inconclusive verdict, or from one that blames no change", () => {
    const verdicts = [diagnosis("inconclusive"), diagnosis("confirmed", { kind: "no-change", id: "external" })];
    for (const made of verdicts) {
      const world = openWorld();
      const command = { round: 1, diagnosis: made, impact: NOTES_FAIL, branch: "main" };

      world.act(SYSTEM, (incident, moment) => recordDiagnosis(incident, command, moment));

      expect(world.incident.remedyRequests).toEqual([]);
    }
  });

  test("may be asked for by anybody, but not twice while it is open", () => {
    const world = openWorld();
    const ask = (action: RemedyAction) => world.act(ANA, (incident) => requestRemedy(incident, action));

    expect(ask(REVERT)).toMatchObject({ ok: true });
    expect(ask(REVERT)).toMatchObject({ ok: false, why: "already-asked" });
    expect(ask(REVERT_OTHER)).toMatchObject({ ok: true });
    world.act(SYSTEM, (incident) => reportRemedyNotPossible(incident, "remedy-1", "It conflicts."));
    expect(ask(REVERT)).toMatchObject({ ok: true });
  });

  test("that nobody asked for is refused, and a second plan for one request changes nothing", () => {
    const world = proposed();
    const propose = (id: string) => world.act(SYSTEM, (incident) => proposeRemedy(incident, planOf(id, REVERT)));

    expect(propose("remedy-9")).toMatchObject({ ok: false, why: "no-such-remedy" });
    expect(propose("remedy-1")).toEqual({ ok: true, events: [] });
    const impossible = world.act(SYSTEM, (incident) => reportRemedyNotPossible(incident, "remedy-9", "gone"));
    expect(impossible).toMatchObject({ ok: false, why: "no-such-remedy" });
  });

  test("that arrives after the end is not possible any more", () => {
    const world = openWorld();
    world.act(ANA, (incident) => requestRemedy(incident, REVERT));
    world.happen({ type: "incident-resolved", how: "without-proof", reason: "gone" });

    world.act(SYSTEM, (incident) => proposeRemedy(incident, planOf("remedy-1", REVERT)));

    expect(world.incident.remedyRequests[0]).toMatchObject({ state: "not-possible", why: "the incident is over" });
    expect(world.act(ANA, (incident) => requestRemedy(incident, REVERT_OTHER))).toMatchObject({
      why: "already-resolved",
    });
  });
});

describe("an approval", () => {
  const approveAs = (world: IncidentWorld, actor = BO, planDigest = "digest of remedy-1") =>
    world.act(actor, (incident, moment) => approveRemedy(incident, { remedyId: "remedy-1", planDigest }, moment));

  test("is for the plan that was seen, and for no other", () => {
    expect(approveAs(proposed(), BO, "digest of an older plan")).toMatchObject({ ok: false, why: "plan-changed" });
  });

  test("is void when the playbook has changed since the plan was made", () => {
    const world = proposed();
    const moment = { ...world.moment(BO), rules: { ...RULES, version: "playbook-2" } };
    const command = { remedyId: "remedy-1", planDigest: "digest of remedy-1" };

    expect(approveRemedy(world.incident, command, moment)).toMatchObject({ ok: false, why: "plan-changed" });
    approve(world);
    expect(applyRemedy(world.incident, "remedy-1", moment)).toMatchObject({ ok: false, why: "plan-changed" });
  });

  test("is not given by the proposer, nor by an agent of the proposer, nor by the owner of a proposing agent", () => {
    for (const [proposer, approver] of [
      [ANA, ANA],
      [ANA, ANAS_AGENT],
      [ANAS_AGENT, ANA],
    ] as const) {
      const world = openWorld();
      world.act(proposer, (incident) => requestRemedy(incident, REVERT));
      world.act(SYSTEM, (incident) => proposeRemedy(incident, planOf("remedy-1", REVERT)));

      expect(approveAs(world, approver)).toMatchObject({ ok: false, why: "own-proposal" });
      expect(approveAs(world, BO)).toMatchObject({ ok: true });
    }
  });

  test("runs out after fifteen minutes, and may then be given again", () => {
    const world = proposed();
    approve(world);

    world.wait(15 * MINUTE);

    expect(stateOf(world)).toBe("expired");
    expect(apply(world)).toMatchObject({ ok: false, why: "not-approved" });
    expect(approve(world)).toMatchObject({ ok: true });
    expect(apply(world)).toMatchObject({ ok: true });
  });

  test("that has run out is no approval even when time has not been given its part yet", () => {
    const world = proposed();
    approve(world);
    const late = { ...world.moment(BO), now: START + 15 * MINUTE };

    expect(applyRemedy(world.incident, "remedy-1", late)).toMatchObject({ ok: false, why: "approval-expired" });
  });

  test("is not given twice, and not for a remedy that nobody proposed", () => {
    const world = proposed();
    approve(world);

    expect(approve(world)).toMatchObject({ ok: false, why: "not-open-to-approval" });
    expect(approve(world, "remedy-9")).toMatchObject({ ok: false, why: "no-such-remedy" });
  });
});

describe("a rejection", () => {
  const reject = (world: IncidentWorld, remedyId = "remedy-1") =>
    world.act(BO, (incident) => rejectRemedy(incident, { remedyId, reason: "not this one" }));

  test("also takes an approval back, and is final", () => {
    const world = proposed();
    approve(world);

    expect(reject(world)).toMatchObject({ ok: true });

    expect(stateOf(world)).toBe("rejected");
    expect(apply(world)).toMatchObject({ ok: false, why: "not-approved" });
    expect(approve(world)).toMatchObject({ ok: false, why: "not-open-to-approval" });
    expect(reject(world)).toMatchObject({ ok: false, why: "not-open-to-approval" });
  });

  test("of what does not exist or has started is refused", () => {
    expect(reject(proposed(), "remedy-9")).toMatchObject({ ok: false, why: "no-such-remedy" });
    expect(reject(started())).toMatchObject({ ok: false, why: "not-open-to-approval" });
  });
});

describe("applying", () => {
  test("needs an approval", () => {
    expect(apply(proposed())).toMatchObject({ ok: false, why: "not-approved" });
    expect(apply(proposed(), "remedy-9")).toMatchObject({ ok: false, why: "no-such-remedy" });
  });

  test("starts the remedy once, however often it is asked for", () => {
    const world = started();

    expect(apply(world)).toEqual({ ok: true, events: [] });
    expect(world.effects.filter(({ job }) => job === "run-remedy")).toHaveLength(1);
    expect(world.incident.status).toBe("Mitigating");
  });

  test("waits while another remedy is under way", () => {
    const world = started();
    world.act(ANA, (incident) => requestRemedy(incident, REVERT_OTHER));
    world.act(SYSTEM, (incident) => proposeRemedy(incident, planOf("remedy-2", REVERT_OTHER)));
    approve(world, "remedy-2");

    expect(apply(world, "remedy-2")).toMatchObject({ ok: false, why: "another-remedy-under-way" });
    come(world, UNCERTAIN);
    expect(apply(world, "remedy-2")).toMatchObject({ ok: false, why: "another-remedy-under-way" });
    come(world, FAILED);
    expect(apply(world, "remedy-2")).toMatchObject({ ok: true });
  });

  test("is refused when the incident is over", () => {
    const world = proposed();
    approve(world);
    world.happen({ type: "incident-resolved", how: "without-proof", reason: "gone" });

    expect(apply(world)).toMatchObject({ ok: false, why: "already-resolved" });
    expect(approve(world)).toMatchObject({ ok: false, why: "already-resolved" });
  });
});

describe("the outcome", () => {
  test("success starts the proof of recovery", () => {
    const world = started();

    succeed(world);

    expect(stateOf(world)).toBe("succeeded");
    expect(world.incident.recovery).toMatchObject({ state: "waiting", because: "remedy-1 has been applied." });
    expect(world.effects).toContainEqual({ job: "verify-recovery", at: START });
  });

  test("failure is escalated, and the search goes on", () => {
    const world = started();

    come(world, FAILED);

    expect(stateOf(world)).toBe("failed");
    expect(world.incident.status).toBe("Investigating");
    expect(world.entries("escalated").map(({ event }) => event.reason)).toEqual(["remedy-failed"]);
  });

  test.each([
    ["succeeded", { outcome: "succeeded", result: { summary: "It had arrived." } }],
    ["failed", FAILED],
  ] as const)("what was uncertain is escalated, never run again, and may still turn out to have %s", (state, end) => {
    const world = started();

    come(world, UNCERTAIN);
    expect(come(world, UNCERTAIN)).toEqual({ ok: true, events: [] });
    expect(stateOf(world)).toBe("uncertain");
    expect(world.entries("escalated").map(({ event }) => event.reason)).toEqual(["remedy-uncertain"]);
    come(world, end);

    expect(stateOf(world)).toBe(state);
    expect(world.effects.filter(({ job }) => job === "run-remedy")).toHaveLength(1);
  });

  test("comes once: a late one changes nothing, and one of nothing is refused", () => {
    const world = started();
    come(world, FAILED);

    expect(succeed(world)).toEqual({ ok: true, events: [] });
    expect(succeed(world, "remedy-9")).toMatchObject({ ok: false, why: "no-such-remedy" });
  });

  test("of a remedy that takes another one back leaves that one undone", () => {
    const world = started();
    succeed(world);
    world.act(ANA, (incident) => requestRemedy(incident, REVERT_OTHER));
    world.act(SYSTEM, (incident) => proposeRemedy(incident, planOf("remedy-2", REVERT_OTHER, { undoes: "remedy-1" })));
    approve(world, "remedy-2");
    apply(world, "remedy-2");

    succeed(world, "remedy-2");

    expect([stateOf(world), stateOf(world, "remedy-2")]).toEqual(["undone", "succeeded"]);
  });
});

describe("what nothing is heard of", () => {
  test("a started remedy is uncertain after fifteen minutes, which is escalated, and may still turn out well", () => {
    const world = started();

    world.wait(15 * MINUTE);

    expect(stateOf(world)).toBe("uncertain");
    expect(world.entries("escalated").filter(({ event }) => event.reason === "remedy-uncertain")).toHaveLength(1);
    succeed(world);
    expect(stateOf(world)).toBe("succeeded");
  });

  test("a plan that does not come within ten minutes is not possible, and may be asked for again", () => {
    const world = openWorld();
    world.act(ANA, (incident) => requestRemedy(incident, REVERT));

    world.wait(10 * MINUTE);

    expect(world.incident.remedyRequests[0]).toMatchObject({ state: "not-possible" });
    expect(world.entries("escalated").map(({ event }) => event.reason)).toContain("remedy-not-planned");
    expect(world.act(SYSTEM, (incident) => proposeRemedy(incident, planOf("remedy-1", REVERT)))).toEqual({
      ok: true,
      events: [],
    });
    expect(world.act(ANA, (incident) => requestRemedy(incident, REVERT)).ok).toBe(true);
  });
});

describe("settling what is uncertain", () => {
  const settle = (world: IncidentWorld, outcome: "succeeded" | "failed", actor = ANA) =>
    world.act(actor, (incident, moment) =>
      settleRemedy(incident, { remedyId: "remedy-1", outcome, reason: "main ends with the revert" }, moment),
    );
  function unsettled(): IncidentWorld {
    const world = started();
    come(world, UNCERTAIN);
    return world;
  }

  test("as done starts the proof of recovery, as not done lets another remedy run", () => {
    const done = unsettled();
    const failed = unsettled();

    settle(done, "succeeded");
    settle(failed, "failed");

    expect(stateOf(done)).toBe("succeeded");
    expect(done.incident.recovery?.state).toBe("waiting");
    expect(failed.incident.remedies[0]).toMatchObject({
      state: "failed",
      why: "ana looked: main ends with the revert",
    });
    expect(failed.act(ANA, (incident) => requestRemedy(incident, REVERT)).ok).toBe(true);
  });

  test("is for a person, and for nothing else than what is uncertain", () => {
    expect(settle(unsettled(), "failed", ANAS_AGENT)).toMatchObject({ ok: false, why: "humans-only" });
    expect(settle(started(), "failed")).toMatchObject({ ok: false, why: "not-uncertain" });
    expect(settle(openWorld(), "failed")).toMatchObject({ ok: false, why: "no-such-remedy" });
  });

  test("is what others are told to do first", () => {
    const resolve = { reason: "it works", withoutProof: true };

    const refused = unsettled().act(ANA, (incident, moment) => resolveIncident(incident, resolve, moment));

    expect(refused).toMatchObject({ why: "another-remedy-under-way", says: expect.stringContaining("settle-remedy") });
  });
});

test("nothing that ends well leaves a remedy open", () => {
  const world = openWorld();
  makeClear(world);

  expect(world.incident.remedies.map(({ state, plan }) => [plan.action.commit, state])).toEqual([
    [COMMIT, "succeeded"],
  ]);
});
