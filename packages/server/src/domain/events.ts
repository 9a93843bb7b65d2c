/** Everything that can happen to an incident. Names are past tense; nobody edits the past. */

import type { Actor } from "./actor.ts";
import type { CheckRequest, CheckResult } from "./check.ts";
import type { Digest } from "./evidence.ts";
import type { Diagnosis } from "./hypothesis.ts";
import type { Instant } from "./instant.ts";
import type { Phase } from "./phase.ts";
import type { RecoveryLook } from "./recovery.ts";
import type { RemedyAction, RemedyPlan, RemedyResult } from "./remedy.ts";
import type { Impact, Severity, SeverityAssessment } from "./severity.ts";
import type { Signal } from "./signal.ts";
import type { PageDraft, UpdateDraft } from "./update.ts";

export const ESCALATION_REASONS = [
  "not-acknowledged",
  "update-missed",
  "phase-overran",
  "remedy-not-planned",
  "remedy-failed",
  "remedy-uncertain",
  "recovery-failed",
  "recovery-unseen",
  "review-overdue",
] as const;
export type EscalationReason = (typeof ESCALATION_REASONS)[number];

export type IncidentEvent =
  | {
      readonly type: "incident-opened";
      readonly botId: string;
      readonly signal: Signal;
      /** The scenarios that existed, so that later rounds of checks need no configuration. */
      readonly scenarios: readonly string[];
      readonly drill: boolean;
    }
  | { readonly type: "signal-attached"; readonly signal: Signal }
  /** The signal was no part of the exercise: what was a drill is a real incident from here on. */
  | { readonly type: "drill-ended"; readonly signal: Signal }
  | { readonly type: "severity-assessed"; readonly assessment: SeverityAssessment; readonly impact: Impact }
  | { readonly type: "severity-overridden"; readonly severity: Severity; readonly reason: string }
  | { readonly type: "incident-acknowledged" }
  | { readonly type: "incident-claimed"; readonly until: Instant; readonly plan?: string }
  | { readonly type: "lease-renewed"; readonly until: Instant }
  | { readonly type: "lease-released" }
  | { readonly type: "lease-expired" }
  | { readonly type: "note-added"; readonly body: Digest }
  | { readonly type: "phase-entered"; readonly phase: Phase; readonly because: string }
  | { readonly type: "box-ended"; readonly box: string; readonly met: boolean }
  | { readonly type: "phase-overran"; readonly phase: Phase; readonly missing: readonly string[] }
  | { readonly type: "escalated"; readonly reason: EscalationReason; readonly says: string }
  | { readonly type: "page-requested"; readonly page: PageDraft }
  | { readonly type: "page-delivered"; readonly pageId: string; readonly channel: string; readonly messageId: string }
  | { readonly type: "page-failed"; readonly pageId: string; readonly why: string }
  | { readonly type: "checks-requested"; readonly round: number; readonly checks: readonly CheckRequest[] }
  | { readonly type: "check-ended"; readonly checkId: string; readonly round: number; readonly result: CheckResult }
  | { readonly type: "diagnosis-made"; readonly round: number; readonly diagnosis: Diagnosis }
  | { readonly type: "remedy-requested"; readonly requestId: string; readonly action: RemedyAction }
  | { readonly type: "remedy-not-possible"; readonly requestId: string; readonly why: string }
  | { readonly type: "remedy-proposed"; readonly requestId: string; readonly plan: RemedyPlan; readonly by: Actor }
  | {
      readonly type: "remedy-approved";
      readonly remedyId: string;
      readonly planDigest: Digest;
      readonly expiresAt: Instant;
    }
  | { readonly type: "remedy-rejected"; readonly remedyId: string; readonly reason: string }
  | { readonly type: "approval-expired"; readonly remedyId: string }
  | { readonly type: "remedy-started"; readonly remedyId: string }
  | { readonly type: "remedy-succeeded"; readonly remedyId: string; readonly result: RemedyResult }
  | { readonly type: "remedy-failed"; readonly remedyId: string; readonly why: string }
  | { readonly type: "remedy-uncertain"; readonly remedyId: string; readonly why: string }
  | { readonly type: "remedy-undone"; readonly remedyId: string }
  | { readonly type: "recovery-started"; readonly because: string; readonly giveUpAt: Instant }
  | { readonly type: "recovery-looked"; readonly look: RecoveryLook }
  | { readonly type: "recovered"; readonly watchUntil: Instant }
  /** Nobody could look for so long that what came before counts for nothing. */
  | { readonly type: "watch-restarted"; readonly why: string; readonly watchUntil: Instant }
  | { readonly type: "recovery-lost"; readonly why: string; readonly giveUpAt: Instant }
  | { readonly type: "recovery-failed"; readonly why: string }
  | { readonly type: "incident-resolved"; readonly how: "proven" | "without-proof"; readonly reason: string }
  | { readonly type: "incident-reopened"; readonly signal: Signal }
  | { readonly type: "update-requested"; readonly update: UpdateDraft }
  | {
      readonly type: "update-posted";
      readonly updateId: string;
      readonly channel: string;
      readonly messageId: string;
    }
  | { readonly type: "update-not-told"; readonly updateId: string; readonly why: string }
  | { readonly type: "update-missed"; readonly updateId: string }
  | { readonly type: "review-written"; readonly body: Digest }
  | { readonly type: "incident-closed" }
  | { readonly type: "body-erased"; readonly body: Digest; readonly reason: string };

export type EventType = IncidentEvent["type"];

/** An event as it stands on the timeline. */
export interface RecordedEvent {
  readonly incidentId: string;
  /** 1 for the first; without gaps. */
  readonly sequence: number;
  readonly at: Instant;
  readonly actor: Actor;
  readonly event: IncidentEvent;
}
