import { describe, expect, test } from "vitest";
import { acknowledgeIncident, claimIncident, releaseIncident } from "./acknowledge-incident.ts";
import { ALL_SILENT, ANA, ANAS_AGENT, BO, NOTES_FAIL, START } from "./fixtures/facts.ts";
import { type IncidentWorld, openWorld } from "./fixtures/incident-world.ts";
import { endChecks, postAll } from "./fixtures/story.ts";
import { HOUR, MINUTE } from "./instant.ts";
import { readClock } from "./playbook-clock.ts";
import { postUpdate } from "./post-update.ts";

/** Minutes from the opening. */
const minutes = (entries: readonly { readonly at: number }[]) => entries.map(({ at }) => (at - START) / MINUTE);
const escalations = ({ entries }: IncidentWorld, reason: string) =>
  entries("escalated").filter(({ event }) => event.reason === reason);

describe("twenty-four hours that nobody looks at", () => {
  const world = openWorld();
  postAll(world);
  for (let hour = 0; hour < 24; hour += 0.25) {
    world.wait(15 * MINUTE);
    postAll(world);
  }

  test("the team hears something every fifteen minutes, to the minute", () => {
    const team = world.incident.updates.filter(({ audience }) => audience === "team");

    expect(minutes(team.map(({ requestedAt: at }) => ({ at })))).toEqual(Array.from({ length: 97 }, (_, n) => n * 15));
    expect(world.entries("update-missed")).toEqual([]);
  });

  test("the boxes of stabilization end after 5, 15 and 30 minutes, and each one that failed looks deeper", () => {
    expect(minutes(world.entries("box-ended"))).toEqual([5, 15, 30]);
    expect(world.entries("box-ended").map(({ event }) => event.met)).toEqual([false, false, false]);
    expect(minutes(world.entries("checks-requested"))).toEqual([0, 5, 15]);
  });

  test("the phases overrun after 30, 90 and 120 minutes, and each time it is escalated", () => {
    expect(world.entries("phase-overran").map(({ event }) => event.phase)).toEqual([
      "stabilization",
      "investigation",
      "resolution",
    ]);
    expect(minutes(escalations(world, "phase-overran"))).toEqual([30, 90, 120]);
  });

  test("a P1 that nobody acknowledges is escalated after 30 minutes and every 15 minutes from then on", () => {
    const every15 = Array.from({ length: 95 }, (_, n) => 30 + n * 15);

    expect(minutes(escalations(world, "not-acknowledged"))).toEqual(every15);
  });

  test("a check that never answers is counted as one that could not look", () => {
    expect(world.incident.checks.every(({ state }) => state === "ended")).toBe(true);
  });
});

describe("a P0", () => {
  test("pages somebody at once, escalates after 5 minutes without an acknowledgement, and repeats", () => {
    const world = openWorld({ impact: ALL_SILENT });
    expect(world.entries("page-requested")).toHaveLength(1);
    expect(world.effects).toContainEqual({ job: "deliver-page", pageId: "page-1" });

    world.wait(4 * MINUTE);
    expect(escalations(world, "not-acknowledged")).toEqual([]);
    world.wait(32 * MINUTE);

    expect(minutes(escalations(world, "not-acknowledged"))).toEqual([5, 20, 35]);
  });

  test("is not escalated once somebody has acknowledged it", () => {
    const world = openWorld({ impact: ALL_SILENT });

    world.act(ANA, acknowledgeIncident);
    world.wait(24 * HOUR);

    expect(escalations(world, "not-acknowledged")).toEqual([]);
  });
});

test("a P1 pages nobody by itself", () => {
  expect(openWorld({ impact: NOTES_FAIL }).entries("page-requested")).toEqual([]);
});

describe("a process that was off for an hour", () => {
  const world = openWorld();
  endChecks(world);
  world.sleep(HOUR);
  const caughtUp = world.timeline.filter(({ at }) => at === START + HOUR);

  test("catches up with one update, not with four", () => {
    const team = caughtUp.filter(({ event }) => event.type === "update-requested");

    expect(team).toHaveLength(1);
  });

  test("looks once, with the checks of the last box", () => {
    const rounds = caughtUp.flatMap(({ event }) => (event.type === "checks-requested" ? [event] : []));

    expect(rounds).toHaveLength(1);
    expect(rounds[0]?.checks.map(({ id }) => id)).toContain("health");
    expect(world.entries("box-ended")).toHaveLength(3);
  });

  test("goes on in its rhythm from then", () => {
    world.wait(15 * MINUTE);

    expect(world.incident.updates.at(-1)?.requestedAt).toBe(START + HOUR + 15 * MINUTE);
  });
});

describe("an update", () => {
  test("that is not delivered two minutes after it was due has been missed, and that is escalated once", () => {
    const world = openWorld();

    world.wait(14 * MINUTE);

    // The team's and the users' first ones.
    expect(minutes(world.entries("update-missed"))).toEqual([2, 2]);
    expect(escalations(world, "update-missed")).toHaveLength(2);
  });

  test("in a person's own words keeps the cadence, has the status before it, and does not stand for the news", () => {
    const world = openWorld();
    world.wait(10 * MINUTE);
    world.happen({ type: "severity-overridden", severity: "P2", reason: "few users" });

    world.act(ANA, (incident, moment) => postUpdate(incident, { audience: "team", text: "We ask Attio." }, moment));
    world.wait(15 * MINUTE);

    const [own, next] = world.incident.updates.filter(({ audience }) => audience === "team").slice(-2);
    expect(own?.text).toBe("Status: Investigating - We ask Attio. (incident inc-1; next: allclear show inc-1)");
    expect(next?.requestedAt).toBe(START + 25 * MINUTE);
    expect(next?.text).toContain("few users");
  });

  test("that is cut to its length never ends in half a character", () => {
    const world = openWorld({ signal: { kind: "report", key: "report:1", at: START, summary: "🔥".repeat(600) } });

    const text = world.incident.updates[0]?.text ?? "";
    expect(text.isWellFormed()).toBe(true);
    expect(text.length).toBeLessThan(1_000);
  });
});

describe("a claim", () => {
  const claim = (world: IncidentWorld, actor = ANA, plan?: string) =>
    world.act(actor, (incident, moment) => claimIncident(incident, plan === undefined ? {} : { plan }, moment));

  test("acknowledges, lasts for five minutes and is kept by claiming again", () => {
    const world = openWorld();

    claim(world, ANA, "revert");
    world.wait(4 * MINUTE);
    claim(world);
    world.wait(4 * MINUTE);

    expect(world.incident.acknowledged?.by).toEqual(ANA);
    expect(world.incident.lease).toEqual({ holder: ANA, until: START + 9 * MINUTE, plan: "revert" });
    world.wait(2 * MINUTE);
    expect(world.incident.lease).toBeUndefined();
    expect(minutes(world.entries("lease-expired"))).toEqual([9]);
  });

  test("keeps others out while it lives, and lets in who answers for the same principal", () => {
    const world = openWorld();
    claim(world, ANA, "revert");

    expect(claim(world, BO)).toMatchObject({ ok: false, why: "held-by-another" });
    expect(claim(world, ANAS_AGENT)).toMatchObject({ ok: true });
    world.wait(6 * MINUTE);
    expect(claim(world, BO)).toMatchObject({ ok: true });
  });

  test("takes a new plan with it", () => {
    const world = openWorld();
    claim(world, ANA, "revert");

    claim(world, ANA, "roll back");

    expect(world.incident.lease?.plan).toBe("roll back");
  });

  test("is given back by its holder alone", () => {
    const world = openWorld();
    claim(world);

    expect(world.act(BO, releaseIncident)).toMatchObject({ ok: false, why: "not-the-holder" });
    expect(world.act(ANA, releaseIncident)).toMatchObject({ ok: true });
    expect(world.incident.lease).toBeUndefined();
    expect(world.act(BO, releaseIncident)).toEqual({ ok: true, events: [] });
  });
});

test("the clock tells where the playbook stands, and asking changes nothing", () => {
  const world = openWorld();
  world.wait(6 * MINUTE);

  const clock = readClock(world.incident, world.moment(ANA));

  expect(clock).toMatchObject({
    phase: "stabilization",
    since: START,
    ends: { at: START + 30 * MINUTE, minutesLeft: 24 },
    box: { name: "error investigation", ends: { minutesLeft: 9 } },
    toGoOn: [{ isMet: false }],
    response: { state: "waiting", next: { at: START + 30 * MINUTE, minutesLeft: 24 } },
    nextUpdate: { minutesLeft: 9 },
  });
  expect(clock.due[0]?.what).toBe("end of deployment");
  world.wait(25 * MINUTE);
  expect(readClock(world.incident, world.moment(ANA)).ends.minutesLeft).toBe(-1);
  expect(readClock(world.incident, world.moment(ANA)).box).toBeUndefined();
});
