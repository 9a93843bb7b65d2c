import { describe, expect, test } from "vitest";
import { acknowledgeIncident } from "./acknowledge-incident.ts";
import { SYSTEM } from "./actor.ts";
import { addNote } from "./add-note.ts";
import { responseDueAt } from "./due.ts";
import { eraseBody } from "./erase-body.ts";
import { RULES } from "./fixtures/default-rules.ts";
import {
  ALL_SILENT,
  ALL_WORKS,
  ANA,
  ANAS_AGENT,
  CLEAR,
  commitsSeen,
  diagnosis,
  NOTES_FAIL,
  SIGNAL,
  scenario,
} from "./fixtures/facts.ts";
import { type Command, type IncidentWorld, openWorld } from "./fixtures/incident-world.ts";
import { endChecks, look, makeClear, remedy } from "./fixtures/story.ts";
import { HOUR, MINUTE } from "./instant.ts";
import { type AttachSignal, attachSignal } from "./open-incident.ts";
import { overrideSeverity } from "./override-severity.ts";
import { postUpdate } from "./post-update.ts";
import { recordCheck, runChecks } from "./record-check.ts";
import { recordDiagnosis } from "./record-diagnosis.ts";
import { recordPageDelivered, recordPageFailed } from "./record-page.ts";
import { recordUpdateNotTold, recordUpdatePosted } from "./record-update.ts";
import type { Impact } from "./severity.ts";

/** P2 */
const PARTLY: Impact = { scenarios: [scenario("notes", ["passed", "wrong"])] };

const NOTHING = { ok: true, events: [] };

function diagnose(world: IncidentWorld, impact = NOTES_FAIL) {
  const command = { round: world.incident.rounds, diagnosis: diagnosis("inconclusive"), impact, branch: "main" };
  return world.act(SYSTEM, (incident, moment) => recordDiagnosis(incident, command, moment));
}

describe("the checks", () => {
  test("of the first box start with the opening, the scenario check once for each scenario", () => {
    const world = openWorld({ scenarios: ["help", "notes"] });

    expect(world.incident.checks.map(({ request }) => request.id)).toEqual([
      "scenario:help",
      "scenario:notes",
      "deployment",
      "commits",
      "variables",
      "logs",
      "health",
    ]);
    expect(world.effects.filter(({ job }) => job === "run-check")).toHaveLength(7);
  });

  test("end once each, and the last one's end starts the diagnosis", () => {
    const world = openWorld();
    const end = (checkId: string, round = 1) =>
      world.act(SYSTEM, (incident) => recordCheck(incident, { checkId, round, result: CLEAR }));

    endChecks(world);

    expect(world.effects.filter(({ job }) => job === "diagnose")).toEqual([{ job: "diagnose", round: 1 }]);
    expect(end("logs")).toEqual(NOTHING);
    expect(end("tarot")).toMatchObject({ ok: false, why: "no-such-check" });
    expect(end("logs", 2)).toMatchObject({ ok: false, why: "no-such-check" });
  });

  test("run again when somebody asks, but not beside those that run", () => {
    const world = openWorld();
    expect(world.act(ANA, runChecks)).toMatchObject({ ok: false, why: "checks-running" });
    endChecks(world);

    expect(world.act(ANA, runChecks)).toMatchObject({ ok: true });
    expect(world.incident.rounds).toBe(2);
  });

  test("cannot run where the playbook names none", () => {
    const boxes = RULES.phases.boxes.map((box) => ({ ...box, checks: [] }));
    const world = openWorld({ rules: { ...RULES, phases: { ...RULES.phases, boxes } } });

    expect(world.act(ANA, runChecks)).toMatchObject({ ok: false, why: "nothing-to-check" });
  });
});

describe("a diagnosis", () => {
  test("is made once for each round", () => {
    const world = openWorld();
    diagnose(world);

    expect(diagnose(world)).toEqual(NOTHING);
  });

  test("measures the severity again, unless a person has set it", () => {
    const world = openWorld();
    diagnose(world, ALL_SILENT);
    expect(world.incident.severity.value).toBe("P0");
    world.act(ANA, (incident, moment) => overrideSeverity(incident, { severity: "P2", reason: "few users" }, moment));
    endChecks(world);
    world.act(ANA, runChecks);

    diagnose(world, NOTES_FAIL);

    expect(world.incident.severity).toMatchObject({ value: "P2", reasons: ["few users"], overriddenBy: ANA });
  });

  test("does not make an incident smaller because its bot recovers", () => {
    const world = openWorld();
    remedy(world);
    look(world);
    world.act(ANA, runChecks);

    diagnose(world, ALL_WORKS);

    expect(world.incident.severity.value).toBe("P1");
  });
});

describe("an update or a page", () => {
  const posted = { channel: "C1", messageId: "17.1" };

  test("is delivered once, and one that does not exist is refused", () => {
    const world = openWorld({ impact: ALL_SILENT });
    const post = (updateId: string) =>
      world.act(SYSTEM, (incident) => recordUpdatePosted(incident, { updateId, ...posted }));
    const page = (pageId: string) =>
      world.act(SYSTEM, (incident) => recordPageDelivered(incident, { pageId, ...posted }));

    expect([post("update-1").ok, page("page-1").ok]).toEqual([true, true]);

    expect(world.incident.updates[0]?.posted).toEqual({ at: world.now, ...posted });
    expect(world.incident.pages[0]?.delivered).toEqual({ at: world.now, ...posted });
    expect([post("update-1"), page("page-1")]).toEqual([NOTHING, NOTHING]);
    expect(post("update-99")).toMatchObject({ ok: false, why: "no-such-update" });
    expect(page("page-99")).toMatchObject({ ok: false, why: "no-such-page" });
  });

  test("that could not be delivered says so once for each reason, and no more once it is delivered", () => {
    const world = openWorld({ impact: ALL_SILENT });
    const fail = (why: string) => [
      world.act(SYSTEM, (incident) => recordUpdateNotTold(incident, { updateId: "update-1", why })),
      world.act(SYSTEM, (incident) => recordPageFailed(incident, { pageId: "page-1", why })),
    ];

    fail("Slack is away.");
    expect(fail("Slack is away.")).toEqual([NOTHING, NOTHING]);
    fail("The token is revoked.");

    expect(world.entries("update-not-told")).toHaveLength(2);
    expect(world.entries("page-failed")).toHaveLength(2);
    world.act(SYSTEM, (incident) => recordUpdatePosted(incident, { updateId: "update-1", ...posted }));
    world.act(SYSTEM, (incident) => recordPageDelivered(incident, { pageId: "page-1", ...posted }));
    expect(world.incident.updates[0]).not.toHaveProperty("notTold");
    expect(world.incident.pages[0]).not.toHaveProperty("failed");
    expect(fail("Slack is away.")).toEqual([NOTHING, NOTHING]);
    expect(world.act(SYSTEM, (incident) => recordUpdateNotTold(incident, { updateId: "x", why: "" })).ok).toBe(false);
    expect(world.act(SYSTEM, (incident) => recordPageFailed(incident, { pageId: "x", why: "" })).ok).toBe(false);
  });
});

function join(world: IncidentWorld, more: Partial<AttachSignal> = {}) {
  const command = { signal: SIGNAL, impact: NOTES_FAIL, drill: false, ...more };
  return world.act(SYSTEM, (incident, moment) => attachSignal(incident, command, moment));
}

test("the severity is for a person to set, not for an agent", () => {
  const severity = { severity: "P3", reason: "few users" } as const;
  const set: Command = (incident, moment) => overrideSeverity(incident, severity, moment);

  expect(openWorld().act(ANAS_AGENT, set)).toMatchObject({ ok: false, why: "humans-only" });
  expect(openWorld().act(ANA, set)).toMatchObject({ ok: true });
});

describe("a signal that joins", () => {
  test("makes a P2 that has become a P0 one at once, with its page, its own time to respond and an update", () => {
    const world = openWorld({ impact: PARTLY });
    world.wait(MINUTE);

    join(world, { signal: { ...SIGNAL, key: "scenario:help" }, impact: ALL_SILENT });

    expect(world.incident.severity).toMatchObject({ value: "P0", since: world.now });
    expect(world.entries("page-requested")).toHaveLength(1);
    expect(responseDueAt(world.incident, RULES)).toBe(world.now + 5 * MINUTE);
    expect(world.incident.updates.at(-1)).toMatchObject({ requestedAt: world.now, audience: "team" });
  });

  test("does so too when it is known already, but has become worse", () => {
    const world = openWorld({ impact: PARTLY });

    join(world, { impact: NOTES_FAIL });

    expect(world.incident.severity.value).toBe("P1");
    expect(world.entries("signal-attached")).toEqual([]);
  });

  test("never makes the incident smaller, nor changes what a person has set", () => {
    const world = openWorld({ impact: ALL_SILENT });
    join(world, { impact: NOTES_FAIL });
    expect(world.incident.severity.value).toBe("P0");

    world.act(ANA, (incident, moment) => overrideSeverity(incident, { severity: "P3", reason: "a test bot" }, moment));
    join(world, { signal: { ...SIGNAL, key: "scenario:help" }, impact: ALL_SILENT });

    expect(world.incident.severity.value).toBe("P3");
  });
});

describe("a drill", () => {
  const drill = () => openWorld({ impact: ALL_SILENT, drill: true });

  test("pages nobody and tells no user, however long nobody responds, and the team knows that it is one", () => {
    const world = drill();

    world.wait(2 * HOUR);

    expect(world.entries("escalated").length).toBeGreaterThan(1);
    expect(world.incident.pages).toEqual([]);
    expect(new Set(world.incident.updates.map(({ audience }) => audience))).toEqual(new Set(["team"]));
    expect(world.incident.updates[0]?.text).toMatch(/^Status: Investigating - Drill: crm-bot \(P0\): /);
    const tell = world.act(ANA, (incident, moment) => postUpdate(incident, { audience: "users", text: "x" }, moment));
    expect(tell).toMatchObject({ ok: false, why: "is-a-drill" });
  });

  test("becomes a real incident with the first real signal: its clock starts, and people are paged and told", () => {
    const world = drill();
    world.act(ANA, acknowledgeIncident);
    world.act(ANA, (incident, moment) => overrideSeverity(incident, { severity: "P3", reason: "a drill" }, moment));
    world.wait(20 * MINUTE);

    join(world, { impact: ALL_SILENT });

    expect(world.incident).toMatchObject({ drill: false, clockFrom: world.now, severity: { value: "P0" } });
    expect(world.incident.acknowledged).toBeUndefined();
    expect(world.entries("page-requested")).toHaveLength(1);
    expect(world.incident.updates.slice(-2)).toEqual([
      expect.objectContaining({ audience: "team", text: expect.stringContaining("This is no drill any more") }),
      expect.objectContaining({ audience: "users", text: RULES.updates.usersInvestigating }),
    ]);
    expect(world.incident.updates.at(-2)?.text).not.toContain("Drill: ");
    expect(world.incident.rounds).toBeGreaterThan(1);
  });

  test("takes part in no real incident", () => {
    expect(join(openWorld(), { drill: true })).toMatchObject({ ok: false, why: "no-drill-now" });
    expect(join(drill(), { drill: true, signal: { ...SIGNAL, key: "report:2" } })).toMatchObject({ ok: true });
  });
});

test("a severity is assessed by whatever was measured, also without a scenario that can be believed", () => {
  const world = openWorld({ impact: { scenarios: [] } });

  diagnose(world, { scenarios: [] });
  expect(world.entries("severity-assessed")).toHaveLength(1);
  world.act(ANA, runChecks);
  endChecks(world);
  world.act(ANA, runChecks);
  diagnose(world, { scenarios: [], deploymentDown: true });

  expect(world.incident.severity.value).toBe("P0");
});

test("the same signal twice says nothing new, another one does", () => {
  const world = openWorld();

  expect(join(world)).toEqual(NOTHING);
  join(world, { signal: { ...SIGNAL, key: "scenario:help" } });

  expect(world.entries("signal-attached")).toHaveLength(1);
});

test("an acknowledgement is said once, and not of what is over", () => {
  const world = openWorld();
  world.act(ANA, acknowledgeIncident);
  expect(world.act(ANA, acknowledgeIncident)).toEqual(NOTHING);
  makeClear(world);

  expect(world.act(ANA, acknowledgeIncident)).toMatchObject({ ok: false, why: "already-resolved" });
});

test("notes and erasures are recorded at any time, also after the end", () => {
  const world = openWorld();
  makeClear(world);

  world.act(ANA, (incident) => addNote(incident, { body: "digest" }));
  world.act(ANA, (incident, moment) => eraseBody(incident, { body: "digest", reason: "a token" }, moment));

  expect(world.entries("note-added")).toHaveLength(1);
  expect(world.entries("body-erased")[0]?.event).toEqual({ type: "body-erased", body: "digest", reason: "a token" });
});

test("a text is erased by a person, and only one that an event of the incident names", () => {
  const world = openWorld();
  const evidence = commitsSeen(world.now);
  const samples = "evidence" in evidence ? evidence.evidence.map((item) => ({ ...item, samples: ["sample"] })) : [];
  const result = { outcome: "found", summary: "1 commit.", evidence: samples } as const;
  world.act(SYSTEM, (incident) => recordCheck(incident, { checkId: "commits", round: 1, result }));
  const erase = (body: string, actor = ANA) =>
    world.act(actor, (incident, moment) => eraseBody(incident, { body, reason: "a token" }, moment));

  expect(erase("another incident's")).toMatchObject({ ok: false, why: "no-such-text" });
  expect(erase("sample", ANAS_AGENT)).toMatchObject({ ok: false, why: "humans-only" });
  expect(erase("sample")).toMatchObject({ ok: true });
});
