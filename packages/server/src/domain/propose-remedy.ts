import { type Decision, decide, refuse } from "./decision.ts";
import { findRemedy, type Incident, isActive, type RemedyRequest } from "./incident.ts";
import { nextRequestId, sameAction } from "./record-diagnosis.ts";
import type { RemedyAction, RemedyPlan } from "./remedy.ts";

/** Ask for a plan. Making it needs a look at the world, so it arrives later as `remedy-proposed`. */
export function requestRemedy(incident: Incident, action: RemedyAction): Decision {
  if (!isActive(incident)) return refuse("already-resolved", "The incident is over; there is nothing to remedy.");
  const open = openRequest(incident, action);
  if (open !== undefined) return refuse("already-asked", `${open.id} is the same remedy and still open.`);
  return decide({ type: "remedy-requested", requestId: nextRequestId(incident), action });
}

/** Nobody has asked for the same remedy, or what came of it is over. */
export function isOpenToRequest(incident: Incident, action: RemedyAction): boolean {
  return isActive(incident) && openRequest(incident, action) === undefined;
}

function openRequest(incident: Incident, action: RemedyAction): RemedyRequest | undefined {
  return incident.remedyRequests.find((request) => sameAction(request.action, action) && isOpen(incident, request));
}

/** The remedy's id is its request's. */
function isOpen(incident: Incident, { id, state }: RemedyRequest): boolean {
  if (state === "planning") return true;
  const remedy = findRemedy(incident, id);
  if (remedy === undefined) return false;
  return ["proposed", "approved", "expired", "started", "uncertain"].includes(remedy.state);
}

export function proposeRemedy(incident: Incident, plan: RemedyPlan): Decision {
  const request = incident.remedyRequests.find((known) => known.id === plan.id);
  if (request === undefined) return refuse("no-such-remedy", `Nobody asked for ${plan.id}.`);
  if (request.state !== "planning") return decide();
  if (!isActive(incident))
    return decide({ type: "remedy-not-possible", requestId: plan.id, why: "the incident is over" });
  return decide({ type: "remedy-proposed", requestId: plan.id, plan, by: request.by });
}

export function reportRemedyNotPossible(incident: Incident, requestId: string, why: string): Decision {
  const request = incident.remedyRequests.find((known) => known.id === requestId);
  if (request === undefined) return refuse("no-such-remedy", `Nobody asked for ${requestId}.`);
  if (request.state !== "planning") return decide();
  return decide({ type: "remedy-not-possible", requestId, why });
}
