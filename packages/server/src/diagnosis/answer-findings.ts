/** The four questions of the playbook's "Gather Initial Data", each answered with evidence or with why not. */

import type { CheckKind, CheckState } from "../domain/check.ts";
import type { Answer, Findings } from "../domain/hypothesis.ts";
import type { Instant } from "../domain/instant.ts";
import type { Rules } from "../domain/rules.ts";
import type { ScenarioRun } from "../domain/scenario-run.ts";
import { isDown } from "./deployed-history.ts";
import type { Onset } from "./find-onset.ts";
import { type Facts, type Shown, uniteIds } from "./gather-facts.ts";
import { shorten } from "./prove-changes.ts";
import type { WeighingGround } from "./trace-signature.ts";

export interface FindingsInput {
  readonly ground: WeighingGround;
  readonly checks: readonly CheckState[];
  readonly rules: Rules;
}

export function answerFindings({ ground, checks, rules }: FindingsInput): Findings {
  const { facts, onset } = ground;
  return {
    startedAt: answerStart(onset, checks),
    errorPattern: answerPattern(facts, onset, { checks, rules }),
    affected: answerAffected(facts, checks),
    changed: answerChanged(ground, checks),
  };
}

function answerStart({ first }: Onset, checks: readonly CheckState[]): Answer<Instant> {
  if (first === undefined)
    return notKnown("No failed scenario, new error or failed deployment was seen", checks, [
      "scenario",
      "logs",
      "deployment",
    ]);
  return { known: true, value: first.at, says: first.says, evidence: first.evidence };
}

function answerPattern(
  facts: Facts,
  { first, impact }: Onset,
  { checks, rules }: { readonly checks: readonly CheckState[]; readonly rules: Rules },
): Answer<"consistent" | "intermittent"> {
  const since = impact?.at ?? first?.at ?? Number.NEGATIVE_INFINITY;
  const runs = runsOfFailing(facts.runs).filter(({ fact }) => fact.at >= since);
  const failed = runs.filter(({ fact }) => fact.outcome !== "passed");
  const evidence = uniteIds(...runs.map((run) => run.evidence));
  const says = `${failed.length} of ${runs.length} runs of the failing scenarios failed since it began.`;
  if (failed.length > 0 && failed.length < runs.length) return { known: true, value: "intermittent", says, evidence };
  if (failed.length >= rules.severity.consistentAfter) return { known: true, value: "consistent", says, evidence };
  return (
    answerPatternByOperations(facts, since, rules) ??
    notKnown("Too few runs failed to tell", checks, ["scenario", "logs"])
  );
}

/** Operations count only where none of them ended before the failure began. */
function answerPatternByOperations(
  { operations }: Facts,
  since: Instant,
  rules: Rules,
): Answer<"consistent" | "intermittent"> | undefined {
  const failing = operations.find(({ fact }) => fact.failed >= rules.severity.consistentAfter);
  if (failing === undefined) return undefined;
  const { name, failed, completed } = failing.fact;
  const says = `Operation ${name} failed ${failed} times and completed ${completed} times.`;
  if (completed === 0) return { known: true, value: "consistent", says, evidence: failing.evidence };
  const isWithin = failing.window !== undefined && failing.window.from >= since;
  return isWithin ? { known: true, value: "intermittent", says, evidence: failing.evidence } : undefined;
}

function runsOfFailing(runs: readonly Shown<ScenarioRun>[]): readonly Shown<ScenarioRun>[] {
  const failing = new Set(runs.filter(({ fact }) => fact.outcome !== "passed").map(({ fact }) => fact.scenarioId));
  return runs.filter(({ fact }) => failing.has(fact.scenarioId));
}

function answerAffected(facts: Facts, checks: readonly CheckState[]): Answer<readonly string[]> {
  const latest = [...new Map(facts.runs.map((run) => [run.fact.scenarioId, run])).values()];
  const failing = latest.filter(({ fact }) => fact.outcome !== "passed");
  const evidence = uniteIds(...latest.map((run) => run.evidence));
  const last = facts.deployments.findLast(({ fact }) => fact.status === "live" || isDown(fact));
  if (last !== undefined && isDown(last.fact) && failing.length === latest.length) {
    const says = "The last deployment does not run, so nobody is answered.";
    return { known: true, value: ["all"], says, evidence: uniteIds(last.evidence, evidence) };
  }
  if (failing.length > 0) return answerFeatures(failing, latest, evidence);
  const operations = facts.operations.filter(({ fact }) => fact.failed > 0 || fact.stuck > 0);
  if (operations.length > 0) {
    const names = operations.map(({ fact }) => fact.name);
    const says = `Operations that failed or never ended: ${names.join(", ")}.`;
    return { known: true, value: names, says, evidence: uniteIds(...operations.map((one) => one.evidence)) };
  }
  if (latest.length > 0) return { known: true, value: [], says: "Every scenario passes.", evidence };
  return notKnown("No scenario was run", checks, ["scenario", "logs"]);
}

function answerFeatures(
  failing: readonly Shown<ScenarioRun>[],
  latest: readonly Shown<ScenarioRun>[],
  evidence: readonly string[],
): Answer<readonly string[]> {
  const features = [...new Set(failing.map(({ fact }) => fact.feature))];
  const isAll = failing.length === latest.length && latest.length > 1;
  const says = isAll
    ? "Every scenario fails."
    : `${features.join(", ")} ${features.length === 1 ? "fails" : "fail"}; ${latest.length - failing.length} of ${latest.length} scenarios pass.`;
  return { known: true, value: isAll ? ["all"] : features, says, evidence };
}

/** What came to the bot since the last deployment that certainly ran well. */
function answerChanged(
  { facts, history, onset }: WeighingGround,
  checks: readonly CheckState[],
): Answer<readonly string[]> {
  const evidence = uniteIds(
    ...(["deployments", "commits", "variables"] as const).map((kind) => facts.looked.get(kind) ?? []),
  );
  if (evidence.length === 0)
    return notKnown("No deployment, commit or variable was seen", checks, ["deployment", "commits", "variables"]);
  const start = onset.first?.at ?? Number.POSITIVE_INFINITY;
  const good = onset.lastGood === undefined ? undefined : history.certainlyRanAt(onset.lastGood.at);
  const since = good?.fact.createdAt ?? Number.NEGATIVE_INFINITY;
  const changes = [
    ...facts.deployments
      .filter(({ fact }) => fact.createdAt > since && fact.createdAt <= start)
      .map(({ fact }) => `deployment ${fact.id}`),
    ...facts.commits
      .filter(({ fact }) => fact.at <= start && (good === undefined || !history.holds(good.fact, fact.id)))
      .map(({ fact }) => `commit ${shorten(fact.id)} "${fact.summary}" by ${fact.author}`),
    ...facts.variables
      .filter(({ fact }) => fact.seenAt > since)
      .map(({ fact }) => `variable ${fact.name} ${fact.change}`),
  ];
  const unseen = whyNot(checks, ["deployment", "commits", "variables"]);
  const says =
    changes.length === 0
      ? "No change of ours was seen."
      : `${changes.length} changes since the bot was last known to be well.`;
  return { known: true, value: changes, says: unseen === "" ? says : `${says} ${unseen}`, evidence };
}

function notKnown(
  what: string,
  checks: readonly CheckState[],
  kinds: readonly CheckKind[],
): { readonly known: false; readonly why: string } {
  const unseen = whyNot(checks, kinds);
  return { known: false, why: unseen === "" ? `${what}.` : `${what}. ${unseen}` };
}

/** `Could not look: logs (timed out). Not ended yet: commits.` */
function whyNot(checks: readonly CheckState[], kinds?: readonly CheckKind[]): string {
  return unseenChecks(checks, kinds).join(" ");
}

/** One sentence for each check whose last round gave no answer. */
export function unseenChecks(checks: readonly CheckState[], kinds?: readonly CheckKind[]): readonly string[] {
  const latest = new Map<string, CheckState>();
  for (const check of checks) {
    const known = latest.get(check.request.id);
    if (known === undefined || check.round >= known.round) latest.set(check.request.id, check);
  }
  return [...latest.values()].filter(({ request }) => kinds?.includes(request.kind) ?? true).flatMap(sayUnseen);
}

function sayUnseen(check: CheckState): readonly string[] {
  if (check.state === "running") return [`Check ${check.request.id} has not ended yet.`];
  const { result, request } = check;
  if (result.outcome === "could-not-look") return [`Check ${request.id} could not look: ${result.why}`];
  return result.outcome === "needs-approval" ? [`Check ${request.id} needs an approval: ${result.why}`] : [];
}
