import { assessSeverity } from "./assess-severity.ts";
import { type Decision, decide, type Moment, refuse } from "./decision.ts";
import { type Incident, isActive } from "./incident.ts";
import { firstBox, requestChecks } from "./open-incident.ts";
import type { Impact } from "./severity.ts";
import type { Signal } from "./signal.ts";

export interface ReopenIncident {
  readonly signal: Signal;
  readonly impact: Impact;
}

/** The failure came back soon after all clear: the same incident, on a clock that starts anew. */
export function reopenIncident(incident: Incident, { signal, impact }: ReopenIncident, moment: Moment): Decision {
  if (isActive(incident)) return refuse("not-resolved", "The incident is open; attach the signal to it.");
  if (!canReopen(incident, moment)) {
    return refuse("too-late-to-reopen", "The all clear is too long ago; open a new incident.");
  }
  return decide(
    { type: "incident-reopened", signal },
    { type: "severity-assessed", assessment: assessSeverity(impact, moment.rules), impact },
    ...requestChecks(firstBox(moment.rules), { round: incident.rounds + 1, scenarios: incident.scenarios }),
  );
}

export function canReopen({ resolvedAt }: Incident, { now, rules }: Moment): boolean {
  return resolvedAt !== undefined && now < resolvedAt + rules.recovery.reopenWithinMs;
}

/**
 * Whether the all clear has answered it already: it happened before the proof began, or it is a failure of this incident from before
 * somebody called it over. A log that arrives late tells of such.
 */
export function isAnswered({ recovery, resolvedAt = 0, signals }: Incident, { key, at }: Signal): boolean {
  if (recovery?.state === "proven") return at <= recovery.startedAt;
  return at <= resolvedAt && signals.some((known) => known.key === key);
}
