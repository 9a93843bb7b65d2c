import { z } from "zod";
import { diagnose } from "../diagnosis/diagnose.ts";
import { type Bot, impactOf, type ScenarioHistory } from "../domain/bot.ts";
import type { Digest, Evidence } from "../domain/evidence.ts";
import { recordDiagnosis } from "../domain/record-diagnosis.ts";
import type { ScenarioRun } from "../domain/scenario-run.ts";
import type { Impact } from "../domain/severity.ts";
import { RUNS_REMEMBERED } from "../operations/report-signal.ts";
import { changeAsSystem } from "./change-as-system.ts";
import { incidentPayload, type JobWorld, openCase } from "./job.ts";

const payloadSchema = incidentPayload.extend({ round: z.int() });

/** From the evidence of a round to findings, hypotheses and a verdict. */
export async function diagnoseIncident(payload: unknown, world: JobWorld): Promise<void> {
  const { incidentId, round } = payloadSchema.parse(payload);
  const opened = await openCase(incidentId, world);
  if (opened === undefined) return;
  const { incident } = opened;
  const checks = incident.checks.filter((check) => check.round === round);
  const evidence = checks.flatMap((check) =>
    check.state === "ended" && "evidence" in check.result ? check.result.evidence : [],
  );
  const texts = await readDiffs(evidence, world);
  const diagnosis = diagnose({ evidence, texts, checks, openedAt: incident.clockFrom, rules: world.rules });
  const impact = await measureAgain(opened.world.bot, evidence, world);
  const { branch } = opened.world.bot;
  await changeAsSystem(
    { incidentId, decide: (current, moment) => recordDiagnosis(current, { round, diagnosis, impact, branch }, moment) },
    world,
  );
}

/** Lines that were erased are lines that nobody read. */
async function readDiffs(evidence: readonly Evidence[], { incidents }: JobWorld): Promise<ReadonlyMap<Digest, string>> {
  const commits = evidence.flatMap(({ facts }) => (facts.kind === "commits" ? facts.commits : []));
  const bodies = await incidents.readBodies(commits.flatMap(({ diff }) => diff?.body ?? []));
  return new Map(bodies.flatMap((body) => ("text" in body ? [[body.digest, body.text]] : [])));
}

/** The scenarios' histories, with the runs of this round's checks as their newest. */
async function measureAgain(bot: Bot, evidence: readonly Evidence[], world: JobWorld): Promise<Impact> {
  const histories = await world.watch.readScenarioHistories(bot.id, RUNS_REMEMBERED);
  const runs = evidence.flatMap(({ facts }) => (facts.kind === "scenario" ? [facts.run] : []));
  const scenarios = impactOf(
    bot,
    histories.map((history) => ({ ...history, runs: addRuns(history, runs) })),
  );
  const deployments = evidence.flatMap(({ facts }) => (facts.kind === "deployments" ? [facts.deployments] : []))[0];
  const deploymentDown = deployments !== undefined && !deployments.some(({ status }) => status === "live");
  const newErrors = evidence.some(
    ({ facts }) => facts.kind === "errors" && facts.signatures.some(({ isNew }) => isNew),
  );
  return { scenarios, newErrors, ...(deploymentDown ? { deploymentDown } : {}), ...errorRateOf(evidence) };
}

/** Evidence may cite runs that the history holds already. */
function addRuns({ scenarioId, runs }: ScenarioHistory, more: readonly ScenarioRun[]): readonly ScenarioRun[] {
  const own = more.filter((run) => run.scenarioId === scenarioId);
  const byTime = new Map([...runs, ...own].map((run) => [run.at, run]));
  return [...byTime.values()].sort((one, other) => one.at - other.at);
}

function errorRateOf(evidence: readonly Evidence[]): Pick<Impact, "errorRate" | "requests"> {
  const operations = evidence.flatMap(({ facts }) => (facts.kind === "operations" ? facts.operations : []));
  const started = operations.reduce((sum, operation) => sum + operation.started, 0);
  const failed = operations.reduce((sum, operation) => sum + operation.failed, 0);
  return started === 0 ? {} : { errorRate: Math.min(1, failed / started), requests: started };
}
