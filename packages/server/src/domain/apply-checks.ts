/** Checks and their diagnosis: what those events do to an incident. */

import type { Appliers } from "./appliers.ts";
import type { CheckState } from "./check.ts";

type CheckEvent = "checks-requested" | "check-ended" | "diagnosis-made";

export const applyCheckEvents: Appliers<CheckEvent> = {
  "checks-requested": (incident, { round, checks }, { at }) => ({
    ...incident,
    rounds: round,
    checks: [
      ...incident.checks,
      ...checks.map((request): CheckState => ({ state: "running", request, round, since: at })),
    ],
  }),

  "check-ended": (incident, { checkId, round, result }, { at }) => ({
    ...incident,
    checks: incident.checks.map((check) =>
      check.request.id === checkId && check.round === round && check.state === "running"
        ? { ...check, state: "ended", endedAt: at, result }
        : check,
    ),
  }),

  "diagnosis-made": (incident, { round, diagnosis }) => ({ ...incident, diagnosis: { round, diagnosis } }),
};
