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

/** A claim lasts for the lease; claiming again is the heartbeat that keeps it, and may change the plan. */
export function claimIncident(incident: Incident, { plan }: ClaimIncident, moment: Moment): Decision {
  const { now, actor, rules } = moment;
  if (!isActive(incident)) return refuse("already-resolved", "There is nothing left to claim.");
  const until = now + rules.lease.lengthMs;
  const { lease } = incident;
  if (lease !== undefined && now < lease.until) {
    if (!samePrincipal(lease.holder, actor)) {
      return refuse("held-by-another", `${lease.holder.name} holds it; their plan: ${lease.plan ?? "not given"}.`);
    }
    if (plan === undefined || plan === lease.plan) return decide({ type: "lease-renewed", until });
  }
  return decide(...(incident.acknowledged === undefined ? [{ type: "incident-acknowledged" } as const] : []), {
    type: "incident-claimed",
    until,
    ...(plan === undefined ? {} : { plan }),
  });
}

/** A claim that has run out needs no giving back: time takes it. */
export function releaseIncident({ lease }: Incident, { actor, now }: Moment): Decision {
  if (lease === undefined || now >= lease.until) return decide();
  if (!samePrincipal(lease.holder, actor)) {
    return refuse("not-the-holder", `${lease.holder.name} holds it and alone can give it back.`);
  }
  return decide({ type: "lease-released" });
}
