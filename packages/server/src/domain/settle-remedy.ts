import { succeeded } from "./apply-remedy.ts";
import { type Decision, decide, type Moment, refuse } from "./decision.ts";
import { findRemedy, type Incident } from "./incident.ts";
import type { Remedy } from "./remedy.ts";

export interface SettleRemedy {
  readonly remedyId: string;
  readonly outcome: "succeeded" | "failed";
  /** What was seen. */
  readonly reason: string;
}

/** A person has looked at what no machine could see: it did, or did not, take effect. */
export function settleRemedy(incident: Incident, command: SettleRemedy, moment: Moment): Decision {
  const { remedyId, outcome, reason } = command;
  const { actor } = moment;
  const remedy = findRemedy(incident, remedyId);
  if (remedy === undefined) return refuse("no-such-remedy", `There is no ${remedyId}.`);
  if (!isUnsettled(remedy))
    return refuse("not-uncertain", `${remedyId} is ${remedy.state}; there is nothing to settle.`);
  if (actor.kind !== "human") return refuse("humans-only", "Only a person who has looked may settle it.");
  if (outcome === "failed") return decide({ type: "remedy-failed", remedyId, why: `${actor.name} looked: ${reason}` });
  return decide(...succeeded(remedy, { summary: `${remedyId} took effect; ${actor.name} looked: ${reason}` }, moment));
}

export function isUnsettled({ state }: Remedy): boolean {
  return state === "uncertain";
}
