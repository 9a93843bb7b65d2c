import { samePrincipal } from "./actor.ts";
import { type Decision, decide, type Moment, refuse } from "./decision.ts";
import type { Digest } from "./evidence.ts";
import { findRemedy, type Incident, isActive } from "./incident.ts";
import type { Remedy } from "./remedy.ts";
import type { Rules } from "./rules.ts";

export interface ApproveRemedy {
  readonly remedyId: string;
  /** Of the plan the approver saw. */
  readonly planDigest: Digest;
}

/** An approval names the digest of the plan it saw, so a newer plan never runs on an older yes. */
export function approveRemedy(incident: Incident, command: ApproveRemedy, moment: Moment): Decision {
  const remedy = findRemedy(incident, command.remedyId);
  if (remedy === undefined) return refuse("no-such-remedy", `There is no ${command.remedyId}.`);
  if (!isActive(incident)) return refuse("already-resolved", "The incident is over; nothing is to be applied.");
  if (remedy.state !== "proposed" && remedy.state !== "expired") {
    return refuse("not-open-to-approval", `${remedy.plan.id} is ${remedy.state}.`);
  }
  if (remedy.plan.digest !== command.planDigest) {
    return refuse("plan-changed", "The plan is not the one you saw; read it again and approve its digest.");
  }
  if (remedy.plan.playbookVersion !== moment.rules.version) return refusePlanOfOldPlaybook(remedy);
  if (samePrincipal(remedy.proposedBy, moment.actor)) {
    return refuse("own-proposal", "Who proposed a remedy does not approve it; ask somebody else.");
  }
  const expiresAt = moment.now + moment.rules.approvals.expireAfterMs;
  return decide({ type: "remedy-approved", remedyId: remedy.plan.id, planDigest: remedy.plan.digest, expiresAt });
}

/** A plan made by other rules is not a plan by today's. */
export function refusePlanOfOldPlaybook({ plan }: Remedy): Decision {
  return refuse(
    "plan-changed",
    `The playbook has changed since ${plan.id} was planned; reject it and propose it again.`,
  );
}

/** Whether the plan is open to an approval, by somebody other than its proposer. */
export function canApprove(incident: Incident, { state, plan }: Remedy, rules: Rules): boolean {
  return isActive(incident) && (state === "proposed" || state === "expired") && plan.playbookVersion === rules.version;
}

export interface RejectRemedy {
  readonly remedyId: string;
  readonly reason: string;
}

export function rejectRemedy(incident: Incident, { remedyId, reason }: RejectRemedy): Decision {
  const remedy = findRemedy(incident, remedyId);
  if (remedy === undefined) return refuse("no-such-remedy", `There is no ${remedyId}.`);
  if (remedy.state !== "proposed" && remedy.state !== "approved" && remedy.state !== "expired") {
    return refuse("not-open-to-approval", `${remedyId} is ${remedy.state}.`);
  }
  return decide({ type: "remedy-rejected", remedyId, reason });
}
