import { z } from "zod";
import { type RemedyOutcome, recordRemedyOutcome } from "../domain/apply-remedy.ts";
import { findRemedy, type Incident } from "../domain/incident.ts";
import type { Remedy } from "../domain/remedy.ts";
import { PortError } from "../ports/port-error.ts";
import { changeAsSystem } from "./change-as-system.ts";
import { type BotWorld, botOf, incidentPayload, isLastAttempt, type JobRun, type JobWorld } from "./job.ts";
import { readTarget } from "./plan-remedy.ts";

const payloadSchema = incidentPayload.extend({ remedyId: z.string() });

type OpenRemedy = Extract<Remedy, { readonly state: "started" | "uncertain" }>;

/** Carries out a started remedy. It looks before it acts, so a run after a crash never repeats what arrived. */
export async function runRemedy(payload: unknown, run: JobRun, world: JobWorld): Promise<void> {
  const { incidentId, remedyId } = payloadSchema.parse(payload);
  const incident = await world.incidents.find(incidentId);
  const remedy = incident === undefined ? undefined : findRemedy(incident, remedyId);
  if (incident === undefined || (remedy?.state !== "started" && remedy?.state !== "uncertain")) return;
  const outcome = await carryOut({ remedy, incident, run }, world);
  await changeAsSystem(
    { incidentId, decide: (current, moment) => recordRemedyOutcome(current, { remedyId, outcome }, moment) },
    world,
  );
}

interface Execution {
  readonly remedy: OpenRemedy;
  readonly key: string;
  readonly bot: BotWorld;
  readonly run: JobRun;
  readonly world: Pick<JobWorld, "now" | "rules">;
}

interface Started {
  readonly remedy: OpenRemedy;
  readonly incident: Incident;
  readonly run: JobRun;
}

async function carryOut({ remedy, incident, run }: Started, world: JobWorld): Promise<RemedyOutcome> {
  try {
    const key = `${incident.id}/${remedy.plan.id}`;
    const execution = { remedy, key, bot: botOf(incident, world), run, world };
    return (await findArrived(execution)) ?? (await revert(execution));
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof PortError)) throw error;
    const why = `${error.port} ${error.code}: ${error.message}`;
    // The sweep looks again at what is uncertain; the engine's own retries come ever more rarely.
    if (remedy.state === "uncertain" || isLastAttempt(run)) return { outcome: "uncertain", why };
    throw error;
  }
}

async function findArrived({ remedy, key, bot, run }: Execution): Promise<RemedyOutcome | undefined> {
  const { action } = remedy.plan;
  const commit = await bot.repository.findRevert({ branch: action.branch, key, signal: run.signal });
  return commit === undefined ? undefined : succeeded(remedy, commit);
}

async function revert(execution: Execution): Promise<RemedyOutcome> {
  const { remedy, key, bot, run } = execution;
  const { action, target } = remedy.plan;
  const voided = await whyVoid(execution);
  // The branch may have moved because a push of an earlier try, taken for lost, has arrived since we looked.
  if (voided !== undefined) return (await findArrived(execution)) ?? { outcome: "failed", why: voided };
  run.signal.throwIfAborted();
  const request = { ...action, expectedHead: target.headCommit ?? "", key, signal: run.signal };
  try {
    return succeeded(remedy, await bot.repository.revert(request));
  } catch (error) {
    // A refusal is an answer: this call pushed nothing. Any other failure leaves open what arrived.
    if (!(error instanceof PortError) || error.code !== "refused") throw error;
    return (await findArrived(execution)) ?? { outcome: "failed", why: `${error.port} refused: ${error.message}` };
  }
}

/** An approval is for the target that was seen, by the playbook of then, and for a time. */
async function whyVoid({ remedy, bot, run, world }: Execution): Promise<string | undefined> {
  const { action, target, playbookVersion } = remedy.plan;
  if (playbookVersion !== world.rules.version) return "the playbook has changed since; propose the remedy again";
  if (world.now() >= remedy.expiresAt) return "the approval ran out before it could be carried out; propose it again";
  const now = await readTarget(action, bot, run.signal);
  if (now.headCommit === target.headCommit && now.liveDeployment === target.liveDeployment) return undefined;
  return "the branch or the live deployment is no longer what the approved plan saw; propose the remedy again";
}

function succeeded({ plan }: Pick<OpenRemedy, "plan">, commit: string): RemedyOutcome {
  const { action } = plan;
  const summary = `Commit ${action.commit.slice(0, 7)} was reverted by ${commit.slice(0, 7)} on ${action.branch}.`;
  return { outcome: "succeeded", result: { summary, commit } };
}
