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
import { type Incident, isActive } from "./incident.ts";
import { nextActions } from "./next-actions.ts";
import { PHASES } from "./phase.ts";
import { entriesOf } from "./review-facts.ts";
import type { Impact } from "./severity.ts";
import { tick } from "./tick.ts";

const stories = fc.record({
  impact: fc.constantFrom(NOTES_FAIL, ALL_SILENT, ALL_WORKS),
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
      expect(due(incident, RULES).filter(({ at }) => at <= now)).toEqual([]);
      expect(tick(incident, moment(SYSTEM))).toEqual({ ok: true, events: [] });
    },
  },
  {
    says: "at most one remedy is under way, and none when it is over",
    holds: ({ incident }) => {
      const underWay = incident.remedies.filter(({ state }) => state === "started" || state === "uncertain");
      expect(underWay.length).toBeLessThanOrEqual(isActive(incident) ? 1 : 0);
    },
  },
  {
    says: "resolved, closed and reviewed mean what they say",
    holds: ({ incident: { status, resolvedAt, closedAt, reviewBody, phase } }) => {
      expect(status === "Resolved").toBe(resolvedAt !== undefined);
      expect(phase === "post-incident").toBe(resolvedAt !== undefined);
      expect(closedAt !== undefined).toBe(resolvedAt !== undefined && reviewBody !== undefined);
    },
  },
  {
    says: "while it goes on, the team was told something in the last fifteen minutes",
    holds: ({ incident, now }) => {
      const last = incident.updates.findLast(({ audience }) => audience === "team");
      if (isActive(incident)) expect(now - (last?.requestedAt ?? 0)).toBeLessThan(RULES.updates.everyMs);
    },
  },
  {
    says: "users never go on believing in a failure that was proven to be over",
    holds: ({ incident }) => {
      if (incident.recovery?.state === "proven") expect(incident.usersKnow).not.toBe("failing");
    },
  },
  {
    says: "what may be done next is not refused to somebody who may do it",
    holds: ({ incident, moment }) => {
      for (const actor of [ANA, BO]) {
        for (const action of nextActions(incident, moment(actor))) {
          expect(attempt(action, incident, moment(actor)), action.operation).toMatchObject({ ok: true });
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
      expect(stored).toStrictEqual(timeline);
      expect(fold(stored)).toStrictEqual(incident);
      for (const { was } of withBefore(timeline)) expect(JSON.parse(JSON.stringify({ was }))).toEqual({ was });
      expect(JSON.parse(JSON.stringify(incident))).toStrictEqual(incident);
    },
  },
  {
    says: "each remedy runs at most once",
    holds: ({ effects }) => {
      const runs = effects.flatMap((effect) => (effect.job === "run-remedy" ? [effect.remedyId] : []));
      expect(new Set(runs).size).toBe(runs.length);
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
        expect(approved?.event.planDigest).toBe(proposed?.event.plan.digest);
        expect(approved?.event.expiresAt).toBeGreaterThan(at);
        expect(approved?.actor.principal).not.toBe(proposed?.event.by.principal);
      }
    },
  },
  {
    says: "phases go forward one by one, but for a reopening",
    holds: ({ timeline }) => {
      let phase = 0;
      for (const { event } of timeline) {
        if (event.type === "incident-reopened") phase = 0;
        if (event.type !== "phase-entered") continue;
        phase += 1;
        expect(PHASES.indexOf(event.phase)).toBe(phase);
      }
    },
  },
  {
    says: "every event, update, page and remedy has a number of its own, without gaps",
    holds: ({ timeline, incident: { updates, pages, remedyRequests, remedies } }) => {
      expect(timeline.map(({ sequence }) => sequence)).toEqual(timeline.map((_, index) => index + 1));
      expect(updates.map(({ id }) => id)).toEqual(updates.map((_, index) => `update-${index + 1}`));
      expect(pages.map(({ id }) => id)).toEqual(pages.map((_, index) => `page-${index + 1}`));
      expect(remedyRequests.map(({ id }) => id)).toEqual(remedyRequests.map((_, index) => `remedy-${index + 1}`));
      expect(new Set(remedies.map(({ plan }) => plan.id)).size).toBe(remedies.length);
    },
  },
  {
    says: "the team is never told the same thing twice at the same instant",
    holds: ({ incident }) => {
      const told = incident.updates
        .filter(({ audience, ownWords }) => audience === "team" && ownWords !== true)
        .map(({ requestedAt, text }) => `${requestedAt} ${text}`);
      expect(new Set(told).size).toBe(told.length);
    },
  },
  {
    says: "users are told of the fix only when the bot was seen to work",
    holds: ({ timeline }) => {
      for (const { recorded, was } of withBefore(timeline)) {
        const { event } = recorded;
        if (event.type !== "update-requested" || event.update.text !== RULES.updates.usersResolved) continue;
        expect(["watching", "proven"]).toContain(was?.recovery?.state);
      }
    },
  },
  {
    says: "nobody takes a living claim from another",
    holds: ({ timeline }) => {
      for (const { recorded, was } of withBefore(timeline)) {
        if (recorded.event.type !== "incident-claimed" || was?.lease === undefined) continue;
        const isFree = recorded.at >= was.lease.until;
        expect(isFree || samePrincipal(was.lease.holder, recorded.actor)).toBe(true);
      }
    },
  },
  {
    says: "the chain over it verifies",
    holds: ({ timeline }) => expect(verifyChain(chainOf(timeline), sha256)).toEqual({ ok: true }),
  },
  {
    says: "its review has the template's five parts and cites only events that there are",
    holds: ({ timeline }) => {
      const review = draftReview(timeline);
      expect(review.match(/^#/gm)).toHaveLength(5);
      for (const [, cited] of review.matchAll(/\[#(\d+)\]/g)) expect(timeline[Number(cited) - 1]).toBeDefined();
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

function play({ impact, steps }: { readonly impact: Impact; readonly steps: readonly RandomStep[] }): IncidentWorld {
  const world = openWorld({ impact });
  hold(ALWAYS, world);
  for (const step of steps) {
    if (step.isUp) world.wait(step.waitMs);
    else world.sleep(step.waitMs);
    world.act(step.actor, step.command);
    world.act(SYSTEM, tick);
    hold(ALWAYS, world);
  }
  hold(IN_THE_END, world);
  return world;
}

test("whatever anybody does in whatever order, with whatever pauses, the laws of an incident hold", () => {
  const reached = new Set<string>();

  fc.assert(
    fc.property(stories, (story) => {
      for (const { event } of play(story).timeline) reached.add(event.type);
    }),
    { numRuns: 150 },
  );

  expect([...reached].toSorted()).toEqual(EVENT_TYPES.filter((type) => type !== "remedy-undone").toSorted());
});
