import { type Decision, decide, refuse } from "./decision.ts";
import type { Digest } from "./evidence.ts";
import { type Incident, isActive } from "./incident.ts";

export interface WriteReview {
  /** Of the review's Markdown. */
  readonly body: Digest;
}

/** A review may be written again as often as people learn more; the first one closes the incident. */
export function writeReview(incident: Incident, { body }: WriteReview): Decision {
  if (isActive(incident)) return refuse("not-resolved", "The incident goes on; resolve it, then write its review.");
  if (incident.reviewBody === body) return decide();
  return decide({ type: "review-written", body });
}
