import type { Answer, Findings } from "../../domain/hypothesis.ts";
import type { Incident } from "../../domain/incident.ts";
import type { NextAction } from "../../domain/next-actions.ts";
import type { PlaybookClock } from "../../domain/playbook-clock.ts";
import type { Remedy } from "../../domain/remedy.ts";
import type { Operation } from "../../operations/define-operation.ts";
import { writeTime, writeTimeOfDay } from "../../operations/write-time.ts";
import { toolOf } from "./tools.ts";

type Shaped = Readonly<Record<string, unknown>>;

/** What an agent needs of an answer, the most important first. What has no shape of its own stays as it is. */
export function shapeAnswer(operation: Operation, answer: unknown, operations: readonly Operation[]): Shaped {
  // The answers' shapes are promised by the operations of these names; all are JSON objects.
  if (operation.name === "show-incident") return shapeIncident(answer as IncidentView, operations);
  if (operation.name === "show-timeline") return shapeTimeline(answer as Timeline);
  const shaped = answer as Shaped & { readonly nextActions?: readonly NextAction[] };
  if (shaped.nextActions === undefined) return shaped;
  return { ...shaped, nextActions: shapeNextActions(shaped.nextActions, operations) };
}

interface IncidentView {
  readonly incident: Incident;
  readonly clock: PlaybookClock;
  readonly timeline: readonly TimelineEntry[];
  readonly nextActions: readonly NextAction[];
  readonly you: unknown;
}

interface TimelineEntry {
  readonly sequence: number;
  readonly at: string;
  readonly actor: { readonly name: string };
  readonly says: string;
}

interface Timeline {
  readonly events: readonly TimelineEntry[];
  readonly more: boolean;
  readonly chain: unknown;
}

function shapeIncident(
  { incident, clock, timeline, nextActions, you }: IncidentView,
  operations: readonly Operation[],
): Shaped {
  const { id, botId, severity, status, drill, acknowledged, lease, diagnosis, remedies, recovery } = incident;
  return {
    incidentId: id,
    botId,
    severity: severity.value,
    reasons: severity.reasons,
    status,
    ...(drill ? { drill } : {}),
    openedAt: writeTime(incident.openedAt),
    acknowledgedBy: acknowledged?.by.name ?? null,
    heldBy: lease === undefined ? null : { name: lease.holder.name, until: writeTime(lease.until), plan: lease.plan },
    you,
    clock: shapeClock(clock),
    nextActions: shapeNextActions(nextActions, operations),
    verdict: diagnosis === undefined ? null : shapeVerdict(incident),
    ...(diagnosis === undefined ? {} : { known: shapeFindings(diagnosis.diagnosis.findings) }),
    ...(remedies.length === 0 ? {} : { remedies: remedies.map(shapeRemedy) }),
    ...(recovery === undefined ? {} : { recovery: { state: recovery.state, says: recovery.lastLook?.says } }),
    newestEvents: timeline.map(writeEvent).reverse(),
  };
}

function shapeClock({ phase, ends, box, toGoOn, otherwise, nextUpdate }: PlaybookClock): Shaped {
  return {
    phase,
    minutesLeft: ends.minutesLeft,
    ...(box === undefined ? {} : { box: box.name, boxMinutesLeft: box.ends.minutesLeft }),
    missing: toGoOn.filter(({ isMet }) => !isMet).map(({ says }) => says),
    otherwise,
    ...(nextUpdate === undefined ? {} : { nextUpdateInMinutes: nextUpdate.minutesLeft }),
  };
}

function shapeVerdict({ diagnosis, checks }: Incident): Shaped {
  const verdict = diagnosis?.diagnosis.verdict;
  const evidence = checks.flatMap((check) =>
    check.state === "ended" && "evidence" in check.result ? check.result.evidence : [],
  );
  return {
    status: verdict?.status,
    says: verdict?.summary,
    cause: `${verdict?.cause.kind} ${verdict?.cause.id}`,
    component: verdict?.component,
    origin: verdict?.origin,
    evidence: verdict?.evidence.map((id) => `${id}: ${evidence.find((item) => item.id === id)?.summary ?? ""}`),
    notSeen: verdict?.missing,
  };
}

function shapeFindings(findings: Findings): Shaped {
  const { startedAt, errorPattern, affected, changed } = findings;
  const tell = (answer: Answer<unknown>) => (answer.known ? answer.says : `not known: ${answer.why}`);
  return {
    startedAt: tell(startedAt),
    errorPattern: tell(errorPattern),
    affected: tell(affected),
    changed: tell(changed),
  };
}

function shapeRemedy(remedy: Remedy): Shaped {
  const { plan, state, proposedBy } = remedy;
  return {
    remedyId: plan.id,
    state,
    says: plan.summary,
    proposedBy: proposedBy.name,
    because: plan.because,
    dryRun: plan.dryRun,
    effect: plan.effect,
    undo: plan.undo,
    planDigest: plan.digest,
    ...("why" in remedy ? { why: remedy.why } : {}),
  };
}

function shapeTimeline({ events, more, chain }: Timeline): Shaped {
  return { events: events.map(writeEvent), more, after: events.at(-1)?.sequence ?? 0, chain };
}

function writeEvent({ sequence, at, actor, says }: TimelineEntry): string {
  return `#${sequence} ${writeTimeOfDay(at)} ${actor.name}: ${says}`;
}

function shapeNextActions(actions: readonly NextAction[], operations: readonly Operation[]): readonly Shaped[] {
  return actions.map(({ operation: name, input, why, authority, undo }) => {
    const operation = operations.find((known) => known.name === name);
    const tool = operation === undefined ? undefined : toolOf(operation);
    return { ...(tool === undefined ? {} : { tool }), operation: name, input, why, needs: authority, undo };
  });
}
