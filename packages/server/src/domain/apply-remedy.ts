import { refusePlanOfOldPlaybook } from "./approve-remedy.ts";
import { type Decision, decide, type Moment, refuse } from "./decision.ts";
import { escalate } from "./escalate.ts";
import type { IncidentEvent } from "./events.ts";
import { findRemedy, type Incident, isActive, remedyUnderWay } from "./incident.ts";
import type { Remedy, RemedyResult } from "./remedy.ts";

/** Nothing touches the world before this event stands on the timeline. */
export function applyRemedy(incident: Incident, remedyId: string, moment: Moment): Decision {
  const remedy = findRemedy(incident, remedyId);
  if (remedy === undefined) return refuse("no-such-remedy", `There is no ${remedyId}.`);
  if (!isActive(incident)) return refuse("already-resolved", "The incident is over; nothing is to be applied.");
  if (remedy.state === "started") return decide();
  if (remedy.state !== "approved")
    return refuse("not-approved", `${remedyId} is ${remedy.state}; it needs an approval.`);
  if (moment.now >= remedy.expiresAt) return refuse("approval-expired", "The approval ran out; ask for a new one.");
  if (remedy.plan.playbookVersion !== moment.rules.version) return refusePlanOfOldPlaybook(remedy);
  const other = remedyUnderWay(incident);
  if (other !== undefined) return refuseBeside(other);
  return decide({ type: "remedy-started", remedyId });
}

/** What is under way must have ended before anything else is begun. */
export function refuseBeside({ plan, state }: Remedy): Decision {
  const wayOut =
    state === "uncertain" ? "settle it first: a person looks, and says by settle-remedy" : "wait for its end";
  return refuse("another-remedy-under-way", `${plan.id} is ${state}; ${wayOut}.`);
}

export function canApply(incident: Incident, remedy: Remedy, moment: Moment): boolean {
  return remedy.state === "approved" && applyRemedy(incident, remedy.plan.id, moment).ok;
}

export type RemedyOutcome =
  | { readonly outcome: "succeeded"; readonly result: RemedyResult }
  | { readonly outcome: "failed"; readonly why: string }
  | { readonly outcome: "uncertain"; readonly why: string };

export interface RecordRemedyOutcome {
  readonly remedyId: string;
  readonly outcome: RemedyOutcome;
}

/** A remedy ends once; what was uncertain may still turn out either way. */
export function recordRemedyOutcome(incident: Incident, command: RecordRemedyOutcome, moment: Moment): Decision {
  const { remedyId, outcome } = command;
  const remedy = findRemedy(incident, remedyId);
  if (remedy === undefined) return refuse("no-such-remedy", `There is no ${remedyId}.`);
  if (remedy.state !== "started" && remedy.state !== "uncertain") return decide();
  if (outcome.outcome === "succeeded") return decide(...succeeded(remedy, outcome.result, moment));
  const { why } = outcome;
  if (outcome.outcome === "failed") {
    return decide(
      { type: "remedy-failed", remedyId, why },
      ...escalate(incident, "remedy-failed", `${remedyId} failed: ${why}`),
    );
  }
  if (remedy.state === "uncertain") return decide();
  return decide(...uncertain(incident, remedyId, why));
}

export function uncertain(incident: Incident, remedyId: string, why: string): readonly IncidentEvent[] {
  const says = `it is not known whether ${remedyId} took effect: ${why}`;
  return [{ type: "remedy-uncertain", remedyId, why }, ...escalate(incident, "remedy-uncertain", says)];
}

/** A remedy that worked is only a claim until the bot itself shows it, so the proof starts with it. */
export function succeeded({ plan }: Remedy, result: RemedyResult, { now, rules }: Moment): readonly IncidentEvent[] {
  const giveUpAt = now + rules.recovery.giveUpAfterMs;
  return [
    { type: "remedy-succeeded", remedyId: plan.id, result },
    ...(plan.undoes === undefined ? [] : [{ type: "remedy-undone", remedyId: plan.undoes } as const]),
    { type: "recovery-started", because: `${plan.id} has been applied.`, giveUpAt },
  ];
}
