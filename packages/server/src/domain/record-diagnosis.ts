import { assessAgain } from "./assess-again.ts";
import { type Decision, decide, type Moment } from "./decision.ts";
import type { IncidentEvent } from "./events.ts";
import type { Cause, Diagnosis } from "./hypothesis.ts";
import { type Incident, isActive } from "./incident.ts";
import type { RemedyAction } from "./remedy.ts";
import type { Impact } from "./severity.ts";

export interface RecordDiagnosis {
  readonly round: number;
  readonly diagnosis: Diagnosis;
  /** As measured by the checks of the round. */
  readonly impact: Impact;
  /** The branch that is deployed. */
  readonly branch: string;
}

/** One diagnosis a round. A cause that a remedy can take back asks for that remedy at once. */
export function recordDiagnosis(incident: Incident, command: RecordDiagnosis, moment: Moment): Decision {
  if ((incident.diagnosis?.round ?? 0) >= command.round) return decide();
  return decide(
    { type: "diagnosis-made", round: command.round, diagnosis: command.diagnosis },
    ...assessAgain(incident, command.impact, moment),
    ...remedyFor(incident, command),
  );
}

function remedyFor(incident: Incident, { diagnosis, branch }: RecordDiagnosis): readonly IncidentEvent[] {
  const { status, cause } = diagnosis.verdict;
  if (!isActive(incident) || status === "inconclusive" || incident.recovery?.state === "watching") return [];
  const action = actionFor(cause, branch);
  if (action === undefined || wasAskedFor(incident, action)) return [];
  return [{ type: "remedy-requested", requestId: nextRequestId(incident), action }];
}

/** The remedy that takes a cause back, if there is one. */
export function actionFor(cause: Cause, branch: string): RemedyAction | undefined {
  return cause.kind === "commit" ? { kind: "revert-commit", commit: cause.id, branch } : undefined;
}

function wasAskedFor(incident: Incident, action: RemedyAction): boolean {
  return incident.remedyRequests.some(
    (request) => request.state !== "not-possible" && sameAction(request.action, action),
  );
}

export function sameAction(one: RemedyAction, other: RemedyAction): boolean {
  return one.kind === other.kind && one.commit === other.commit;
}

export function nextRequestId(incident: Incident): string {
  return `remedy-${incident.remedyRequests.length + 1}`;
}
