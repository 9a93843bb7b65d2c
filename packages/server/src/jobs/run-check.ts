import { z } from "zod";
import type { CheckKind } from "../domain/check.ts";
import { recordCheck } from "../domain/record-check.ts";
import { PortError } from "../ports/port-error.ts";
import { changeAsSystem } from "./change-as-system.ts";
import { type Check, type CheckAnswer, type CheckTask, couldNotLook } from "./checks/check.ts";
import { checkCommits } from "./checks/check-commits.ts";
import { checkDeployment } from "./checks/check-deployment.ts";
import { checkHealth } from "./checks/check-health.ts";
import { checkLogs } from "./checks/check-logs.ts";
import { checkScenario } from "./checks/check-scenario.ts";
import { checkVariables } from "./checks/check-variables.ts";
import { incidentPayload, type JobRun, type JobWorld, openCase } from "./job.ts";

const CHECKS: Readonly<Record<CheckKind, Check>> = {
  scenario: checkScenario,
  deployment: checkDeployment,
  commits: checkCommits,
  variables: checkVariables,
  logs: checkLogs,
  health: checkHealth,
};

const payloadSchema = incidentPayload.extend({ checkId: z.string(), round: z.int() });

/** One check, with its own limit. It always ends: what cannot be seen is said to be so, and why. */
export async function runCheck(payload: unknown, run: JobRun, world: JobWorld): Promise<void> {
  const { incidentId, checkId, round } = payloadSchema.parse(payload);
  const opened = await openCase(incidentId, world);
  const check = opened?.incident.checks.find((known) => known.request.id === checkId && known.round === round);
  if (opened === undefined || check?.state !== "running") return;
  const limit = AbortSignal.timeout(check.request.limitMs);
  const task: CheckTask = {
    request: check.request,
    round,
    incident: opened.incident,
    bot: opened.world,
    world,
    attempt: run.attempt,
    signal: AbortSignal.any([run.signal, limit]),
  };
  const { result, bodies } = await look(task, limit);
  run.signal.throwIfAborted();
  await changeAsSystem(
    { incidentId, bodies, decide: (incident) => recordCheck(incident, { checkId, round, result }) },
    world,
  );
}

async function look(task: CheckTask, limit: AbortSignal): Promise<CheckAnswer> {
  try {
    return await CHECKS[task.request.kind](task);
  } catch (error) {
    if (limit.aborted) return couldNotLook(`no answer within ${task.request.limitMs} ms`);
    if (error instanceof PortError) return couldNotLook(`${error.port} ${error.code}: ${error.message}`);
    throw error;
  }
}
