import { samePrincipal } from "./actor.ts";
import { type Decision, decide, type Moment, refuse } from "./decision.ts";
import { type Incident, isActive } from "./incident.ts";

/** Somebody is on it: the response clock stops. Saying it twice changes nothing. */
export function acknowledgeIncident(incident: Incident): Decision {
  if (!isActive(incident)) return refuse("already-resolved", "There is nothing left to acknowledge.");
  if (incident.acknowledged !== undefined) return decide();
  return decide({ type: "incident-acknowledged" });
}

export interface ClaimIncident {
  readonly plan?: string;
}

/** A claim lasts for the lease; claiming again is the heartbeat that keeps it. */
export function claimIncident(incident: Incident, { plan }: ClaimIncident, moment: Moment): Decision {
  const { now, actor, rules } = moment;
  if (!isActive(incident)) return refuse("already-resolved", "There is nothing left to claim.");
  const until = now + rules.lease.lengthMs;
  const { lease } = incident;
  if (lease !== undefined && now < lease.until) {
    if (samePrincipal(lease.holder, actor)) return decide({ type: "lease-renewed", until });
    return refuse("held-by-another", `${lease.holder.name} holds it; their plan: ${lease.plan ?? "not given"}.`);
  }
  return decide(...(incident.acknowledged === undefined ? [{ type: "incident-acknowledged" } as const] : []), {
    type: "incident-claimed",
    until,
    ...(plan === undefined ? {} : { plan }),
  });
}

export function releaseIncident(incident: Incident, { actor }: Moment): Decision {
  if (incident.lease === undefined) return decide();
  if (!samePrincipal(incident.lease.holder, actor)) {
    return refuse("not-the-holder", `${incident.lease.holder.name} holds it and alone can give it back.`);
  }
  return decide({ type: "lease-released" });
}
