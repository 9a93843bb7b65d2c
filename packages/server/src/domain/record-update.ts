/** What came of an update that was handed to the chat. */

import { type Decision, decide, refuse } from "./decision.ts";
import type { Incident } from "./incident.ts";

export interface RecordUpdatePosted {
  readonly updateId: string;
  readonly channel: string;
  readonly messageId: string;
}

export function recordUpdatePosted(incident: Incident, command: RecordUpdatePosted): Decision {
  const { updateId, channel, messageId } = command;
  const update = incident.updates.find((known) => known.id === updateId);
  if (update === undefined) return refuse("no-such-update", `There is no ${updateId}.`);
  if (update.posted !== undefined) return decide();
  return decide({ type: "update-posted", updateId, channel, messageId });
}

export interface RecordUpdateNotTold {
  readonly updateId: string;
  readonly why: string;
}

/** Recorded when the reason is a new one; retries that fail the same way say nothing new. */
export function recordUpdateNotTold(incident: Incident, { updateId, why }: RecordUpdateNotTold): Decision {
  const update = incident.updates.find((known) => known.id === updateId);
  if (update === undefined) return refuse("no-such-update", `There is no ${updateId}.`);
  if (update.posted !== undefined || update.notTold === why) return decide();
  return decide({ type: "update-not-told", updateId, why });
}
