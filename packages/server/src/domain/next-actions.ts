/** What may be done next, so that nobody has to guess. */

import { samePrincipal } from "./actor.ts";
import { canApply } from "./apply-remedy.ts";
import { canApprove } from "./approve-remedy.ts";
import type { Authority } from "./authority.ts";
import type { Moment } from "./decision.ts";
import { describeAction } from "./describe.ts";
import { type Incident, isActive, remedyUnderWay, runningChecks } from "./incident.ts";
import { writeInstant } from "./instant.ts";
import { causeIsKnown } from "./phase-conditions.ts";
import { isOpenToRequest } from "./propose-remedy.ts";
import { isProving } from "./prove-recovery.ts";
import { actionFor } from "./record-diagnosis.ts";
import type { Remedy, RemedyAction } from "./remedy.ts";
import { isUnsettled } from "./settle-remedy.ts";

export interface NextAction {
  /** Name of the operation. */
  readonly operation: string;
  readonly why: string;
  /** What its caller must be allowed to do. */
  readonly authority: Authority;
  readonly effect: string;
  readonly undo: string;
  /** The part of the input that is known already. */
  readonly input: Readonly<Record<string, unknown>>;
}

type Suggestion = (incident: Incident, moment: Moment) => readonly NextAction[];

/** Only what the rules would accept now from an actor with the authority; the most pressing first. */
export function nextActions(incident: Incident, moment: Moment): readonly NextAction[] {
  const suggestions = isActive(incident) ? whileActive(incident) : [writeReviewAction, addNoteAction];
  return suggestions.flatMap((suggest) => suggest(incident, moment));
}

/** Stop-loss: when stabilization overran without a fix, taking a change back comes before everything else. */
function whileActive(incident: Incident): readonly Suggestion[] {
  const first = mustStopLoss(incident)
    ? [remedyActions, proposeAction, respondActions]
    : [respondActions, remedyActions, proposeAction];
  return [...first, checkAgainAction, resolveAction, updateAction, addNoteAction];
}

function mustStopLoss(incident: Incident): boolean {
  return incident.phase === "stabilization" && incident.overranPhases.includes("stabilization");
}

function respondActions(incident: Incident, { now, actor }: Moment): readonly NextAction[] {
  const { lease, acknowledged } = incident;
  const input = { incidentId: incident.id };
  const isHeld = lease !== undefined && now < lease.until;
  if (isHeld && !samePrincipal(lease.holder, actor)) return acknowledged === undefined ? [acknowledge(incident)] : [];
  return [
    {
      operation: "claim-incident",
      why: isHeld
        ? `You hold it until ${writeInstant(lease.until)}; claiming again keeps it.`
        : `Nobody holds it${acknowledged === undefined ? ", and nobody has acknowledged it" : ""}.`,
      authority: "respond",
      effect: "You are its responder for the length of the lease, and it counts as acknowledged.",
      undo: "release-incident",
      input,
    },
  ];
}

function acknowledge({ id }: Incident): NextAction {
  return {
    operation: "acknowledge-incident",
    why: "Nobody has acknowledged it.",
    authority: "respond",
    effect: "The response clock stops.",
    undo: "None; it says only that somebody knows.",
    input: { incidentId: id },
  };
}

function remedyActions(incident: Incident, moment: Moment): readonly NextAction[] {
  return incident.remedies.flatMap((remedy) => [
    ...(canApply(incident, remedy, moment) ? [applyAction(incident, remedy)] : []),
    ...(canApprove(incident, remedy, moment.rules) ? [approveAction(incident, remedy)] : []),
    ...(isUnsettled(remedy) ? [settleAction(incident, remedy)] : []),
    ...(remedy.state === "proposed" || remedy.state === "expired" ? [rejectAction(incident, remedy)] : []),
  ]);
}

function applyAction({ id }: Incident, { plan }: Remedy): NextAction {
  return {
    operation: "apply-remedy",
    why: `${plan.id} is approved: ${plan.summary}`,
    authority: "respond",
    effect: plan.effect,
    undo: plan.undo,
    input: { incidentId: id, remedyId: plan.id },
  };
}

function approveAction({ id }: Incident, { plan, proposedBy, state }: Remedy): NextAction {
  const waits = state === "expired" ? "its approval ran out" : "it waits for an approval";
  return {
    operation: "approve-remedy",
    why: `${plan.id}: ${waits}, by anybody but ${proposedBy.name}: ${plan.summary}`,
    authority: "approve",
    effect: "The plan may be applied until the approval runs out.",
    undo: "reject-remedy, until it is applied",
    input: { incidentId: id, remedyId: plan.id, planDigest: plan.digest },
  };
}

function rejectAction({ id }: Incident, { plan }: Remedy): NextAction {
  return {
    operation: "reject-remedy",
    why: `${plan.id} is not what should be done, or its plan is out of date.`,
    authority: "approve",
    effect: "The plan is never applied.",
    undo: "propose-remedy, for a new plan",
    input: { incidentId: id, remedyId: plan.id },
  };
}

function settleAction({ id }: Incident, { plan }: Remedy): NextAction {
  return {
    operation: "settle-remedy",
    why: `It is not known whether ${plan.id} took effect; a person who has looked says so. Until then no other remedy is applied.`,
    authority: "approve",
    effect: "If it took effect, the proof of recovery starts; if not, other remedies may be applied.",
    undo: "None; look before you say it.",
    input: { incidentId: id, remedyId: plan.id },
  };
}

function proposeAction(incident: Incident): readonly NextAction[] {
  const candidate = takeBack(incident);
  if (candidate === undefined || remedyUnderWay(incident) !== undefined || isProving(incident)) return [];
  if (!isOpenToRequest(incident, candidate.action)) return [];
  return [
    {
      operation: "propose-remedy",
      why: candidate.why,
      authority: "respond",
      effect: `A plan is made with a dry run: ${describeAction(candidate.action)}. Nothing is changed by it.`,
      undo: "reject-remedy",
      input: { incidentId: incident.id, action: candidate.action },
    },
  ];
}

interface Candidate {
  readonly action: RemedyAction;
  readonly why: string;
}

/** The change that is blamed; without one, once the time to stop the bleeding is over, the newest commit. */
function takeBack(incident: Incident): Candidate | undefined {
  const newest = newestCommit(incident);
  if (newest === undefined) return undefined;
  const verdict = incident.diagnosis?.diagnosis.verdict;
  const blamed = verdict && causeIsKnown(incident) ? actionFor(verdict.cause, newest.branch) : undefined;
  if (verdict !== undefined && blamed !== undefined) {
    return { action: blamed, why: `The verdict is ${verdict.status}: ${verdict.summary}` };
  }
  if (!mustStopLoss(incident)) return undefined;
  const why = "The time for stabilization is over and nothing has helped: take the newest change back first.";
  return { action: { kind: "revert-commit", ...newest }, why };
}

function newestCommit({ checks }: Incident): { readonly commit: string; readonly branch: string } | undefined {
  const facts = checks.flatMap((check) =>
    check.state === "ended" && "evidence" in check.result ? check.result.evidence.map((item) => item.facts) : [],
  );
  const latest = facts.findLast((fact) => fact.kind === "commits");
  const commit = latest?.commits.toSorted((one, other) => other.at - one.at)[0];
  return latest === undefined || commit === undefined ? undefined : { commit: commit.id, branch: latest.branch };
}

function checkAgainAction(incident: Incident, { rules }: Moment): readonly NextAction[] {
  const hasChecks = rules.phases.boxes[0]?.checks.some(
    ({ kind }) => kind !== "scenario" || incident.scenarios.length > 0,
  );
  if (hasChecks !== true || runningChecks(incident).length > 0) return [];
  return [
    {
      operation: "run-checks",
      why: causeIsKnown(incident) ? "See whether anything has changed." : "The cause is not known yet.",
      authority: "respond",
      effect: "All quick checks run again, and a new verdict follows. They only look.",
      undo: "Not needed; it changes nothing.",
      input: { incidentId: incident.id },
    },
  ];
}

function resolveAction(incident: Incident): readonly NextAction[] {
  if (remedyUnderWay(incident) !== undefined || isProving(incident)) return [];
  return [
    {
      operation: "resolve-incident",
      why: "Only if the bot works again, by itself or by a fix made elsewhere.",
      authority: "respond",
      effect: "The proof through Slack starts; its good end is the all clear.",
      undo: "None needed; without proof the incident goes on.",
      input: { incidentId: incident.id, withoutProof: false },
    },
  ];
}

function updateAction(incident: Incident): readonly NextAction[] {
  return [
    {
      operation: "post-update",
      why: "Something that people should know and the timeline does not show.",
      authority: "respond",
      effect: "It is posted at once, and the next regular update comes a full interval later.",
      undo: "None; post a correction.",
      input: { incidentId: incident.id, audience: "team" },
    },
  ];
}

function addNoteAction({ id }: Incident): readonly NextAction[] {
  return [
    {
      operation: "add-note",
      why: "What you saw or tried, for whoever comes next and for the review.",
      authority: "respond",
      effect: "It stands on the timeline.",
      undo: "erase-body, by an administrator",
      input: { incidentId: id },
    },
  ];
}

function writeReviewAction(incident: Incident): readonly NextAction[] {
  return [
    {
      operation: "write-review",
      why: incident.reviewBody === undefined ? "The review is not written." : "The review can be written again.",
      authority: "respond",
      effect: "It is drafted from the timeline, with your own lines added; with it the incident is closed.",
      undo: "Write it again; the former text stays on the timeline.",
      input: { incidentId: incident.id },
    },
  ];
}
