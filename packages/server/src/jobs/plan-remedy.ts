import { z } from "zod";
import { canonicalJson } from "../domain/chain.ts";
import { describeAction } from "../domain/describe.ts";
import type { Incident, RemedyRequest } from "../domain/incident.ts";
import { proposeRemedy, reportRemedyNotPossible } from "../domain/propose-remedy.ts";
import type { RemedyAction, RemedyPlan, TargetState } from "../domain/remedy.ts";
import { PortError } from "../ports/port-error.ts";
import { changeAsSystem } from "./change-as-system.ts";
import { type BotWorld, botOf, incidentPayload, isLastAttempt, type JobRun, type JobWorld } from "./job.ts";

const payloadSchema = incidentPayload.extend({ requestId: z.string() });

/** Looks at the target and makes a dry run, so that whoever approves sees what would happen. */
export async function planRemedy(payload: unknown, run: JobRun, world: JobWorld): Promise<void> {
  const { incidentId, requestId } = payloadSchema.parse(payload);
  const incident = await world.incidents.find(incidentId);
  const request = incident?.remedyRequests.find((known) => known.id === requestId);
  if (incident === undefined || request?.state !== "planning") return;
  const planned = await plan({ incident, request, run }, world);
  await changeAsSystem(
    {
      incidentId,
      decide: (current) =>
        planned.ok ? proposeRemedy(current, planned.plan) : reportRemedyNotPossible(current, requestId, planned.why),
    },
    world,
  );
}

interface Planning {
  readonly incident: Incident;
  readonly request: RemedyRequest;
  readonly run: JobRun;
}

type Planned = { readonly ok: true; readonly plan: RemedyPlan } | { readonly ok: false; readonly why: string };

async function plan(planning: Planning, world: JobWorld): Promise<Planned> {
  const { action } = planning.request;
  try {
    return await planRevert(planning, action, world);
  } catch (error) {
    planning.run.signal.throwIfAborted();
    if (!(error instanceof PortError)) throw error;
    if (!isFinal(error) && !isLastAttempt(planning.run)) throw error;
    return { ok: false, why: `${error.port} ${error.code}: ${error.message}` };
  }
}

/** What a second try would not change. */
function isFinal({ code }: PortError): boolean {
  return code === "refused" || code === "not-found" || code === "unauthorized";
}

async function planRevert(planning: Planning, action: RemedyAction, world: JobWorld): Promise<Planned> {
  const { request, incident, run } = planning;
  const bot = botOf(incident, world);
  const target = await readTarget(action, bot, run.signal);
  const preview = await bot.repository.previewRevert({
    branch: action.branch,
    commit: action.commit,
    expectedHead: target.headCommit ?? "",
    signal: run.signal,
  });
  if (preview.conflicts.length > 0) {
    const files = preview.conflicts.join(", ");
    return { ok: false, why: `later commits changed the same lines of ${files}; revert them first, or fix by hand` };
  }
  const undoes = incident.remedies.find(
    (remedy) => remedy.state === "succeeded" && remedy.result.commit === action.commit,
  );
  const content = {
    id: request.id,
    action,
    target,
    playbookVersion: world.rules.version,
    summary: summarise(action),
    because: incident.diagnosis?.diagnosis.verdict.summary ?? "Somebody asked for it.",
    evidence: incident.diagnosis?.diagnosis.verdict.evidence ?? [],
    dryRun: [
      `git revert ${action.commit} applies cleanly on ${target.headCommit ?? "the head"}.`,
      `It changes ${preview.files.join(", ")}.`,
    ],
    effect: `One new commit on ${action.branch}, pushed without force; the platform deploys it.`,
    undo: "Propose the revert of the new commit; it goes through an approval like this one.",
    ...(undoes === undefined ? {} : { undoes: undoes.plan.id }),
  };
  return { ok: true, plan: { ...content, digest: world.hash(canonicalJson(content)) } };
}

/** The state of the target that an approval is bound to. */
export async function readTarget(action: RemedyAction, bot: BotWorld, signal: AbortSignal): Promise<TargetState> {
  const [headCommit, deployments] = await Promise.all([
    bot.repository.head(action.branch, signal),
    bot.platform.listDeployments({ limit: 10, signal }),
  ]);
  const live = deployments.find((deployment) => deployment.status === "live");
  return { headCommit, ...(live === undefined ? {} : { liveDeployment: live.id }) };
}

function summarise(action: RemedyAction): string {
  const words = describeAction(action);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
