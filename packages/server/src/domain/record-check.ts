import type { CheckResult } from "./check.ts";
import { type Decision, decide, type Moment, refuse } from "./decision.ts";
import { type Incident, isActive, runningChecks } from "./incident.ts";
import { requestChecks } from "./open-incident.ts";

export interface RecordCheck {
  readonly checkId: string;
  readonly round: number;
  readonly result: CheckResult;
}

/** A check ends once; a late or repeated answer changes nothing. */
export function recordCheck(incident: Incident, { checkId, round, result }: RecordCheck): Decision {
  const check = incident.checks.find((known) => known.request.id === checkId && known.round === round);
  if (check === undefined) return refuse("no-such-check", `No check ${checkId} was asked for in round ${round}.`);
  if (check.state === "ended") return decide();
  return decide({ type: "check-ended", checkId, round, result });
}

/** Look again, at everything the first look looked at. */
export function runChecks(incident: Incident, { rules }: Moment): Decision {
  if (!isActive(incident)) return refuse("already-resolved", "The incident is over; reopen it to look again.");
  if (runningChecks(incident).length > 0) return refuse("checks-running", "Checks are running; wait for their end.");
  const round = { round: incident.rounds + 1, scenarios: incident.scenarios };
  const events = rules.phases.boxes.slice(0, 1).flatMap((box) => requestChecks(box, round));
  if (events.length === 0) return refuse("nothing-to-check", "The playbook names no checks for its first box.");
  return decide(...events);
}
