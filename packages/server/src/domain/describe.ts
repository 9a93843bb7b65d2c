/** One plain sentence for each event, for the timeline, the updates and the review. */

import type { EventType, IncidentEvent } from "./events.ts";
import type { Verdict } from "./hypothesis.ts";
import type { Incident } from "./incident.ts";
import { writeInstant } from "./instant.ts";
import type { RemedyAction } from "./remedy.ts";

type Describers = { readonly [T in EventType]: (event: Extract<IncidentEvent, { type: T }>) => string };

const DESCRIBERS: Describers = {
  "incident-opened": ({ botId, signal }) => `Incident of ${botId} opened: ${signal.summary}`,
  "signal-attached": ({ signal }) => signal.summary,
  "drill-ended": ({ signal }) => `This is no drill any more: ${signal.summary}`,
  "severity-assessed": ({ assessment }) => `Severity ${assessment.severity}: ${assessment.reasons.join(" ")}`,
  "severity-overridden": ({ severity, reason }) => `Severity set to ${severity} by hand: ${reason}`,
  "incident-acknowledged": () => "Acknowledged.",
  "incident-claimed": ({ until }) => `Claimed until ${writeInstant(until)}.`,
  "lease-renewed": ({ until }) => `Claim kept until ${writeInstant(until)}.`,
  "lease-released": () => "Claim given back.",
  "lease-expired": () => "The claim ran out without a sign of life.",
  "note-added": () => "A note was added.",
  "phase-entered": ({ phase, because }) => `Phase ${phase}: ${because}`,
  "box-ended": ({ box, met }) => `The time for ${box} is over, ${met ? "its goal met" : "its goal not met"}.`,
  "phase-overran": ({ phase, missing }) => `The time for ${phase} is over; still missing: ${missing.join(", ")}.`,
  escalated: ({ says }) => `Escalated: ${says}`,
  "page-requested": ({ page }) => `Page: ${page.text}`,
  "page-delivered": () => "The page was delivered.",
  "page-failed": ({ why }) => `The page could not be delivered: ${why}`,
  "checks-requested": ({ checks }) => `Looking: ${checks.map((check) => check.id).join(", ")}.`,
  "check-ended": ({ checkId, result }) =>
    `${checkId}: ${result.outcome}${"summary" in result ? `. ${result.summary}` : `: ${result.why}`}`,
  "diagnosis-made": ({ diagnosis }) => `Verdict ${diagnosis.verdict.status}: ${diagnosis.verdict.summary}`,
  "remedy-requested": ({ action }) => `Planning: ${describeAction(action)}.`,
  "remedy-not-possible": ({ requestId, why }) => `${requestId} is not possible: ${why}`,
  "remedy-proposed": ({ plan }) => `Proposed: ${plan.summary} It is ${plan.id} and needs an approval.`,
  "remedy-approved": ({ remedyId, expiresAt }) => `${remedyId} approved until ${writeInstant(expiresAt)}.`,
  "remedy-rejected": ({ remedyId, reason }) => `${remedyId} rejected: ${reason}`,
  "approval-expired": ({ remedyId }) => `The approval of ${remedyId} ran out before it was applied.`,
  "remedy-started": ({ remedyId }) => `${remedyId} is being applied.`,
  "remedy-succeeded": ({ result }) => result.summary,
  "remedy-failed": ({ remedyId, why }) => `${remedyId} failed: ${why}`,
  "remedy-uncertain": ({ remedyId, why }) => `It is not known whether ${remedyId} took effect: ${why}`,
  "remedy-undone": ({ remedyId }) => `${remedyId} was taken back.`,
  "recovery-started": ({ because }) => `Looking whether the bot works again: ${because}`,
  "recovery-looked": ({ look }) => `Recovery look, ${look.outcome}: ${look.says.join(" ")}`,
  recovered: ({ watchUntil }) => `The bot works again; watching it until ${writeInstant(watchUntil)}.`,
  "watch-restarted": ({ why, watchUntil }) => `The watch begins anew, until ${writeInstant(watchUntil)}: ${why}`,
  "recovery-lost": ({ why }) => `The recovery did not last: ${why}`,
  "recovery-failed": ({ why }) => `No recovery: ${why}`,
  "incident-resolved": ({ how, reason }) =>
    how === "proven" ? `All clear: ${reason}` : `Closed without proof: ${reason}`,
  "incident-reopened": ({ signal }) => `Reopened: ${signal.summary}`,
  "update-requested": ({ update }) => `Update for the ${update.audience}: ${update.text}`,
  "update-posted": ({ updateId }) => `${updateId} was posted.`,
  "update-not-told": ({ updateId, why }) => `${updateId} could not be told yet: ${why}`,
  "update-missed": ({ updateId }) => `${updateId} was not delivered in time.`,
  "review-written": () => "The review was written.",
  "incident-closed": () => "Incident closed.",
  "body-erased": ({ reason }) => `A text was erased: ${reason}`,
};

export function describe(event: IncidentEvent): string {
  // The map pairs each type with its own event; TypeScript cannot follow that through one variable.
  const describer = DESCRIBERS[event.type] as (event: IncidentEvent) => string;
  const sentence = describer(event).trimEnd();
  return /[.…!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

export function describeAction(action: RemedyAction): string {
  return `revert ${action.commit.slice(0, 7)} on ${action.branch}`;
}

/** Nobody waits a quarter of an hour to hear what somebody may have to act on. */
const URGENT: ReadonlySet<EventType> = new Set<EventType>([
  "drill-ended",
  "remedy-not-possible",
  "remedy-proposed",
  "approval-expired",
  "remedy-failed",
  "remedy-uncertain",
  "recovered",
  "recovery-lost",
  "recovery-failed",
]);

/** `was` is the incident before the event: a severity that falls, or a verdict that says the same again, is told with the next regular update. */
export function isUrgent(event: IncidentEvent, was: Incident): boolean {
  if (event.type === "severity-assessed") return event.assessment.severity < was.severity.value;
  if (event.type !== "diagnosis-made") return URGENT.has(event.type);
  const before = was.diagnosis?.diagnosis.verdict;
  return before === undefined || !isSameVerdict(event.diagnosis.verdict, before);
}

/** By what it means; the wording counts lines and times, which are new in every round. */
function isSameVerdict(one: Verdict, other: Verdict): boolean {
  return (
    one.status === other.status &&
    one.cause.kind === other.cause.kind &&
    one.cause.id === other.cause.id &&
    one.component === other.component
  );
}

const NEWS: ReadonlySet<EventType> = new Set<EventType>([
  "drill-ended",
  "signal-attached",
  "severity-assessed",
  "severity-overridden",
  "phase-overran",
  "diagnosis-made",
  "remedy-not-possible",
  "remedy-proposed",
  "remedy-approved",
  "remedy-rejected",
  "approval-expired",
  "remedy-started",
  "remedy-succeeded",
  "remedy-failed",
  "remedy-uncertain",
  "remedy-undone",
  "recovery-started",
  "recovered",
  "watch-restarted",
  "recovery-lost",
  "recovery-failed",
  "incident-resolved",
  "incident-reopened",
]);

/** Worth telling the team in the next update. */
export function isNews(event: IncidentEvent): boolean {
  return NEWS.has(event.type);
}
