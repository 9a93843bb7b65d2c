/** What a new measurement says about the severity of an incident that is open already. */

import { assessSeverity } from "./assess-severity.ts";
import type { Moment } from "./decision.ts";
import type { IncidentEvent } from "./events.ts";
import { type Incident, isActive } from "./incident.ts";
import { isProving } from "./prove-recovery.ts";
import type { Impact } from "./severity.ts";

/** The checks of a whole round: the severity may rise and fall. */
export function assessAgain(incident: Incident, impact: Impact, { rules }: Moment): readonly IncidentEvent[] {
  if (!mayChange(incident) || !isMeasured(impact)) return [];
  const assessment = assessSeverity(impact, rules);
  const { value, reasons } = incident.severity;
  // A bot that is about to recover does not make its incident a smaller one.
  if (isProving(incident) && assessment.severity >= value) return [];
  const isSame = assessment.severity === value && assessment.reasons.join() === reasons.join();
  return isSame ? [] : [{ type: "severity-assessed", assessment, impact }];
}

/** A signal comes with what watching knows, which is less than a round of checks sees: the severity may only rise. */
export function raiseSeverity(incident: Incident, impact: Impact, { rules }: Moment): readonly IncidentEvent[] {
  if (!mayChange(incident)) return [];
  const assessment = assessSeverity(impact, rules);
  if (assessment.severity >= incident.severity.value) return [];
  return [{ type: "severity-assessed", assessment, impact }];
}

function mayChange(incident: Incident): boolean {
  return isActive(incident) && incident.severity.overriddenBy === undefined;
}

/** A log that could not be read shows no new errors either: only those that it shows are a measurement. */
function isMeasured({ scenarios, errorRate, newErrors, deploymentDown }: Impact): boolean {
  return scenarios.length > 0 || errorRate !== undefined || newErrors === true || deploymentDown !== undefined;
}
