/** What a command comes to: events, or a refusal with its reason. */

import type { Actor } from "./actor.ts";
import type { IncidentEvent } from "./events.ts";
import type { Instant } from "./instant.ts";
import type { Rules } from "./rules.ts";

/** When a decision is made, by whom, and by which rules. */
export interface Moment {
  readonly now: Instant;
  readonly actor: Actor;
  readonly rules: Rules;
}

export type RefusalReason =
  | "already-resolved"
  | "not-resolved"
  | "held-by-another"
  | "not-the-holder"
  | "no-such-check"
  | "no-such-remedy"
  | "no-such-update"
  | "no-such-page"
  | "no-such-text"
  | "not-open-to-approval"
  | "plan-changed"
  | "own-proposal"
  | "not-approved"
  | "approval-expired"
  | "another-remedy-under-way"
  | "not-uncertain"
  | "already-asked"
  | "checks-running"
  | "nothing-to-check"
  | "proof-running"
  | "humans-only"
  | "no-drill-now"
  | "is-a-drill"
  | "too-late-to-reopen";

export type Decision =
  | { readonly ok: true; readonly events: readonly IncidentEvent[] }
  | { readonly ok: false; readonly why: RefusalReason; readonly says: string };

export function decide(...events: readonly IncidentEvent[]): Decision {
  return { ok: true, events };
}

/** `says` tells the caller what stands in the way and what to do next. */
export function refuse(why: RefusalReason, says: string): Decision {
  return { ok: false, why, says };
}
