/** What time will do to an incident: the response clock, boxes, cadence, expiries. */

import { uncertain } from "./apply-remedy.ts";
import type { Moment } from "./decision.ts";
import { lastUpdate, teamUpdate } from "./draft-update.ts";
import { escalate } from "./escalate.ts";
import type { IncidentEvent } from "./events.ts";
import { type Incident, isActive } from "./incident.ts";
import { type Instant, writeDuration } from "./instant.ts";
import { requestChecks } from "./open-incident.ts";
import { PHASES } from "./phase.ts";
import { causeIsKnown, missingFor } from "./phase-conditions.ts";
import type { BoxRule, Rules } from "./rules.ts";

/** The name of the team's next regular update among what falls due. */
export const UPDATE_DUE = "update";

const TIMED_PHASES = ["stabilization", "investigation", "resolution"] as const;

/** One thing that falls due, and what it decides when its time has come. */
export interface Due {
  readonly what: string;
  readonly at: Instant;
  readonly decide: (moment: Moment) => readonly IncidentEvent[];
}

/** Everything that will fall due if nothing else happens, earliest first. */
export function due(incident: Incident, rules: Rules): readonly Due[] {
  const dues = isActive(incident)
    ? [
        ...responseClock(incident, rules),
        ...cadence(incident, rules),
        ...boxes(incident, rules),
        ...phaseEnd(incident, rules),
        ...recoveryLimit(incident),
        ...blindWatch(incident, rules),
      ]
    : reviewLimit(incident, rules);
  const always = [
    ...slowChecks(incident, rules),
    ...slowPlans(incident, rules),
    ...approvals(incident),
    ...slowRemedies(incident, rules),
    ...leaseEnd(incident),
    ...missedUpdates(incident, rules),
  ];
  return [...dues, ...always].sort((one, other) => one.at - other.at);
}

/** When the response clock escalates next: at its end, and then again and again until somebody acknowledges. */
export function responseDueAt(incident: Incident, rules: Rules): Instant {
  const from = responseClockFrom(incident);
  const last = incident.escalations.findLast(({ reason, at }) => reason === "not-acknowledged" && at >= from);
  if (last !== undefined) return last.at + rules.severity.repeatEscalationMs;
  return from + rules.severity.responseMs[incident.severity.value];
}

/** A severity that changed gives its own time to respond. */
function responseClockFrom({ clockFrom, severity }: Incident): Instant {
  return Math.max(clockFrom, severity.since);
}

function responseClock(incident: Incident, rules: Rules): readonly Due[] {
  if (incident.acknowledged !== undefined) return [];
  return [
    {
      what: "response clock",
      at: responseDueAt(incident, rules),
      decide: ({ now }) => {
        const waited = writeDuration(now - responseClockFrom(incident));
        return escalate(incident, "not-acknowledged", `nobody has acknowledged it for ${waited}.`);
      },
    },
  ];
}

function cadence(incident: Incident, rules: Rules): readonly Due[] {
  const last = lastUpdate(incident, "team");
  if (last === undefined) return [];
  return [
    { what: UPDATE_DUE, at: last.requestedAt + rules.updates.everyMs, decide: () => [teamUpdate(incident, rules)] },
  ];
}

function missedUpdates(incident: Incident, rules: Rules): readonly Due[] {
  return incident.updates
    .filter((update) => update.posted === undefined && update.missed !== true)
    .map((update) => ({
      what: `delivery of ${update.id}`,
      at: update.requestedAt + rules.updates.missedAfterMs,
      decide: () => [
        { type: "update-missed", updateId: update.id } as const,
        ...escalate(incident, "update-missed", `${update.id} for the ${update.audience} is not delivered.`),
      ],
    }));
}

function slowChecks(incident: Incident, { phases }: Rules): readonly Due[] {
  return incident.checks
    .filter((check) => check.state === "running")
    .map(({ request, round, since }) => ({
      what: `end of ${request.id}`,
      at: since + request.limitMs + phases.checkGraceMs,
      decide: () => [
        {
          type: "check-ended",
          checkId: request.id,
          round,
          result: { outcome: "could-not-look", why: "the check never answered" },
        } as const,
      ],
    }));
}

function boxes(incident: Incident, rules: Rules): readonly Due[] {
  if (incident.phase !== "stabilization") return [];
  const index = rules.phases.boxes.findIndex(({ name }) => !incident.endedBoxes.includes(name));
  const box = rules.phases.boxes[index];
  if (box === undefined) return [];
  const met = causeIsKnown(incident);
  return [
    {
      what: `end of ${box.name}`,
      at: incident.clockFrom + box.endsAfterMs,
      decide: ({ now }) => [
        { type: "box-ended", box: box.name, met } as const,
        ...(met ? [] : lookDeeper(incident, rules.phases.boxes.slice(index + 1), now)),
      ],
    },
  ];
}

/** The checks of the next box, unless its time is over too and another one follows: looking once is enough. */
function lookDeeper(incident: Incident, [next, ...later]: readonly BoxRule[], now: Instant): readonly IncidentEvent[] {
  if (next === undefined) return [];
  const isOver = now >= incident.clockFrom + next.endsAfterMs;
  if (isOver && later.length > 0) return [];
  return requestChecks(next, { round: incident.rounds + 1, scenarios: incident.scenarios });
}

/** The playbook's clock goes on for the later phases too while an earlier one is not left. */
function phaseEnd(incident: Incident, rules: Rules): readonly Due[] {
  const ahead = TIMED_PHASES.slice(PHASES.indexOf(incident.phase));
  const phase = ahead.find((timed) => !incident.overranPhases.includes(timed));
  if (phase === undefined) return [];
  const missing = ahead.slice(0, ahead.indexOf(phase) + 1).flatMap((passed) => missingFor(incident, passed));
  return [
    {
      what: `end of ${phase}`,
      at: incident.clockFrom + rules.phases.endAfterMs[phase],
      decide: () => [
        { type: "phase-overran", phase, missing } as const,
        ...escalate(
          incident,
          "phase-overran",
          `the time for ${phase} is over and still missing: ${missing.join(", ")}.`,
        ),
      ],
    },
  ];
}

function approvals(incident: Incident): readonly Due[] {
  return incident.remedies
    .filter((remedy) => remedy.state === "approved")
    .map((remedy) => ({
      what: `approval of ${remedy.plan.id}`,
      at: remedy.expiresAt,
      decide: () => [{ type: "approval-expired", remedyId: remedy.plan.id } as const],
    }));
}

/** Whatever has become of the job that plans it: nobody waits for a plan that does not come. */
function slowPlans(incident: Incident, { remedies }: Rules): readonly Due[] {
  const says = `no plan was made within ${writeDuration(remedies.planningForMs)}; propose it again.`;
  return incident.remedyRequests
    .filter(({ state }) => state === "planning")
    .map(({ id, requestedAt }) => ({
      what: `plan of ${id}`,
      at: requestedAt + remedies.planningForMs,
      decide: () => [
        { type: "remedy-not-possible", requestId: id, why: says } as const,
        ...(isActive(incident) ? escalate(incident, "remedy-not-planned", `${id}: ${says}`) : []),
      ],
    }));
}

/** Whatever has become of the job that carries it out: somebody has to look. */
function slowRemedies(incident: Incident, { remedies }: Rules): readonly Due[] {
  const why = `it was started and nothing was heard of it for ${writeDuration(remedies.startedForMs)}`;
  return incident.remedies
    .filter((remedy) => remedy.state === "started")
    .map(({ plan, startedAt }) => ({
      what: `end of ${plan.id}`,
      at: startedAt + remedies.startedForMs,
      decide: () => uncertain(incident, plan.id, why),
    }));
}

function recoveryLimit(incident: Incident): readonly Due[] {
  const { recovery } = incident;
  if (recovery?.state !== "waiting") return [];
  const why = recovery.lastLook?.says.join(" ") ?? "the bot could not be looked at.";
  return [
    {
      what: "proof of recovery",
      at: recovery.giveUpAt,
      decide: () => [
        { type: "recovery-failed", why } as const,
        ...escalate(incident, "recovery-failed", `the bot has not recovered: ${why}`),
      ],
    },
  ];
}

/** Once for each time that the bot is lost from sight: nothing else would tell that a proof has stopped. */
function blindWatch(incident: Incident, rules: Rules): readonly Due[] {
  const { recovery, escalations } = incident;
  if (recovery?.state !== "watching") return [];
  const { seenAt } = recovery;
  if (escalations.some(({ reason, at }) => reason === "recovery-unseen" && at > seenAt)) return [];
  const unseen = writeDuration(rules.recovery.unseenForMs);
  const says = `the recovery cannot be proven: the bot has not been seen for ${unseen}.`;
  return [
    {
      what: "sight of the bot",
      at: seenAt + rules.recovery.unseenForMs,
      decide: () => escalate(incident, "recovery-unseen", says),
    },
  ];
}

function leaseEnd({ lease }: Incident): readonly Due[] {
  if (lease === undefined) return [];
  return [{ what: "lease", at: lease.until, decide: () => [{ type: "lease-expired" } as const] }];
}

function reviewLimit(incident: Incident, rules: Rules): readonly Due[] {
  const { resolvedAt } = incident;
  const isAsked = incident.escalations.some(({ reason, at }) => reason === "review-overdue" && at >= (resolvedAt ?? 0));
  if (resolvedAt === undefined || incident.reviewBody !== undefined || isAsked) return [];
  return [
    {
      what: "review",
      at: resolvedAt + rules.review.dueAfterMs,
      decide: () => escalate(incident, "review-overdue", "the review is not written."),
    },
  ];
}
