/** What follows from a decision by rule: pages, phases, and telling people. */

import { apply } from "./apply.ts";
import type { Moment } from "./decision.ts";
import { lastUpdate, teamUpdate, usersUpdate } from "./draft-update.ts";
import { nextPageId } from "./escalate.ts";
import type { IncidentEvent } from "./events.ts";
import { type Incident, isActive } from "./incident.ts";
import { phaseAfter } from "./phase.ts";
import { hasLeft } from "./phase-conditions.ts";

type FollowUp = (incident: Incident, moment: Moment) => IncidentEvent | undefined;

const FOLLOW_UPS: readonly FollowUp[] = [pageForSeverity, enterNextPhase, tellTeam, tellUsers, tellUsersOfFix, close];

interface Before {
  readonly incidentId: string;
  /** `undefined` before the opening. */
  readonly incident: Incident | undefined;
}

/** The decided events and all that follow from them, in order. */
export function settle(before: Before, decided: readonly IncidentEvent[], moment: Moment): readonly IncidentEvent[] {
  const events = [...decided];
  let incident = advance(before, decided, moment);
  while (incident !== undefined) {
    const next = firstFollowUp(incident, moment);
    if (next === undefined) return events;
    events.push(next);
    incident = advance({ incidentId: before.incidentId, incident }, [next], moment);
  }
  return events;
}

/** The incident as it will be once the events are stored. */
export function advance(before: Before, events: readonly IncidentEvent[], moment: Moment): Incident | undefined {
  const { now, actor } = moment;
  return events.reduce<Incident | undefined>((incident, event) => {
    const sequence = (incident?.sequence ?? 0) + 1;
    return apply(incident, { incidentId: before.incidentId, sequence, at: now, actor, event });
  }, before.incident);
}

function firstFollowUp(incident: Incident, moment: Moment): IncidentEvent | undefined {
  for (const followUp of FOLLOW_UPS) {
    const event = followUp(incident, moment);
    if (event !== undefined) return event;
  }
  return undefined;
}

function pageForSeverity(incident: Incident, { rules }: Moment): IncidentEvent | undefined {
  const { value, since, reasons } = incident.severity;
  if (!isActive(incident) || !rules.severity.pageAtOnce.includes(value)) return undefined;
  if (incident.pages.some((page) => page.requestedAt >= since)) return undefined;
  return {
    type: "page-requested",
    page: { id: nextPageId(incident), text: `${value} ${incident.botId}: ${reasons.join(" ")}` },
  };
}

function enterNextPhase(incident: Incident): IncidentEvent | undefined {
  const because = hasLeft(incident, incident.phase);
  const phase = phaseAfter(incident.phase);
  return because === undefined || phase === undefined ? undefined : { type: "phase-entered", phase, because };
}

/** The team hears of every new status and of the recovery at once; the cadence tells the rest. */
function tellTeam(incident: Incident, { rules }: Moment): IncidentEvent | undefined {
  const last = lastUpdate(incident, "team");
  const { recovery } = incident;
  const recoveryIsNews =
    recovery?.state === "watching" && last !== undefined && !hasTold(incident, "team", recovery.recoveredAt);
  return last?.status === incident.status && !recoveryIsNews ? undefined : teamUpdate(incident, rules);
}

function tellUsers(incident: Incident, { rules }: Moment): IncidentEvent | undefined {
  if (!isActive(incident) || !rules.updates.tellUsersAt.includes(incident.severity.value)) return undefined;
  if (hasTold(incident, "users", incident.clockFrom)) return undefined;
  return usersUpdate(incident, incident.status, rules.updates.usersInvestigating);
}

/** Users who were told of the failure hear of the fix when it is deployed and seen to work. */
function tellUsersOfFix(incident: Incident, { rules }: Moment): IncidentEvent | undefined {
  const last = lastUpdate(incident, "users");
  const works = incident.recovery?.state === "watching" || !isActive(incident);
  if (!works || last === undefined || last.text === rules.updates.usersResolved) return undefined;
  return usersUpdate(incident, incident.status, rules.updates.usersResolved);
}

function hasTold(incident: Incident, audience: "team" | "users", since: number): boolean {
  return incident.updates.some((update) => update.audience === audience && update.requestedAt >= since);
}

function close(incident: Incident): IncidentEvent | undefined {
  if (isActive(incident) || incident.reviewBody === undefined || incident.closedAt !== undefined) return undefined;
  return { type: "incident-closed" };
}
