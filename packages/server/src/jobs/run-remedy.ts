import { z } from "zod";
import { type RemedyOutcome, recordRemedyOutcome } from "../domain/apply-remedy.ts";
import { findRemedy } from "../domain/incident.ts";
import type { RemedyPlan } from "../domain/remedy.ts";
import { PortError } from "../ports/port-error.ts";
import { changeAsSystem } from "./change-as-system.ts";
import { type BotWorld, incidentPayload, isLastAttempt, type JobRun, type JobWorld, openCase } from "./job.ts";
import { readTarget } from "./plan-remedy.ts";

const payloadSchema = incidentPayload.extend({ remedyId: z.string() });

/** Carries out a started remedy. It looks before it acts, so a run after a crash never repeats what arrived. */
export async function runRemedy(payload: unknown, run: JobRun, world: JobWorld): Promise<void> {
  const { incidentId, remedyId } = payloadSchema.parse(payload);
  const opened = await openCase(incidentId, world);
  const remedy = opened === undefined ? undefined : findRemedy(opened.incident, remedyId);
  if (opened === undefined || (remedy?.state !== "started" && remedy?.state !== "uncertain")) return;
  const key = `${incidentId}/${remedyId}`;
  const outcome = await carryOut({ plan: remedy.plan, key, bot: opened.world, run });
  await changeAsSystem(
    { incidentId, decide: (incident, moment) => recordRemedyOutcome(incident, { remedyId, outcome }, moment) },
    world,
  );
}

interface Execution {
  readonly plan: RemedyPlan;
  readonly key: string;
  readonly bot: BotWorld;
  readonly run: JobRun;
}

async function carryOut(execution: Execution): Promise<RemedyOutcome> {
  try {
    return (await findArrived(execution)) ?? (await revert(execution));
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    const why = `${error.port} ${error.code}: ${error.message}`;
    // A refusal is an answer: nothing was pushed. Any other failure leaves open what arrived, so the next try looks first.
    if (error.code === "refused") return { outcome: "failed", why };
    if (isLastAttempt(execution.run)) return { outcome: "uncertain", why };
    throw error;
  }
}

async function findArrived({ plan, key, bot, run }: Execution): Promise<RemedyOutcome | undefined> {
  const { branch } = plan.action;
  const commit = await bot.repository.findRevert({ branch, key, signal: run.signal });
  return commit === undefined ? undefined : succeeded(plan, commit);
}

async function revert({ plan, key, bot, run }: Execution): Promise<RemedyOutcome> {
  const { action, target } = plan;
  const now = await readTarget(action, bot, run.signal);
  if (now.headCommit !== target.headCommit || now.liveDeployment !== target.liveDeployment) {
    const why = "the branch or the live deployment is no longer what the approved plan saw; propose the remedy again";
    return { outcome: "failed", why };
  }
  run.signal.throwIfAborted();
  const { branch, commit } = action;
  const request = { branch, commit, expectedHead: target.headCommit ?? "", key, signal: run.signal };
  return succeeded(plan, await bot.repository.revert(request));
}

function succeeded({ action }: RemedyPlan, commit: string): RemedyOutcome {
  const summary = `Commit ${action.commit.slice(0, 7)} was reverted by ${commit.slice(0, 7)} on ${action.branch}.`;
  return { outcome: "succeeded", result: { summary, commit } };
}
