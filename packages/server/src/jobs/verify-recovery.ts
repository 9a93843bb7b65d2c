import { readLog } from "../diagnosis/read-log.ts";
import { createMasks } from "../diagnosis/signatures/masks.ts";
import { summariseErrors } from "../diagnosis/summarise-errors.ts";
import type { DeploymentFact } from "../domain/evidence.ts";
import type { Incident } from "../domain/incident.ts";
import { isActive } from "../domain/incident.ts";
import { SECOND } from "../domain/instant.ts";
import { isProving, recordRecoveryLook } from "../domain/prove-recovery.ts";
import type { RecoveryLook } from "../domain/recovery.ts";
import { PortError } from "../ports/port-error.ts";
import { changeAsSystem } from "./change-as-system.ts";
import { describeRun } from "./checks/describe-run.ts";
import { type BotWorld, type Case, incidentPayload, type JobRun, type JobWorld, openCase } from "./job.ts";
import { runScenario } from "./run-scenario.ts";

const MOST_LINES = 5_000;

/** Looks at the bot from outside. Only such looks bring an incident to its end; nobody's word does. */
export async function verifyRecovery(payload: unknown, run: JobRun, world: JobWorld): Promise<void> {
  const { incidentId } = incidentPayload.parse(payload);
  const opened = await openCase(incidentId, world);
  if (opened === undefined || !isActive(opened.incident) || !isProving(opened.incident)) return;
  const look = await lookFromOutside(opened, run, world);
  run.signal.throwIfAborted();
  await changeAsSystem({ incidentId, decide: (incident, moment) => recordRecoveryLook(incident, look, moment) }, world);
}

type Part = Readonly<{ outcome: RecoveryLook["outcome"]; says: string }>;

async function lookFromOutside({ incident, world: bot }: Case, run: JobRun, world: JobWorld): Promise<RecoveryLook> {
  const deployed = await part(() => lookAtDeployment(incident, bot, run.signal));
  // Before the fix is live, scenarios would only ask the broken version again.
  const parts =
    deployed.outcome === "bad"
      ? [deployed]
      : [
          deployed,
          ...(await Promise.all(
            bot.bot.scenarios.map((scenario) => part(() => ask({ incident, bot, run, world }, scenario))),
          )),
          await part(() => lookAtErrors(incident, bot, { run, world })),
        ];
  return { outcome: overall(parts), says: parts.map(({ says }) => says) };
}

function overall(parts: readonly Part[]): RecoveryLook["outcome"] {
  if (parts.some(({ outcome }) => outcome === "bad")) return "bad";
  return parts.some(({ outcome }) => outcome === "could-not-look") ? "could-not-look" : "good";
}

async function part(look: () => Promise<Part>): Promise<Part> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return { outcome: "could-not-look", says: `Could not look: ${error.port} ${error.code}: ${error.message}` };
  }
}

async function lookAtDeployment(incident: Incident, { platform }: BotWorld, signal: AbortSignal): Promise<Part> {
  const deployments = await platform.listDeployments({ limit: 10, signal });
  const live = deployments.find((deployment) => deployment.status === "live");
  const fix = fixOf(incident);
  if (live === undefined) return { outcome: "bad", says: "No deployment is live." };
  const name = `Deployment ${live.id.slice(0, 8)} of ${live.commit?.slice(0, 7) ?? "an unknown commit"}`;
  if (fix === undefined || live.commit === fix) return { outcome: "good", says: `${name} is live.` };
  // Somebody may have pushed on top of the fix; what the platform deployed after it contains it.
  const fixed = deployments.find((deployment) => deployment.commit === fix);
  if (fixed !== undefined && live.createdAt > fixed.createdAt) return { outcome: "good", says: `${name} is live.` };
  return { outcome: "bad", says: `${name} is live, the fix ${fix.slice(0, 7)} not yet.` };
}

function fixOf(incident: Incident): string | undefined {
  const last = incident.remedies.findLast((remedy) => remedy.state === "succeeded");
  return last?.state === "succeeded" && last.endedAt >= incident.clockFrom ? last.result.commit : undefined;
}

interface Asking {
  readonly incident: Incident;
  readonly bot: BotWorld;
  readonly run: JobRun;
  readonly world: JobWorld;
}

async function ask(
  { incident, bot, run, world }: Asking,
  scenario: BotWorld["bot"]["scenarios"][number],
): Promise<Part> {
  const key = `${incident.id}:recovery:${incident.sequence}:${scenario.id}`;
  const { attempt, signal } = run;
  const answer = await runScenario({ bot: bot.bot, scenario, key, attempt, signal }, world);
  return { outcome: answer.outcome === "passed" ? "good" : "bad", says: describeRun(answer) };
}

/** What the errors of this incident log late, a look sees that goes back a little before the last one. */
const LATE_LINES_MS = 2 * SECOND;

/** The errors of this incident must not be logged any more since the last look, by what is live now. */
async function lookAtErrors(
  incident: Incident,
  bot: BotWorld,
  { run, world }: Pick<Asking, "run" | "world">,
): Promise<Part> {
  const known = incident.checks.flatMap((check) =>
    check.state === "ended" && "evidence" in check.result
      ? check.result.evidence.flatMap(({ facts }) => (facts.kind === "errors" ? facts.signatures : []))
      : [],
  );
  const ids = new Set(known.filter(({ isNew }) => isNew).map(({ id }) => id));
  const live = await findLive(bot, run.signal);
  const lastLook = incident.recovery?.lastLook?.at ?? incident.recovery?.startedAt ?? incident.clockFrom;
  const from = Math.max(live?.createdAt ?? 0, lastLook - LATE_LINES_MS);
  const page = await bot.logs.read({ from, limit: MOST_LINES, signal: run.signal });
  // The old deployment goes on failing until the new one takes over.
  const lines = page.lines.filter(({ deploymentId }) => deploymentId === undefined || deploymentId === live?.id);
  const masks = createMasks(world.rules.masks);
  const { signatures } = summariseErrors(readLog(lines, { redact: world.redact, hash: world.hash, masks }));
  const back = signatures.find(({ id }) => ids.has(id));
  if (back === undefined) return { outcome: "good", says: "The incident's errors are not logged any more." };
  return { outcome: "bad", says: `"${back.template}" is still logged, ${back.count} times.` };
}

async function findLive({ platform }: BotWorld, signal: AbortSignal): Promise<DeploymentFact | undefined> {
  const deployments = await platform.listDeployments({ limit: 10, signal });
  return deployments.find((deployment) => deployment.status === "live");
}
