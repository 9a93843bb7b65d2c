/** What an event makes happen outside: the jobs to add in the transaction that stores it. */

import type { IncidentEvent } from "./events.ts";
import { type Incident, isActive, runningChecks } from "./incident.ts";
import type { Instant } from "./instant.ts";
import { isProving } from "./prove-recovery.ts";
import type { Rules } from "./rules.ts";

export type Effect =
  | { readonly job: "run-check"; readonly checkId: string; readonly round: number }
  | { readonly job: "diagnose"; readonly round: number }
  | { readonly job: "plan-remedy"; readonly requestId: string }
  | { readonly job: "run-remedy"; readonly remedyId: string }
  | { readonly job: "verify-recovery"; readonly at: Instant }
  | { readonly job: "post-update"; readonly updateId: string }
  | { readonly job: "deliver-page"; readonly pageId: string }
  | { readonly job: "write-review" };

interface Happening {
  readonly event: IncidentEvent;
  readonly at: Instant;
  /** As it is after the event. */
  readonly incident: Incident;
}

export function effectsOf({ event, at, incident }: Happening, rules: Rules): readonly Effect[] {
  switch (event.type) {
    case "checks-requested":
      return event.checks.map((check) => ({ job: "run-check", checkId: check.id, round: event.round }));
    case "check-ended":
      return isActive(incident) && runningChecks(incident).length === 0
        ? [{ job: "diagnose", round: incident.rounds }]
        : [];
    case "remedy-requested":
      return [{ job: "plan-remedy", requestId: event.requestId }];
    case "remedy-started":
      return [{ job: "run-remedy", remedyId: event.remedyId }];
    case "recovery-started":
      return [{ job: "verify-recovery", at }];
    case "recovery-looked":
      return isProving(incident) ? [{ job: "verify-recovery", at: at + rules.recovery.lookEveryMs }] : [];
    case "update-requested":
      return [{ job: "post-update", updateId: event.update.id }];
    case "page-requested":
      return [{ job: "deliver-page", pageId: event.page.id }];
    case "incident-resolved":
      return [{ job: "write-review" }];
    default:
      return [];
  }
}
