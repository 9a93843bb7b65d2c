import { SYSTEM } from "../domain/actor.ts";
import type { Decision, Moment } from "../domain/decision.ts";
import type { Incident } from "../domain/incident.ts";
import { type ChangeContext, type Changed, changeIncident } from "../operations/change-incident.ts";
import type { Body } from "../ports/incident-store.ts";

export interface SystemChange {
  readonly incidentId: string;
  readonly bodies?: readonly Body[];
  readonly decide: (incident: Incident, moment: Moment) => Decision;
}

/** What Allclear itself does to an incident. A refusal is an outcome: the incident has moved on meanwhile. */
export function changeAsSystem(change: SystemChange, context: ChangeContext): Promise<Changed> {
  const { incidentId, bodies = [] } = change;
  return changeIncident(
    {
      subject: { kind: "incident", incidentId },
      actor: SYSTEM,
      bodies,
      decide: (incident, moment) => {
        if (incident === undefined) throw new Error(`incident ${incidentId} is not in the store`);
        return { decision: change.decide(incident, moment) };
      },
    },
    context,
  );
}
