/** The proof of recovery and the end: what those events do to an incident. */

import type { Appliers } from "./appliers.ts";
import type { Incident } from "./incident.ts";
import type { Instant } from "./instant.ts";
import type { Recovery } from "./recovery.ts";
import type { Signal } from "./signal.ts";

type RecoveryEvent =
  | "recovery-started"
  | "recovery-looked"
  | "recovered"
  | "watch-restarted"
  | "recovery-lost"
  | "recovery-failed"
  | "incident-resolved"
  | "incident-reopened"
  | "drill-ended"
  | "review-written"
  | "incident-closed"
  | "body-erased";

export const applyRecoveryEvents: Appliers<RecoveryEvent> = {
  "recovery-started": (incident, { because, giveUpAt }, { at }) => ({
    ...incident,
    status: "Mitigating",
    recovery: { state: "waiting", because, startedAt: at, looks: 0, giveUpAt },
  }),

  "recovery-looked": (incident, { look }, { at }) =>
    changeRecovery(incident, (recovery) => ({
      ...recovery,
      looks: recovery.looks + 1,
      lastLook: { ...look, at },
      ...(recovery.state === "watching" && look.outcome === "good" ? { seenAt: at } : {}),
    })),

  recovered: (incident, { watchUntil }, { at }) =>
    changeRecovery(incident, (recovery) => ({
      ...begunOf(recovery),
      state: "watching",
      recoveredAt: at,
      watchedFrom: at,
      watchUntil,
      seenAt: at,
    })),

  "watch-restarted": (incident, { watchUntil }, { at }) =>
    changeRecovery(incident, (recovery) =>
      recovery.state === "watching" ? { ...recovery, watchedFrom: at, watchUntil } : recovery,
    ),

  "recovery-lost": (incident, { giveUpAt }) =>
    changeRecovery(incident, (recovery) => ({ ...begunOf(recovery), wasLost: true, state: "waiting", giveUpAt })),

  "recovery-failed": (incident, _event, { at }) => ({
    ...changeRecovery(incident, (recovery) => ({ ...begunOf(recovery), state: "failed", failedAt: at })),
    status: "Investigating",
  }),

  "incident-resolved": (incident, _event, { at }) => ({
    ...changeRecovery(incident, (recovery) =>
      recovery.state === "watching"
        ? { ...begunOf(recovery), state: "proven", recoveredAt: recovery.recoveredAt, provenAt: at }
        : recovery,
    ),
    status: "Resolved",
    resolvedAt: at,
  }),

  "incident-reopened": (incident, { signal }, { at }) => ({
    ...begunAnew(incident, signal, at),
    reopened: incident.reopened + 1,
  }),

  "drill-ended": (incident, { signal }, { at }) => ({
    ...begunAnew(incident, signal, at),
    drill: false,
    severity: { value: "P3", since: at, reasons: [] },
  }),

  "review-written": (incident, { body }) => ({ ...incident, reviewBody: body }),

  "incident-closed": (incident, _event, { at }) => ({ ...incident, closedAt: at }),

  "body-erased": (incident) => incident,
};

function changeRecovery(incident: Incident, next: (recovery: Recovery) => Recovery): Incident {
  return incident.recovery === undefined ? incident : { ...incident, recovery: next(incident.recovery) };
}

function begunOf({ because, startedAt, looks, lastLook, wasLost }: Recovery) {
  return {
    because,
    startedAt,
    looks,
    ...(lastLook === undefined ? {} : { lastLook }),
    ...(wasLost === undefined ? {} : { wasLost }),
  };
}

/** Its clock, verdict, proof and review count for nothing any more; its past stays on the timeline. */
function begunAnew(incident: Incident, signal: Signal, at: Instant): Incident {
  return {
    ...withoutEnd(incident),
    status: "Investigating",
    clockFrom: at,
    phase: "stabilization",
    phaseSince: at,
    endedBoxes: [],
    overranPhases: [],
    signals: [...incident.signals, signal],
  };
}

function withoutEnd(incident: Incident): Incident {
  const {
    resolvedAt: _resolved,
    closedAt: _closed,
    recovery: _recovery,
    acknowledged: _acknowledged,
    diagnosis: _diagnosis,
    reviewBody: _reviewBody,
    ...rest
  } = incident;
  return rest;
}
