/** Severity, people and phases: what those events do to an incident. */

import type { Appliers } from "./appliers.ts";
import type { Incident } from "./incident.ts";

type ResponseEvent =
  | "signal-attached"
  | "severity-assessed"
  | "severity-overridden"
  | "incident-acknowledged"
  | "incident-claimed"
  | "lease-renewed"
  | "lease-released"
  | "lease-expired"
  | "note-added"
  | "phase-entered"
  | "box-ended"
  | "phase-overran"
  | "escalated";

export const applyResponseEvents: Appliers<ResponseEvent> = {
  "signal-attached": (incident, { signal }) => ({ ...incident, signals: [...incident.signals, signal] }),

  "severity-assessed": (incident, { assessment, impact }, { at }) => ({
    ...incident,
    severity: {
      value: assessment.severity,
      since: assessment.severity === incident.severity.value ? incident.severity.since : at,
      reasons: assessment.reasons,
      impact,
    },
  }),

  "severity-overridden": (incident, { severity, reason }, { at, actor }) => ({
    ...incident,
    severity: { ...incident.severity, value: severity, since: at, reasons: [reason], overriddenBy: actor },
  }),

  "incident-acknowledged": (incident, _event, { at, actor }) => ({ ...incident, acknowledged: { by: actor, at } }),

  "incident-claimed": (incident, { until, plan }, { actor }) => ({
    ...incident,
    lease: { holder: actor, until, ...(plan === undefined ? {} : { plan }) },
  }),

  "lease-renewed": (incident, { until }) =>
    incident.lease === undefined ? incident : { ...incident, lease: { ...incident.lease, until } },

  "lease-released": withoutLease,
  "lease-expired": withoutLease,

  "note-added": (incident) => incident,

  "phase-entered": (incident, { phase }, { at }) => ({ ...incident, phase, phaseSince: at }),

  "box-ended": (incident, { box }) => ({ ...incident, endedBoxes: [...incident.endedBoxes, box] }),

  "phase-overran": (incident, { phase }) => ({ ...incident, overranPhases: [...incident.overranPhases, phase] }),

  escalated: (incident, { reason }, { at }) => ({
    ...incident,
    escalations: [...incident.escalations, { reason, at }],
  }),
};

function withoutLease({ lease: _lease, ...incident }: Incident): Incident {
  return incident;
}
