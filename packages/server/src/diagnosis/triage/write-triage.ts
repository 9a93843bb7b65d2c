/** From the findings to the report: verdict, what else was seen, since when, and who is affected. */

import { writeInstant } from "../../domain/instant.ts";
import { collectEvidence } from "./collect-evidence.ts";
import { countTimes, sayCount } from "./count-times.ts";
import type { Explanation, FailureGroup } from "./failure-group.ts";
import type { FollowedOperations } from "./follow-operations.ts";
import type { Naming } from "./name-cause.ts";
import { sayFault } from "./say-fault.ts";
import type { Failure } from "./select-failures.ts";
import { surfacedIn } from "./surfaced-in.ts";
import type { Findings } from "./triage-findings.ts";
import { findOnset } from "./triage-onset.ts";
import type {
  TriageAlternative,
  TriageOperations,
  TriageReport,
  TriageScope,
  TriageTimeline,
  TriageVerdict,
} from "./triage-report.ts";
import { listUnseen } from "./triage-unseen.ts";

type Written = Omit<TriageReport, "signatures" | "lines" | "bytes" | "levels">;

const PARTS_OF_TIMELINE = 48;
const SEVERAL = 2;

export function writeTriage(findings: Findings): Written {
  const evidence = collectEvidence(findings);
  const onset = findings.naming === undefined ? null : findOnset(findings.naming.cause, findings);
  const scope = writeScope(findings);
  const verdict = writeVerdict(findings, onset?.says ?? "", scope);
  return {
    verdict: { ...verdict, evidence: evidence.filter(({ cited }) => cited).map(({ id }) => id) },
    alternatives: writeAlternatives(findings),
    operations: sumOperations(findings.operations),
    evidence: evidence.map(({ id, says, lines }) => ({ id, says, lines })),
    onset,
    scope,
    timeline: drawTimeline(findings),
    unseen: listUnseen(findings),
  };
}

function writeVerdict(findings: Findings, since: string, scope: TriageScope): Omit<TriageVerdict, "evidence"> {
  const { naming } = findings;
  if (naming === undefined) return writeHealthy(findings);
  const { cause } = naming;
  const { pattern, component, origin, firstFix } = cause;
  return {
    pattern,
    component,
    origin,
    confidence: confidenceOf(naming),
    firstFix,
    summary: summarise(findings, cause, `${since} ${scope.says}`),
  };
}

function summarise({ masks }: Findings, cause: FailureGroup, rest: string): string {
  const where = cause.component === "own-code" ? "our own code" : cause.component;
  const said = cause.first.fact === undefined ? "" : sayFault(cause.first.fact, masks);
  const what = `${cause.title.replace(/\.$/, "")} (${where})`;
  return `${what}${said === "" ? "" : `, "${said}"`}: ${rest}`.trim();
}

function writeHealthy(findings: Findings): Omit<TriageVerdict, "evidence"> {
  const { entries, operations, tolerated, trouble, isReported, end } = findings;
  const isBroken = (end.broken ?? []).length > 0;
  const completed = operations.byName.reduce((sum, one) => sum + one.completed, 0);
  const did = completed === 0 ? "" : `; ${sayCount(completed, "operation was", "operations were")} completed`;
  const warned =
    tolerated.length === 0
      ? ""
      : `; ${sayCount(countFailures(tolerated), "warning or retry", "warnings or retries")} did no harm`;
  // That nothing failed is sure only where the log shows that work was done.
  const confidence = completed > 0 ? "high" : "medium";
  return {
    pattern: "none",
    component: "none",
    origin: "none",
    confidence: entries === 0 || trouble.count > 0 || isReported || isBroken ? "low" : confidence,
    firstFix: fixHealthy(findings),
    summary: entries === 0 ? sayEmpty(findings) : `Nothing failed in this log${did}${warned}.`,
  };
}

function sayEmpty({ lines, told: { from, to } }: Findings): string {
  if (lines === 0) return "The log is empty.";
  const range = from === null || to === null ? "" : `; the log goes from ${writeInstant(from)} to ${writeInstant(to)}`;
  return `Nothing was read: no entry lies in the time that was asked for${range}.`;
}

function fixHealthy({ entries, lines, trouble, isReported, end }: Findings): string {
  const [line] = trouble.lines;
  if (entries === 0) return lines === 0 ? "Get a log with lines" : "Ask for a time in which the log has entries";
  if (line !== undefined) return `Look at line ${line}, which sounds of trouble that no failure was read from`;
  if ((end.broken ?? []).length > 0) return "Get the whole log: what stands behind the break was not seen";
  return isReported
    ? "Get the log of the service and the minutes of the report; this one shows no failure"
    : "Nothing to do";
}

/** Known by more than words, several times, and without a rival. */
function confidenceOf({ cause, contested }: Naming): TriageVerdict["confidence"] {
  if (contested || cause.pattern === "unknown") return "low";
  // That a process ends is certain, whatever ended it.
  if (cause.symptom) return cause.pattern === "crash-loop" ? "medium" : "low";
  const isOften = cause.count >= SEVERAL;
  if (!cause.exact && cause.pattern !== "crash-loop") return isOften ? "medium" : "low";
  return isOften ? "high" : "medium";
}

function writeAlternatives({ naming, failures, tolerated }: Findings): readonly TriageAlternative[] {
  if (naming === undefined) return alternativesOf(tolerated, "It was tried again and went well, or was only a warning");
  const { cause, others } = naming;
  const beside = others.map(({ group, why }) => toAlternative(group, group.count, why));
  const surfaced = listSurfaced(failures, cause).filter(
    (one) => !beside.some(({ pattern, component }) => pattern === one.pattern && component === one.component),
  );
  return [
    ...beside,
    ...surfaced,
    ...alternativesOf(tolerated, "It was tried again and went well, or was only a warning"),
  ];
}

/** What reported the cause: a symptom of the same failures. */
function listSurfaced(failures: readonly Failure[], cause: FailureGroup): readonly TriageAlternative[] {
  return surfacedIn(failures, cause).map(({ match: { pattern, rule }, occurrences }) => {
    const { component = cause.component, origin = pattern.origin } = rule;
    const why = "It is how the same failures surfaced";
    return { pattern: pattern.id, component, origin, count: countTimes(occurrences), why };
  });
}

function alternativesOf(failures: readonly Failure[], why: string): readonly TriageAlternative[] {
  const groups = Map.groupBy(failures, ({ explanation: { pattern, component } }) => `${pattern} ${component}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [toAlternative(first.explanation, countFailures(group), why)];
  });
}

function countFailures(failures: readonly Failure[]): number {
  return countTimes(failures.map(({ occurrence }) => occurrence));
}

function toAlternative({ pattern, component, origin }: Explanation, count: number, why: string): TriageAlternative {
  return { pattern, component, origin, count, why };
}

function sumOperations({ byName }: FollowedOperations): TriageOperations {
  const sum = (key: "started" | "completed" | "failed" | "stuck" | "slow") =>
    byName.reduce((total, operation) => total + operation[key], 0);
  return {
    started: sum("started"),
    completed: sum("completed"),
    failed: sum("failed"),
    stuck: sum("stuck"),
    slow: sum("slow"),
    byName,
  };
}

const MOST_NAMED = 3;

function writeScope({ naming, operations, failures }: Findings): TriageScope {
  if (naming === undefined) return { operations: [], requests: 0, says: "Nobody is affected." };
  const requests = countRequests(failures);
  const named = failures.flatMap(({ occurrence: { operation } }) => operation ?? []);
  const failing = operations.byName.filter(({ failed }) => failed > 0).map(({ name }) => name);
  const names = [...new Set([...named, ...failing])];
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : "";
  const what = names.length === 0 ? "" : `Affected: ${names.slice(0, MOST_NAMED).join(", ")}${more}`;
  const who = requests === 0 ? "" : ` in ${sayCount(requests, "request", "requests")}`;
  if (what !== "") return { operations: names, requests, says: `${what}${who}.` };
  const says = who === "" ? "The log does not say who is affected." : `Affected:${who.slice(3)}.`;
  return { operations: names, requests, says };
}

/** Where one failure stands for several, so does its request. */
function countRequests(failures: readonly Failure[]): number {
  const timesOf = new Map<string, number>();
  for (const { occurrence } of failures) {
    const { requestId, times = 1 } = occurrence;
    if (requestId !== undefined) timesOf.set(requestId, Math.max(times, timesOf.get(requestId) ?? 0));
  }
  return [...timesOf.values()].reduce((sum, times) => sum + times, 0);
}

function drawTimeline({ failures, positionOf, span, first, last }: Findings): TriageTimeline | null {
  if (failures.length === 0) return null;
  const length = Math.max(1, span.to - span.from);
  const counts = new Array<number>(PARTS_OF_TIMELINE).fill(0);
  for (const { occurrence } of failures) {
    const share = (positionOf(occurrence) - span.from) / length;
    const part = Math.min(PARTS_OF_TIMELINE - 1, Math.max(0, Math.floor(share * PARTS_OF_TIMELINE)));
    counts[part] = (counts[part] ?? 0) + (occurrence.times ?? 1);
  }
  return { from: first, to: last, counts };
}
