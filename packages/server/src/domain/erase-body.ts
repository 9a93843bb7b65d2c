import { type Decision, decide, type Moment, refuse } from "./decision.ts";
import type { Digest } from "./evidence.ts";
import type { Incident } from "./incident.ts";

export interface EraseBody {
  readonly body: Digest;
  readonly reason: string;
}

/** The text goes, the record of its going stays, and the chain still verifies. It cannot be taken back. */
export function eraseBody(incident: Incident, { body, reason }: EraseBody, { actor }: Moment): Decision {
  if (actor.kind !== "human") return refuse("humans-only", "Erasing cannot be taken back, so a person does it.");
  if (!incident.bodies.includes(body))
    return refuse("no-such-text", `No event of ${incident.id} names the text ${body}.`);
  return decide({ type: "body-erased", body, reason });
}
