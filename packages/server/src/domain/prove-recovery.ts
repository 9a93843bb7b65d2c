import { refuseBeside } from "./apply-remedy.ts";
import { type Decision, decide, type Moment, refuse } from "./decision.ts";
import { type Incident, isActive, remedyUnderWay } from "./incident.ts";
import { writeDuration } from "./instant.ts";
import type { RecoveryLook } from "./recovery.ts";

export interface StartRecovery {
  readonly because: string;
}

/** Somebody, or the bot itself, says that it works again. That starts the proof; it is not the proof. */
export function startRecovery(incident: Incident, { because }: StartRecovery, { now, rules }: Moment): Decision {
  if (!isActive(incident)) return refuse("already-resolved", "The incident is over.");
  const underWay = remedyUnderWay(incident);
  if (underWay !== undefined) return refuseBeside(underWay);
  if (isProving(incident)) return refuse("proof-running", "The bot is being watched already; wait for the proof.");
  return decide({ type: "recovery-started", because, giveUpAt: now + rules.recovery.giveUpAfterMs });
}

/** Looks from outside go on until the bot has worked long enough, or not at all. */
export function isProving({ recovery }: Incident): boolean {
  return recovery?.state === "waiting" || recovery?.state === "watching";
}

/** Only looks from outside bring an incident to its end: good at first, good all along, and still good when the watch is over. */
export function recordRecoveryLook(incident: Incident, look: RecoveryLook, moment: Moment): Decision {
  const { recovery } = incident;
  if (!isActive(incident) || recovery === undefined) return decide();
  const looked = { type: "recovery-looked", look } as const;
  if (recovery.state === "waiting") return decide(looked, ...afterWaiting(look, moment));
  if (recovery.state !== "watching") return decide();
  if (look.outcome === "could-not-look") return decide(looked);
  if (look.outcome === "bad") {
    const giveUpAt = moment.now + moment.rules.recovery.giveUpAfterMs;
    return decide(looked, { type: "recovery-lost", why: look.says.join(" "), giveUpAt });
  }
  const gap = moment.now - recovery.seenAt;
  if (gap > moment.rules.recovery.longestGapMs) {
    const why = `the bot was not seen for ${writeDuration(gap)}.`;
    return decide(looked, { type: "watch-restarted", why, watchUntil: moment.now + moment.rules.recovery.watchMs });
  }
  // What a remedy that is under way does to the bot has yet to be seen.
  if (moment.now < recovery.watchUntil || remedyUnderWay(incident) !== undefined) return decide(looked);
  const watched = writeDuration(moment.now - recovery.watchedFrom);
  const reason = `${incident.botId} was seen to work from outside, and still works after a watch of ${watched}.`;
  return decide(looked, { type: "incident-resolved", how: "proven", reason });
}

function afterWaiting(look: RecoveryLook, { now, rules }: Moment) {
  return look.outcome === "good" ? [{ type: "recovered", watchUntil: now + rules.recovery.watchMs } as const] : [];
}

export interface ResolveIncident {
  readonly reason: string;
  /** End it without the proof, such as for a bot that is gone. */
  readonly withoutProof: boolean;
}

export function resolveIncident(
  incident: Incident,
  { reason, withoutProof }: ResolveIncident,
  moment: Moment,
): Decision {
  if (!withoutProof) return startRecovery(incident, { because: reason }, moment);
  if (!isActive(incident)) return refuse("already-resolved", "The incident is over.");
  const underWay = remedyUnderWay(incident);
  if (underWay !== undefined) return refuseBeside(underWay);
  if (moment.actor.kind !== "human") {
    return refuse("humans-only", "Only a person may end an incident without proof; resolve it with proof.");
  }
  return decide({ type: "incident-resolved", how: "without-proof", reason });
}
