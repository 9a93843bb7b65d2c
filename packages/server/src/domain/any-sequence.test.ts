import { deepStrictEqual as deepEqual, strictEqual as equal, notStrictEqual as notEqual, ok } from "node:assert";
import fc from "fast-check";
import { expect, test } from "vitest";
import { SYSTEM, samePrincipal } from "./actor.ts";
import { apply, fold } from "./apply.ts";
import { verifyChain } from "./chain.ts";
import { draftReview } from "./draft-review.ts";
import { due } from "./due.ts";
import type { RecordedEvent } from "./events.ts";
import { attempt } from "./fixtures/attempt.ts";
import { chainOf, sha256 } from "./fixtures/chain-of.ts";
import { RULES } from "./fixtures/default-rules.ts";
import { EVENT_TYPES } from "./fixtures/event-types.ts";
import { ALL_SILENT, ALL_WORKS, ANA, BO, NOTES_FAIL } from "./fixtures/facts.ts";
import { type IncidentWorld, openWorld } from "./fixtures/incident-world.ts";
import { type RandomStep, randomStep } from "./fixtures/random-step.ts";
import { look } from "./fixtures/story.ts";
import { type Incident, isActive } from "./incident.ts";
import { MINUTE } from "./instant.ts";
import { nextActions } from "./next-actions.ts";
import { PHASES } from "./phase.ts";
import { entriesOf } from "./review-facts.ts";
import type { Impact } from "./severity.ts";
import { tick } from "./tick.ts";

const stories = fc.record({
  impact: fc.constantFrom(NOTES_FAIL, ALL_SILENT, ALL_WORKS),
  drill: fc.integer({ min: 1, max: 4 }).map((n) => n === 1),
  steps: fc.array(randomStep, { minLength: 1, maxLength: 80, size: "max" }),
});

interface Law {
  readonly says: string;
  readonly holds: (world: IncidentWorld) => void;
}

/** After every step. */
const ALWAYS: readonly Law[] = [
  {
    says: "nothing is due once time has been given its part, and giving it again changes nothing",
    holds: ({ incident, now, moment }) => {
      ok(due(incident, RULES).every(({ at }) => at > now));
      deepEqual(tick(incident, moment(SYSTEM)), { ok: true, events: [] });
    },
  },
  {
    says: "at most one remedy is under way, and none when it is over",
    holds: ({ incident }) => {
      const underWay = incident.remedies.filter(({ state }) => state === "started" || state === "uncertain");
      ok(underWay.length <= (isActive(incident) ? 1 : 0));
    },
  },
  {
    says: "resolved, closed and reviewed mean what they say",
    holds: ({ incident: { status, resolvedAt, closedAt, reviewBody, phase } }) => {
      equal(status === "Resolved", resolvedAt !== undefined);
      equal(phase === "post-incident", resolvedAt !== undefined);
      equal(closedAt !== undefined, resolvedAt !== undefined && reviewBody !== undefined);
    },
  },
  {
    says: "while it goes on, the team was told something in the last fifteen minutes",
    holds: ({ incident, now }) => {
      const last = incident.updates.findLast(({ audience }) => audience === "team");
      ok(!isActive(incident) || now - (last?.requestedAt ?? 0) < RULES.updates.everyMs);
    },
  },
  {
    says: "users never go on believing in a failure that was proven to be over",
    holds: ({ incident }) => {
      ok(incident.recovery?.state !== "proven" || incident.usersKnow !== "failing");
    },
  },
  {
    says: "what may be done next is not refused to somebody who may do it",
    holds: ({ incident, moment }) => {
      for (const actor of [ANA, BO]) {
        for (const action of nextActions(incident, moment(actor))) {
          ok(attempt(action, incident, moment(actor)).ok, action.operation);
        }
      }
    },
  },
];

/** For the whole timeline, so also for each beginning of it. */
const IN_THE_END: readonly Law[] = [
  {
    says: "the stored events add up to the stored incident, and it survives being stored as JSON",
    holds: ({ timeline, incident }) => {
      const stored: typeof timeline = JSON.parse(JSON.stringify(timeline));
      deepEqual(stored, timeline);
      deepEqual(fold(stored), incident);
      deepEqual(JSON.parse(JSON.stringify(incident)), incident);
    },
  },
  {
    says: "each remedy runs at most once",
    holds: ({ effects }) => {
      const runs = effects.flatMap((effect) => (effect.job === "run-remedy" ? [effect.remedyId] : []));
      equal(new Set(runs).size, runs.length);
    },
  },
  {
    says: "no remedy starts without a living approval of its very plan by somebody other than its proposer",
    holds: ({ timeline }) => {
      for (const { event, at, sequence } of entriesOf(timeline, "remedy-started")) {
        const { remedyId } = event;
        const past = timeline.slice(0, sequence);
        const proposed = entriesOf(past, "remedy-proposed").find((entry) => entry.event.plan.id === remedyId);
        const approved = entriesOf(past, "remedy-approved").findLast((entry) => entry.event.remedyId === remedyId);
        equal(approved?.event.planDigest, proposed?.event.plan.digest);
        ok((approved?.event.expiresAt ?? 0) > at);
        notEqual(approved?.actor.principal, proposed?.event.by.principal);
      }
    },
  },
  {
    says: "phases go forward one by one, but for a reopening or a drill that becomes real",
    holds: ({ timeline }) => {
      let phase = 0;
      for (const { event } of timeline) {
        if (event.type === "incident-reopened" || event.type === "drill-ended") phase = 0;
        if (event.type !== "phase-entered") continue;
        phase += 1;
        equal(PHASES.indexOf(event.phase), phase);
      }
    },
  },
  {
    says: "every event, update, page and remedy has a number of its own, without gaps",
    holds: ({ timeline, incident: { updates, pages, remedyRequests, remedies } }) => {
      deepEqual(
        timeline.map(({ sequence }) => sequence),
        timeline.map((_, index) => index + 1),
      );
      deepEqual(
        updates.map(({ id }) => id),
        updates.map((_, index) => `update-${index + 1}`),
      );
      deepEqual(
        pages.map(({ id }) => id),
        pages.map((_, index) => `page-${index + 1}`),
      );
      deepEqual(
        remedyRequests.map(({ id }) => id),
        remedyRequests.map((_, index) => `remedy-${index + 1}`),
      );
      equal(new Set(remedies.map(({ plan }) => plan.id)).size, remedies.length);
    },
  },
  {
    says: "the team is never told the same thing twice in a row at the same instant",
    holds: ({ incident }) => {
      const told = incident.updates
        .filter(({ audience, ownWords }) => audience === "team" && ownWords !== true)
        .map(({ requestedAt, text }) => `${requestedAt} ${text}`);
      ok(told.every((text, index) => text !== told[index - 1]));
    },
  },
  {
    says: "users are told of the fix only when the bot was seen to work",
    holds: ({ timeline }) => {
      for (const { recorded, was } of withBefore(timeline)) {
        const { event } = recorded;
        if (event.type !== "update-requested" || event.update.text !== RULES.updates.usersResolved) continue;
        ok(was?.recovery?.state === "watching" || was?.recovery?.state === "proven");
      }
    },
  },
  {
    says: "a drill pages nobody, tells no user, and is called one",
    holds: ({ timeline }) => {
      for (const { recorded, was } of withBefore(timeline)) {
        const { event } = recorded;
        if (event.type === "page-requested") ok(was?.drill === false);
        if (event.type !== "update-requested") continue;
        ok(event.update.audience === "team" || was?.drill === false);
        equal(event.update.text.includes("Drill: "), was?.drill);
      }
    },
  },
  {
    says: "nobody takes a living claim from another",
    holds: ({ timeline }) => {
      for (const { recorded, was } of withBefore(timeline)) {
        if (recorded.event.type !== "incident-claimed" || was?.lease === undefined) continue;
        const isFree = recorded.at >= was.lease.until;
        ok(isFree || samePrincipal(was.lease.holder, recorded.actor));
      }
    },
  },
  {
    says: "the chain over it verifies",
    holds: ({ timeline }) => deepEqual(verifyChain(chainOf(timeline), sha256), { ok: true }),
  },
  {
    says: "its review has the template's five parts and cites only events that there are",
    holds: ({ timeline }) => {
      const review = draftReview(timeline, RULES.review);
      equal(review.match(/^#/gm)?.length, 5);
      for (const [, cited] of review.matchAll(/\[#(\d+)\]/g)) ok(timeline[Number(cited) - 1]);
    },
  },
];

/** Each event, with the incident as it was before it. */
function withBefore(timeline: readonly RecordedEvent[]) {
  let incident: Incident | undefined;
  return timeline.map((recorded) => {
    const was = incident;
    incident = apply(incident, recorded);
    return { recorded, was };
  });
}

function hold(laws: readonly Law[], world: IncidentWorld): void {
  for (const { says, holds } of laws) {
    try {
      holds(world);
    } catch (cause) {
      throw new Error(`it does not hold that ${says}: ${cause instanceof Error ? cause.message : cause}`, { cause });
    }
  }
}

interface Story {
  readonly impact: Impact;
  readonly drill: boolean;
  readonly steps: readonly RandomStep[];
}

function pass(world: IncidentWorld, { isUp, isSeen, waitMs }: RandomStep): void {
  if (!isUp) {
    world.sleep(waitMs);
    return;
  }
  const until = world.now + waitMs;
  for (; isSeen && world.now + 4 * MINUTE <= until; look(world)) world.wait(4 * MINUTE);
  world.wait(until - world.now);
}

/** Tells the story; `see` looks at the world after each step. */
function tell({ impact, drill, steps }: Story, see?: (world: IncidentWorld) => void): IncidentWorld {
  const world = openWorld({ impact, drill });
  see?.(world);
  for (const step of steps) {
    pass(world, step);
    world.act(step.actor, step.command);
    world.act(SYSTEM, tick);
    see?.(world);
  }
  return world;
}

function play(story: Story): void {
  const world = tell(story, (current) => hold(ALWAYS, current));
  hold(IN_THE_END, world);
}

test("whatever anybody does in whatever order, with whatever pauses, the laws of an incident hold", () => {
  fc.assert(
    fc.property(stories, (story) => {
      play(story);
    }),
    { numRuns: 150 },
  );
});

test("the random stories reach every type of event, and a proven end", () => {
  const reached = new Set<string>();
  const ends = new Set<string>();

  for (const story of fc.sample(stories, { numRuns: 200, seed: 20_261_123 })) {
    for (const { event } of tell(story).timeline) {
      reached.add(event.type);
      if (event.type === "incident-resolved") ends.add(event.how);
    }
  }

  expect([...reached].toSorted()).toEqual(EVENT_TYPES);
  expect(ends).toContain("proven");
});
