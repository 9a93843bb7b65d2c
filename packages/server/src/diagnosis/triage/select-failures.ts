/** Which failures count: not what was tried again and went well, and warnings only where nothing else explains. */

import type { PatternMatch } from "../../domain/pattern.ts";
import type { Explanation, Occurrence } from "./failure-group.ts";

export interface Failure {
  readonly explanation: Explanation;
  readonly occurrence: Occurrence;
  /** Other patterns that fit: most often who reported it, such as a framework's error handler. */
  readonly surfacedBy: readonly PatternMatch[];
}

export interface SelectedFailures {
  readonly failures: readonly Failure[];
  /** Seen, and not counted. */
  readonly tolerated: readonly Failure[];
}

/** A warning of these is itself the failure: an event was not delivered, or not acknowledged. */
const OF_DELIVERY: ReadonlySet<string> = new Set(["framework-error-handler", "socket-disconnect"]);
/** What surfaces when something else went wrong. */
const OF_SYMPTOMS: ReadonlySet<string> = new Set(["timeout", "framework-error-handler", "unknown"]);

/** `late` are operations that were slow or never ended; one whose request failed is no second failure. */
export function selectFailures(read: readonly Failure[], late: readonly Failure[]): SelectedFailures {
  const errors = read.filter(({ occurrence: { fact } }) => fact?.severity !== "warn" && fact?.recovered !== true);
  const failedRequests = new Set(errors.flatMap(({ occurrence: { requestId } }) => requestId ?? []));
  const waiting = late.filter(
    ({ occurrence: { requestId } }) => requestId === undefined || !failedRequests.has(requestId),
  );
  const failed = [...errors, ...waiting];
  const warnings = read.filter((one) => !errors.includes(one));
  const counted = failed.length > 0 ? warnings.filter((one) => leadsTo(one, failed)) : warnings.filter(isOfDelivery);
  const taken = new Set(counted);
  return { failures: [...failed, ...counted], tolerated: warnings.filter((one) => !taken.has(one)) };
}

function isOfDelivery({ explanation, occurrence: { fact } }: Failure): boolean {
  return fact?.recovered !== true && OF_DELIVERY.has(explanation.pattern);
}

/** A retry that was only warned of is the cause where its request timed out in the end, or where nothing but symptoms is left. */
function leadsTo({ explanation, occurrence }: Failure, failed: readonly Failure[]): boolean {
  if (OF_SYMPTOMS.has(explanation.pattern)) return false;
  const symptoms = failed.filter((one) => OF_SYMPTOMS.has(one.explanation.pattern));
  const { requestId } = occurrence;
  if (requestId !== undefined && symptoms.some((one) => one.occurrence.requestId === requestId)) return true;
  return occurrence.fact?.recovered !== true && symptoms.length === failed.length && explanation.exact;
}
