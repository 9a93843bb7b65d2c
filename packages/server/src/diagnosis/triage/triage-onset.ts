import { writeInstant } from "../../domain/instant.ts";
import { countTimes } from "./count-times.ts";
import type { FailureGroup, Occurrence } from "./failure-group.ts";
import type { Findings } from "./triage-findings.ts";
import type { TriageOnset } from "./triage-report.ts";

/** From the onset on, more than this share of the same operations went well: it is intermittent. */
const SHARE_OF_SUCCESS = 0.2;
/** A failure that is consistent is still there in the last part of the log. */
const LAST_PART = 0.25;

/** Since when, how often, and whether always or now and then. */
export function findOnset(cause: FailureGroup, findings: Findings): TriageOnset {
  const { first, count } = cause;
  const course = courseOf(cause, findings);
  const since = first.at === undefined ? `line ${first.line}` : writeInstant(first.at);
  const says =
    course === "once" ? `seen once, at ${since}.` : `seen ${count} times since ${since}, ${sayCourse(course)}.`;
  return { line: first.line, at: first.at ?? null, course, says };
}

function sayCourse(course: TriageOnset["course"]): string {
  return course === "consistent" ? "each time" : "now and then";
}

function courseOf({ first, occurrences, count }: FailureGroup, findings: Findings): TriageOnset["course"] {
  const { positionOf, operations, span } = findings;
  if (count === 1) return "once";
  const names = new Set(occurrences.flatMap(({ operation }) => operation ?? []));
  for (const { name, failed } of operations.byName) if (names.size === 0 && failed > 0) names.add(name);
  const onset = positionOf(first);
  if (names.size > 0) {
    const failing = new Set(occurrences.map(({ line }) => line));
    const went = operations.completions.filter(({ name, line }) => names.has(name) && !failing.has(line));
    const well = countTimes(went.filter((one) => positionOf(one) > onset));
    return well / (well + count) > SHARE_OF_SUCCESS ? "intermittent" : "consistent";
  }
  const last: Occurrence = occurrences.at(-1) ?? first;
  const lasts = span.to - positionOf(last) <= (span.to - onset) * LAST_PART;
  return lasts ? "consistent" : "intermittent";
}
