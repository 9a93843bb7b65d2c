import type { Answer } from "../../domain/hypothesis.ts";
import type { Incident } from "../../domain/incident.ts";
import type { NextAction } from "../../domain/next-actions.ts";
import type { PlaybookClock } from "../../domain/playbook-clock.ts";
import type { Remedy } from "../../domain/remedy.ts";
import { writeTime, writeTimeLeft } from "../../operations/write-time.ts";
import { writeEvents } from "./write-events.ts";

/** What `show-incident` answers. */
export interface IncidentView {
  readonly incident: Incident;
  readonly clock: PlaybookClock;
  readonly timeline: readonly TimelineEntry[];
  readonly nextActions: readonly NextAction[];
}

export interface TimelineEntry {
  readonly sequence: number;
  readonly at: string;
  readonly actor: { readonly kind: string; readonly name: string };
  readonly says: string;
}

export function writeIncident(
  { incident, clock, timeline, nextActions }: IncidentView,
  next: (actions: readonly NextAction[]) => readonly string[],
): string {
  return [
    ...writeHeader(incident),
    ...section("CLOCK", writeClock(clock)),
    ...section("WHAT IS KNOWN", writeFindings(incident)),
    ...section("CHECKS", writeChecks(incident)),
    ...section(verdictTitle(incident), writeVerdict(incident)),
    ...section("REMEDIES", incident.remedies.flatMap(writeRemedy)),
    ...section(`RECOVERY: ${incident.recovery?.state ?? ""}`, writeRecovery(incident)),
    ...section("LAST EVENTS", writeEvents(timeline)),
    ...next(nextActions),
  ].join("\n");
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", title, ...lines];
}

function writeHeader({
  id,
  botId,
  severity,
  status,
  drill,
  openedAt,
  resolvedAt,
  ...rest
}: Incident): readonly string[] {
  const { acknowledged, lease } = rest;
  const held = lease === undefined ? "nobody" : `${lease.holder.name} until ${writeTime(lease.until)}`;
  return [
    `${severity.value} ${botId}: ${status}${drill ? " (drill)" : ""}   ${id}`,
    `Opened ${writeTime(openedAt)}${resolvedAt === undefined ? "" : `, resolved ${writeTime(resolvedAt)}`}`,
    `Acknowledged by ${acknowledged?.by.name ?? "nobody"}, held by ${held}${lease?.plan ? `: ${lease.plan}` : ""}`,
    ...severity.reasons.map((reason) => `  ${reason}`),
  ];
}

function writeClock({ phase, ends, box, toGoOn, otherwise, response, nextUpdate }: PlaybookClock): readonly string[] {
  return [
    `  ${phase}: ${writeTimeLeft(ends)}${box === undefined ? "" : `; ${box.name}: ${writeTimeLeft(box.ends)}`}`,
    ...toGoOn.map(({ says, isMet }) => `  [${isMet ? "x" : " "}] ${says}`),
    `  Otherwise: ${otherwise}`,
    ...(response.state === "waiting" ? [`  Acknowledge: ${writeTimeLeft(response.next)}`] : []),
    ...(nextUpdate === undefined ? [] : [`  Next update: ${writeTimeLeft(nextUpdate)}`]),
  ];
}

function writeFindings({ diagnosis }: Incident): readonly string[] {
  if (diagnosis === undefined) return [];
  const { startedAt, errorPattern, affected, changed } = diagnosis.diagnosis.findings;
  return [
    `  Started:  ${writeFinding(startedAt)}`,
    `  Pattern:  ${writeFinding(errorPattern)}`,
    `  Affected: ${writeFinding(affected)}`,
    `  Changed:  ${writeFinding(changed)}`,
  ];
}

function writeFinding(answer: Answer<unknown>): string {
  if (!answer.known) return `not known: ${answer.why}`;
  return answer.evidence.length === 0 ? answer.says : `${answer.says} [${answer.evidence.join(", ")}]`;
}

/** The last round's, as the earlier ones are told by the events. */
function writeChecks({ checks, rounds }: Incident): readonly string[] {
  return checks
    .filter(({ round }) => round === rounds)
    .map((check) => {
      if (check.state === "running") return `  ${check.request.id}: running since ${writeTime(check.since)}`;
      const { result } = check;
      return `  ${check.request.id}: ${result.outcome}. ${"summary" in result ? result.summary : result.why}`;
    });
}

function verdictTitle({ diagnosis }: Incident): string {
  return `VERDICT: ${diagnosis?.diagnosis.verdict.status ?? "none yet"}`;
}

function writeVerdict({ diagnosis, checks }: Incident): readonly string[] {
  if (diagnosis === undefined) return [];
  const { summary, cause, component, origin, evidence, missing } = diagnosis.diagnosis.verdict;
  const known = checks.flatMap((check) =>
    check.state === "ended" && "evidence" in check.result ? check.result.evidence : [],
  );
  return [
    `  ${summary}`,
    `  Cause: ${cause.kind} ${cause.id}; component: ${component}; origin: ${origin}`,
    ...evidence.map((id) => `  [${id}] ${known.find((item) => item.id === id)?.summary ?? ""}`),
    ...missing.map((says) => `  Not seen: ${says}`),
  ];
}

function writeRemedy(remedy: Remedy): readonly string[] {
  const { plan, state, proposedBy } = remedy;
  return [
    `  ${plan.id} ${state.toUpperCase()}, proposed by ${proposedBy.name}: ${plan.summary}`,
    ...("approvedBy" in remedy ? [`      Approved by ${remedy.approvedBy.name}, ${writeTime(remedy.approvedAt)}`] : []),
    `      Because: ${plan.because}`,
    ...plan.dryRun.map((says) => `      Dry run: ${says}`),
    `      Effect: ${plan.effect}`,
    `      Undo: ${plan.undo}`,
    ...(state === "failed" || state === "uncertain" ? [`      Why: ${remedy.why}`] : []),
    ...(state === "succeeded" ? [`      Done: ${remedy.result.summary}`] : []),
  ];
}

function writeRecovery({ recovery }: Incident): readonly string[] {
  if (recovery === undefined) return [];
  const looked = recovery.lastLook?.says ?? [];
  return [`  ${recovery.because}`, ...looked.map((says) => `  ${says}`)];
}
