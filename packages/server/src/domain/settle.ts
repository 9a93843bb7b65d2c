/** What follows from a decision by rule: pages, phases, and telling people. */

import { apply } from "./apply.ts";
import type { Moment } from "./decision.ts";
import { lastUpdate, teamUpdate, usersUpdate } from "./draft-update.ts";
import { nextPage } from "./escalate.ts";
import type { IncidentEvent } from "./events.ts";
import { botWorks, type Incident, isActive } from "./incident.ts";
import { phaseAfter } from "./phase.ts";
import { hasLeft } from "./phase-conditions.ts";
import type { Rules } from "./rules.ts";

type FollowUp = (incident: Incident, moment: Moment) => IncidentEvent | undefined;

const FOLLOW_UPS: readonly FollowUp[] = [pageForSeverity, enterNextPhase, tellTeam, tellUsers, tellUsersOfFix, close];
const QUIET_FOLLOW_UPS = FOLLOW_UPS.filter((followUp) => followUp !== tellTeam);

interface Before {
  readonly incidentId: string;
  /** `undefined` before the opening. */
  readonly incident: Incident | undefined;
}

/** The decided events and all that follow from them, in order. */
export function settle(before: Before, decided: readonly IncidentEvent[], moment: Moment): readonly IncidentEvent[] {
  return follow(FOLLOW_UPS, { before, decided, moment });
}

/** The same without telling the team: more is about to be decided at the same moment, and one update tells all of it. */
export function settleQuietly(
  before: Before,
  decided: readonly IncidentEvent[],
  moment: Moment,
): readonly IncidentEvent[] {
  return follow(QUIET_FOLLOW_UPS, { before, decided, moment });
}

interface Deciding {
  readonly before: Before;
  readonly decided: readonly IncidentEvent[];
  readonly moment: Moment;
}

function follow(followUps: readonly FollowUp[], { before, decided, moment }: Deciding): readonly IncidentEvent[] {
  const events = [...decided];
  let incident = advance(before, decided, moment);
  while (incident !== undefined) {
    const next = firstFollowUp(followUps, incident, moment);
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

function firstFollowUp(followUps: readonly FollowUp[], incident: Incident, moment: Moment): IncidentEvent | undefined {
  for (const followUp of followUps) {
    const event = followUp(incident, moment);
    if (event !== undefined) return event;
  }
  return undefined;
}

function pageForSeverity(incident: Incident, { rules }: Moment): IncidentEvent | undefined {
  const { value, since, reasons } = incident.severity;
  if (!isActive(incident) || incident.drill || !rules.severity.pageAtOnce.includes(value)) return undefined;
  const from = Math.max(since, incident.clockFrom);
  if (incident.pages.some((page) => page.requestedAt >= from)) return undefined;
  return {
    type: "page-requested",
    page: nextPage(incident, reasons.join(" ")),
  };
}

function enterNextPhase(incident: Incident): IncidentEvent | undefined {
  const because = hasLeft(incident, incident.phase);
  const phase = phaseAfter(incident.phase);
  return because === undefined || phase === undefined ? undefined : { type: "phase-entered", phase, because };
}

/** The team hears of every new status, and of urgent news, at once; the cadence tells the rest. */
function tellTeam(incident: Incident, { rules }: Moment): IncidentEvent | undefined {
  const knowsStatus = lastUpdate(incident, "team")?.status === incident.status;
  const isUrgent = incident.newsIsUrgent && isActive(incident);
  return knowsStatus && !isUrgent ? undefined : teamUpdate(incident, rules);
}

/** Users hear of a failure that concerns them, and again when what they were told is no longer true. */
function tellUsers(incident: Incident, { rules }: Moment): IncidentEvent | undefined {
  const { usersKnow, severity } = incident;
  if (!isActive(incident) || incident.drill || botWorks(incident) || usersKnow === "failing") return undefined;
  const concerns =
    usersKnow === "works" || (rules.updates.tellUsersAt.includes(severity.value) && isFelt(incident, rules));
  return concerns ? usersUpdate(incident, rules.updates.usersInvestigating) : undefined;
}

/** A new error in the log alone may have met nobody: users are not alarmed before a scenario or a person has. */
function isFelt({ signals, severity }: Incident, rules: Rules): boolean {
  const { impact, overriddenBy } = severity;
  if (overriddenBy !== undefined || signals.some(({ kind }) => kind !== "error-signature")) return true;
  if (impact === undefined || impact.deploymentDown === true) return true;
  if ((impact.errorRate ?? 0) > rules.metrics.errorRate.alert) return true;
  return impact.scenarios.some(({ outcomes }) => outcomes.at(-1) !== "passed");
}

/** Users who were told of the failure hear of the fix when it is seen to work; once it was lost, only when it is proven. */
function tellUsersOfFix(incident: Incident, { rules }: Moment): IncidentEvent | undefined {
  if (incident.usersKnow !== "failing" || !botWorks(incident)) return undefined;
  if (isActive(incident) && incident.recovery?.wasLost === true) return undefined;
  return usersUpdate(incident, rules.updates.usersResolved);
}

function close(incident: Incident): IncidentEvent | undefined {
  if (isActive(incident) || incident.reviewBody === undefined || incident.closedAt !== undefined) return undefined;
  return { type: "incident-closed" };
}
