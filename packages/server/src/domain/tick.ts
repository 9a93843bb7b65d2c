/** What time has done to an incident, and what must happen now. */

import { type Decision, decide, type Moment } from "./decision.ts";
import { type Due, due, UPDATE_DUE } from "./due.ts";
import type { IncidentEvent } from "./events.ts";
import type { Incident } from "./incident.ts";
import type { Instant } from "./instant.ts";
import type { Rules } from "./rules.ts";
import { advance, settle, settleQuietly } from "./settle.ts";

/**
 * Decides like any other command, one due thing after the other, until nothing is due: a process that was off for an
 * hour catches up in one go. Each thing changes what is due, so the list is made anew every time. The team is told last,
 * so that one update tells all of it.
 */
export function tick(incident: Incident, moment: Moment): Decision {
  const events: IncidentEvent[] = [];
  let current = incident;
  const go = (settling: typeof settle, decided: readonly IncidentEvent[]) => {
    const before = { incidentId: incident.id, incident: current };
    const settled = settling(before, decided, moment);
    events.push(...settled);
    current = advance(before, settled, moment) ?? current;
  };
  for (let next = firstDue(current, moment, isSilent); next; next = firstDue(current, moment, isSilent)) {
    go(settleQuietly, next.decide(moment));
  }
  go(settle, []);
  for (let next = firstDue(current, moment); next; next = firstDue(current, moment)) go(settle, next.decide(moment));
  return decide(...events);
}

function isSilent({ what }: Due): boolean {
  return what !== UPDATE_DUE;
}

/** When `tick` has something to do next, if ever. */
export function nextDueAt(incident: Incident, rules: Rules): Instant | undefined {
  return due(incident, rules)[0]?.at;
}

function firstDue(incident: Incident, { now, rules }: Moment, isMeant: (due: Due) => boolean = () => true) {
  return due(incident, rules).find((next) => next.at <= now && isMeant(next));
}
