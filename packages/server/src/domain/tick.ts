/** What time has done to an incident, and what must happen now. */

import { type Decision, decide, type Moment } from "./decision.ts";
import { due } from "./due.ts";
import type { IncidentEvent } from "./events.ts";
import type { Incident } from "./incident.ts";
import type { Instant } from "./instant.ts";
import type { Rules } from "./rules.ts";
import { advance, settle } from "./settle.ts";

/**
 * Decides like any other command, one due thing after the other, until nothing is due: a process that was off for an
 * hour catches up in one go. Each thing changes what is due, so the list is made anew every time.
 */
export function tick(incident: Incident, moment: Moment): Decision {
  const events: IncidentEvent[] = [];
  let current = incident;
  for (let next = firstDue(current, moment); next !== undefined; next = firstDue(current, moment)) {
    const before = { incidentId: incident.id, incident: current };
    const settled = settle(before, next.decide(moment), moment);
    events.push(...settled);
    current = advance(before, settled, moment) ?? current;
  }
  return decide(...events);
}

/** When `tick` has something to do next, if ever. */
export function nextDueAt(incident: Incident, rules: Rules): Instant | undefined {
  return due(incident, rules)[0]?.at;
}

function firstDue(incident: Incident, { now, rules }: Moment) {
  return due(incident, rules).find(({ at }) => at <= now);
}
