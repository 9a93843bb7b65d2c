/** Which failures count: not what was tried again and went well, and warnings only where nothing else explains. */

import type { Instant, Milliseconds } from "../../domain/instant.ts";
import type { PatternMatch } from "../../domain/pattern.ts";
import type { Explanation, Occurrence } from "./failure-group.ts";
import { indexAfter } from "./index-after.ts";

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

/** So many tries in vain are no passing trouble. */
const MANY_TRIES = 3;
/** Nobody waits longer for an answer (playbook, "Response Time": critical). */
const LONGEST_WAIT_MS: Milliseconds = 25_000;

/** `late` are operations that were slow, never ended or failed; one whose error was read, `isTold`, is no second failure. */
export function selectFailures(
  read: readonly Failure[],
  late: readonly Failure[],
  isTold: (operation: Occurrence) => boolean,
): SelectedFailures {
  const [errors, warnings] = split(
    read,
    ({ occurrence: { fact } }) => fact?.severity !== "warn" && fact?.recovered !== true,
  );
  const isCutOff = tellDeathsOf(errors);
  const failed = [...errors, ...late.filter(({ occurrence }) => !isTold(occurrence) && !isCutOff(occurrence))];
  const [counted, tolerated] = split(
    warnings,
    failed.length > 0 ? tellLeadersTo(failed, warnings) : tellLostAmong(warnings),
  );
  return { failures: [...failed, ...counted], tolerated };
}

function split(failures: readonly Failure[], holds: (failure: Failure) => boolean): readonly [Failure[], Failure[]] {
  const { yes = [], no = [] } = Object.groupBy(failures, (one) => (holds(one) ? "yes" : "no"));
  return [yes, no];
}

/** What was under way when the process died is a part of that death, unless it had hung before. */
function tellDeathsOf(errors: readonly Failure[]): (operation: Occurrence) => boolean {
  const deaths = errors.flatMap(({ occurrence }) => (occurrence.fact?.crash === true ? [occurrence] : []));
  return ({ kind, line, at }) => {
    const death = deaths[indexAfter(deaths, line, (one) => one.line)];
    if (kind !== "stuck" || death === undefined) return false;
    return at === undefined || death.at === undefined || death.at - at <= LONGEST_WAIT_MS;
  };
}

/** Where nothing else fails: what is lost by itself, and what was tried over and over while no try is known to have gone well. */
function tellLostAmong(warnings: readonly Failure[]): (warning: Failure) => boolean {
  const isInVain = ({ explanation, occurrence: { fact } }: Failure) =>
    explanation.pattern !== "unknown" && fact?.recovered !== true;
  const tries = Map.groupBy(warnings.filter(isInVain), ({ explanation }) => explanation.pattern);
  return (warning) => {
    const { pattern } = warning.explanation;
    return isOfDelivery(warning) || (isInVain(warning) && (tries.get(pattern)?.length ?? 0) >= MANY_TRIES);
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
function tellLeadersTo(failed: readonly Failure[], warnings: readonly Failure[]): (warning: Failure) => boolean {
  const symptoms = failed.filter((one) => OF_SYMPTOMS.has(one.explanation.pattern));
  const requests = new Set(failed.flatMap(({ occurrence: { requestId } }) => requestId ?? []));
  const onlySymptoms = symptoms.length === failed.length;
  const delaying = patternsThatDelay(failed, warnings);
  return ({ explanation, occurrence: { requestId, fact } }) => {
    if (OF_SYMPTOMS.has(explanation.pattern)) return false;
    if (requestId !== undefined && requests.has(requestId)) return true;
    if (!onlySymptoms || !explanation.exact) return false;
    return fact?.recovered !== true || delaying.has(explanation.pattern);
  };
}

/** Tries that went well in the end, while most of what was late had to wait. */
function patternsThatDelay(failed: readonly Failure[], warnings: readonly Failure[]): ReadonlySet<string> {
  if (failed.some(({ occurrence: { kind } }) => kind !== "slow" && kind !== "stuck")) return new Set();
  const byPattern = Map.groupBy(warnings, ({ explanation }) => explanation.pattern);
  return new Set(
    [...byPattern].flatMap(([pattern, tries]) => {
      const times = tries.flatMap(({ occurrence: { at } }) => at ?? []);
      return delayMost(times, failed) ? [pattern] : [];
    }),
  );
}

function delayMost(times: readonly Instant[], late: readonly Failure[]): boolean {
  const tries = times.toSorted((one, other) => one - other);
  const delayed = late.filter(({ occurrence: { kind, at = Number.NaN } }) => {
    const from = kind === "slow" ? at - LONGEST_WAIT_MS : at;
    return (tries[indexAfter(tries, from - 1, (one) => one)] ?? Number.NaN) <= from + LONGEST_WAIT_MS;
  });
  return tries.length >= late.length && delayed.length * 2 >= late.length;
}
