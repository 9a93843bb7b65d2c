import { type Decision, decide } from "./decision.ts";
import type { Digest } from "./evidence.ts";
import type { Incident } from "./incident.ts";

export interface EraseBody {
  readonly body: Digest;
  readonly reason: string;
}

/** The text goes, the record of its going stays, and the chain still verifies. It cannot be taken back. */
export function eraseBody(_incident: Incident, { body, reason }: EraseBody): Decision {
  return decide({ type: "body-erased", body, reason });
}
