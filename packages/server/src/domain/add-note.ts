import { type Decision, decide } from "./decision.ts";
import type { Digest } from "./evidence.ts";
import type { Incident } from "./incident.ts";

export interface AddNote {
  readonly body: Digest;
}

/** What somebody saw or thought belongs to the record at any time, also after the end. */
export function addNote(_incident: Incident, { body }: AddNote): Decision {
  return decide({ type: "note-added", body });
}
