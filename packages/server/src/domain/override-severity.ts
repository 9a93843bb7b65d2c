import { type Decision, decide, type Moment, refuse } from "./decision.ts";
import { type Incident, isActive } from "./incident.ts";
import type { Severity } from "./severity.ts";

export interface OverrideSeverity {
  readonly severity: Severity;
  readonly reason: string;
}

/** A person may know more than was measured; the reason is kept, and measuring no longer changes it. */
export function overrideSeverity(
  incident: Incident,
  { severity, reason }: OverrideSeverity,
  { actor }: Moment,
): Decision {
  if (!isActive(incident)) return refuse("already-resolved", "The severity of a resolved incident stands.");
  if (actor.kind !== "human") {
    return refuse("humans-only", "Only a person may override what was measured; add a note with what you know.");
  }
  return decide({ type: "severity-overridden", severity, reason });
}
