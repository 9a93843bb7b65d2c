/** Where the playbook's clock stands, as data that anyone may ask for. */

import type { Actor } from "./actor.ts";
import type { Moment } from "./decision.ts";
import { lastUpdate } from "./draft-update.ts";
import { due, responseDueAt } from "./due.ts";
import { type Incident, isActive } from "./incident.ts";
import { type Instant, MINUTE } from "./instant.ts";
import type { Phase } from "./phase.ts";
import { EXIT_CONDITIONS } from "./phase-conditions.ts";
import type { Rules } from "./rules.ts";

export interface PlaybookClock {
  readonly phase: Phase;
  readonly since: Instant;
  /** When the phase should be over, from the opening or the last reopening. */
  readonly ends: Deadline;
  /** The box that runs, inside stabilization only. */
  readonly box?: { readonly name: string; readonly ends: Deadline };
  /** What must be true to go on. */
  readonly toGoOn: readonly { readonly says: string; readonly isMet: boolean }[];
  /** What happens when the time is over and it is not. */
  readonly otherwise: string;
  readonly response: ResponseClock;
  /** By when the team hears the next update, while the incident goes on. */
  readonly nextUpdate?: Deadline;
  /** Everything that will fall due if nothing else happens, earliest first. */
  readonly due: readonly (Deadline & { readonly what: string })[];
}

export interface Deadline {
  readonly at: Instant;
  /** Whole minutes, rounded down: 0 is less than one minute, below 0 it is over. */
  readonly minutesLeft: number;
}

export type ResponseClock =
  | { readonly state: "acknowledged"; readonly by: Actor; readonly at: Instant }
  | { readonly state: "waiting"; readonly next: Deadline }
  /** Resolved before anybody acknowledged it. */
  | { readonly state: "over" };

/** Pure and repeatable: asking changes nothing. */
export function readClock(incident: Incident, { now, rules }: Pick<Moment, "now" | "rules">): PlaybookClock {
  const { phase } = incident;
  const box = runningBox(incident, rules, now);
  const last = lastUpdate(incident, "team");
  return {
    phase,
    since: incident.phaseSince,
    ends: deadline(phaseEndsAt(incident, rules), now),
    ...(box === undefined ? {} : { box }),
    toGoOn: EXIT_CONDITIONS[phase].map(({ says, isMet }) => ({ says, isMet: isMet(incident) })),
    otherwise: otherwise(phase),
    response: responseClock(incident, rules, now),
    ...(last !== undefined && isActive(incident)
      ? { nextUpdate: deadline(last.requestedAt + rules.updates.everyMs, now) }
      : {}),
    due: due(incident, rules).map(({ what, at }) => ({ what, ...deadline(at, now) })),
  };
}

function deadline(at: Instant, now: Instant): Deadline {
  return { at, minutesLeft: Math.floor((at - now) / MINUTE) };
}

function phaseEndsAt({ phase, clockFrom, resolvedAt }: Incident, rules: Rules): Instant {
  if (phase === "post-incident") return (resolvedAt ?? clockFrom) + rules.review.dueAfterMs;
  return clockFrom + rules.phases.endAfterMs[phase];
}

function runningBox(incident: Incident, rules: Rules, now: Instant): PlaybookClock["box"] {
  if (incident.phase !== "stabilization") return undefined;
  const box = rules.phases.boxes.find(({ name }) => !incident.endedBoxes.includes(name));
  return box && { name: box.name, ends: deadline(incident.clockFrom + box.endsAfterMs, now) };
}

function otherwise(phase: Phase): string {
  switch (phase) {
    case "stabilization":
      return "It is escalated, and taking the newest change back comes before looking further.";
    case "investigation":
    case "resolution":
      return "It is escalated, and the phase goes on.";
    case "post-incident":
      return "The missing review is escalated, and the incident stays open for it.";
  }
}

function responseClock(incident: Incident, rules: Rules, now: Instant): ResponseClock {
  const { acknowledged } = incident;
  if (acknowledged !== undefined) return { state: "acknowledged", ...acknowledged };
  if (!isActive(incident)) return { state: "over" };
  return { state: "waiting", next: deadline(responseDueAt(incident, rules), now) };
}
