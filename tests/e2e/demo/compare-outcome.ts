import type { TimelineEntry } from "./allclear-client.ts";
import type { Fault } from "./fault-schema.ts";
import { readEvents } from "./timeline-events.ts";

type Expectation = Fault["expect"];

export interface Course {
  readonly entries: readonly TimelineEntry[];
  /** Ids of the commits of the fault file, by label. */
  readonly commits: ReadonlyMap<string, string>;
}

/** Whether nothing more has to be waited for. */
export function isOver({ outcome }: Expectation, entries: readonly TimelineEntry[]): boolean {
  const has = (type: string) => entries.some((entry) => entry.type === type);
  switch (outcome) {
    case "all-clear":
      return has("incident-resolved") && has("review-written");
    case "verdict":
      return has("diagnosis-made");
    case "no-incident":
      return has("incident-opened");
  }
}

/** A sentence for each thing that did not end as the file expects. */
export function compareOutcome(expect: Expectation, course: Course): readonly string[] {
  const { entries } = course;
  const missed = missedOutcome(expect, entries);
  if (missed !== undefined) return [missed];
  if (expect.outcome === "no-incident") return [];
  return [
    ...compare("severity", expect.severity, worstSeverity(entries)),
    ...compare("detectedBy", expect.detectedBy, readEvents(entries, "incident-opened")[0]?.signal.kind),
    ...compareVerdict(expect, course),
    ...compareRemedy(expect, entries),
  ];
}

function missedOutcome(expect: Expectation, entries: readonly TimelineEntry[]): string | undefined {
  const last = entries.at(-1);
  const stand = last === undefined ? "no incident was opened" : `the last event was ${last.type}: ${last.says}`;
  if (expect.outcome === "no-incident") {
    return entries.length === 0 ? undefined : `outcome: expected no incident, but one was opened: ${entries[0]?.says}`;
  }
  if (!isOver(expect, entries)) return `outcome: expected ${expect.outcome} in time, but ${stand}`;
  const isProven = readEvents(entries, "incident-resolved").some(({ how }) => how === "proven");
  if (expect.outcome === "all-clear" && !isProven)
    return "outcome: expected all-clear, but nothing proved the recovery";
  return undefined;
}

/** P0 is worse than P3, and sorts so. */
function worstSeverity(entries: readonly TimelineEntry[]): string | undefined {
  return readEvents(entries, "severity-assessed")
    .map(({ assessment }) => assessment.severity)
    .sort()[0];
}

function compareVerdict(expect: Expectation, { entries, commits }: Course): readonly string[] {
  const verdict = readEvents(entries, "diagnosis-made").at(-1)?.diagnosis.verdict;
  const { cause } = expect;
  const wantedId = cause?.commit === undefined ? cause?.id : commits.get(cause.commit);
  return [
    ...compare("verdict", expect.verdict, verdict?.status),
    ...compare("cause.kind", cause && [cause.kind], verdict?.cause.kind),
    ...compare("cause", wantedId === undefined ? undefined : [wantedId], verdict?.cause.id),
    ...compare("component", expect.component === undefined ? undefined : [expect.component], verdict?.component),
    ...compare("origin", expect.origin, verdict?.origin),
  ];
}

function compareRemedy({ remedy }: Expectation, entries: readonly TimelineEntry[]): readonly string[] {
  const proposed = readEvents(entries, "remedy-proposed").at(-1)?.plan.action.kind;
  return compare("remedy", remedy === undefined ? undefined : [remedy], proposed ?? "none");
}

function compare(what: string, allowed: readonly string[] | undefined, actual: string | undefined): readonly string[] {
  if (allowed === undefined || (actual !== undefined && allowed.includes(actual))) return [];
  return [`${what}: expected ${allowed.join(" or ")}, was ${actual ?? "not said"}`];
}
