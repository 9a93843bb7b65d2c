/** The life of a remedy: what those events do to an incident. */

import type { Appliers } from "./appliers.ts";
import type { Incident } from "./incident.ts";
import { isProving } from "./prove-recovery.ts";
import type { Remedy } from "./remedy.ts";

type RemedyEvent =
  | "remedy-requested"
  | "remedy-not-possible"
  | "remedy-proposed"
  | "remedy-approved"
  | "remedy-rejected"
  | "approval-expired"
  | "remedy-started"
  | "remedy-succeeded"
  | "remedy-failed"
  | "remedy-uncertain"
  | "remedy-undone";

type In<State extends Remedy["state"]> = Extract<Remedy, { state: State }>;

export const applyRemedyEvents: Appliers<RemedyEvent> = {
  "remedy-requested": (incident, { requestId, action }, { actor, at }) => ({
    ...incident,
    remedyRequests: [
      ...incident.remedyRequests,
      { id: requestId, action, by: actor, requestedAt: at, state: "planning" },
    ],
  }),

  "remedy-not-possible": (incident, { requestId, why }) => ({
    ...incident,
    remedyRequests: incident.remedyRequests.map((request) =>
      request.id === requestId ? { ...request, state: "not-possible", why } : request,
    ),
  }),

  "remedy-proposed": (incident, { requestId, plan, by }, { at }) => ({
    ...incident,
    remedyRequests: incident.remedyRequests.map((request) =>
      request.id === requestId ? { ...request, state: "proposed" } : request,
    ),
    remedies: [...incident.remedies, { state: "proposed", plan, proposedBy: by, proposedAt: at }],
  }),

  "remedy-approved": (incident, { remedyId, expiresAt }, { at, actor }) =>
    change(incident, { remedyId, from: ["proposed", "expired"] }, (remedy) => ({
      ...stageOf(remedy),
      state: "approved",
      approvedBy: actor,
      approvedAt: at,
      expiresAt,
    })),

  "remedy-rejected": (incident, { remedyId, reason }, { actor }) =>
    change(incident, { remedyId, from: ["proposed", "approved", "expired"] }, (remedy) => ({
      ...stageOf(remedy),
      state: "rejected",
      rejectedBy: actor,
      reason,
    })),

  "approval-expired": (incident, { remedyId }) =>
    change(incident, { remedyId, from: ["approved"] }, (remedy) => ({ ...remedy, state: "expired" })),

  "remedy-started": (incident, { remedyId }, { at, actor }) => ({
    ...change(incident, { remedyId, from: ["approved"] }, (remedy) => ({
      ...remedy,
      state: "started",
      startedBy: actor,
      startedAt: at,
    })),
    status: "Mitigating",
  }),

  "remedy-succeeded": (incident, { remedyId, result }, { at }) =>
    change(incident, { remedyId, from: ["started", "uncertain"] }, (remedy) => ({
      ...startedStageOf(remedy),
      state: "succeeded",
      endedAt: at,
      result,
    })),

  "remedy-failed": (incident, { remedyId, why }, { at }) => ({
    ...change(incident, { remedyId, from: ["started", "uncertain"] }, (remedy) => ({
      ...startedStageOf(remedy),
      state: "failed",
      endedAt: at,
      why,
    })),
    status: isProving(incident) ? incident.status : "Investigating",
  }),

  "remedy-uncertain": (incident, { remedyId, why }) =>
    change(incident, { remedyId, from: ["started"] }, (remedy) => ({ ...remedy, state: "uncertain", why })),

  "remedy-undone": (incident, { remedyId }, { at }) =>
    change(incident, { remedyId, from: ["succeeded"] }, (remedy) => ({
      ...startedStageOf(remedy),
      state: "undone",
      undoneAt: at,
    })),
};

interface Transition<State extends Remedy["state"]> {
  readonly remedyId: string;
  readonly from: readonly State[];
}

function change<State extends Remedy["state"]>(
  incident: Incident,
  { remedyId, from }: Transition<State>,
  next: (remedy: In<State>) => Remedy,
): Incident {
  const isFrom = (remedy: Remedy): remedy is In<State> => from.some((state) => state === remedy.state);
  return {
    ...incident,
    remedies: incident.remedies.map((remedy) =>
      remedy.plan.id === remedyId && isFrom(remedy) ? next(remedy) : remedy,
    ),
  };
}

function stageOf({ plan, proposedBy, proposedAt }: Remedy) {
  return { plan, proposedBy, proposedAt };
}

function startedStageOf(remedy: In<"started" | "uncertain" | "succeeded">) {
  const { approvedBy, approvedAt, expiresAt, startedBy, startedAt } = remedy;
  return { ...stageOf(remedy), approvedBy, approvedAt, expiresAt, startedBy, startedAt };
}
