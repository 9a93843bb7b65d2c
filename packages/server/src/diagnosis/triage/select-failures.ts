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
/** Slack's libraries only warn of these, of a request that is turned away or a call that is tried again; no retry mends them. */
const OF_CREDENTIALS: ReadonlySet<string> = new Set(["auth", "config"]);
/** What surfaces when something else went wrong. */
const OF_SYMPTOMS: ReadonlySet<string> = new Set(["timeout", "framework-error-handler", "unknown"]);

/** An error that an operation's failure speaks of stands so close to it. */
const NEAR_LINES = 5;

/** `late` are operations that were slow, never ended or failed; one whose error was read is no second failure. */
export function selectFailures(read: readonly Failure[], late: readonly Failure[]): SelectedFailures {
  const [errors, warnings] = split(
    read,
    ({ occurrence: { fact } }) => fact?.severity !== "warn" && fact?.recovered !== true,
  );
  const isToldBy = tellErrorsOf(errors);
  const failed = [...errors, ...late.filter(({ occurrence }) => !isToldBy(occurrence))];
  const [counted, tolerated] = split(warnings, failed.length > 0 ? tellLeadersTo(failed) : isOfDelivery);
  return { failures: [...failed, ...counted], tolerated };
}

function split(failures: readonly Failure[], holds: (failure: Failure) => boolean): readonly [Failure[], Failure[]] {
  const { yes = [], no = [] } = Object.groupBy(failures, (one) => (holds(one) ? "yes" : "no"));
  return [yes, no];
}

/** By request where there is one, else an error that stands beside it. */
function tellErrorsOf(errors: readonly Failure[]): (operation: Occurrence) => boolean {
  const requests = new Set(errors.flatMap(({ occurrence: { requestId } }) => requestId ?? []));
  const near = new Set<number>();
  for (const { occurrence } of errors)
    for (let off = -NEAR_LINES; off <= NEAR_LINES; off += 1) near.add(occurrence.line + off);
  return ({ requestId, kind, line }) => {
    if (requestId !== undefined && requests.has(requestId)) return true;
    return kind === "failed" && near.has(line);
  };
}

/** A socket that comes back has lost what was sent meanwhile; a request that Bolt turns away is lost as well. */
function isOfDelivery({ explanation: { pattern }, occurrence: { fact } }: Failure): boolean {
  if (pattern === "socket-disconnect") return true;
  if (fact?.recovered === true) return false;
  const isOfSlack = fact?.reporter === "bolt" || fact?.reporter === "web-client";
  return OF_DELIVERY.has(pattern) || (isOfSlack && OF_CREDENTIALS.has(pattern));
}

/** A retry that was only warned of is the cause where its request failed in the end, or where nothing but symptoms is left. */
function tellLeadersTo(failed: readonly Failure[]): (warning: Failure) => boolean {
  const symptoms = failed.filter((one) => OF_SYMPTOMS.has(one.explanation.pattern));
  const requests = new Set(failed.flatMap(({ occurrence: { requestId } }) => requestId ?? []));
  const onlySymptoms = symptoms.length === failed.length;
  return ({ explanation, occurrence: { requestId, fact } }) => {
    if (OF_SYMPTOMS.has(explanation.pattern)) return false;
    if (requestId !== undefined && requests.has(requestId)) return true;
    return fact?.recovered !== true && onlySymptoms && explanation.exact;
  };
}
