import { z } from "zod";
import { type Bot, failsAsSignal, type Scenario, type ScenarioHistory } from "../domain/bot.ts";
import type { Incident } from "../domain/incident.ts";
import { isProving } from "../domain/prove-recovery.ts";
import type { Rules } from "../domain/rules.ts";
import type { ScenarioRun } from "../domain/scenario-run.ts";
import type { Signal } from "../domain/signal.ts";
import { RUNS_REMEMBERED } from "../operations/report-signal.ts";
import type { JobRequest } from "../ports/job-queue.ts";
import { PortError } from "../ports/port-error.ts";
import type { JobRun, JobWorld } from "./job.ts";
import { reportClearJob, reportSignalJob } from "./report-jobs.ts";
import { runScenario } from "./run-scenario.ts";
import { watchScenarioJob } from "./watch-jobs.ts";

const payloadSchema = z.object({ botId: z.string(), scenarioId: z.string() });

/** Asks the bot once, and reports what that says: a failure, or that the bot works again. */
export async function watchScenario(payload: unknown, run: JobRun, world: JobWorld): Promise<void> {
  const { botId, scenarioId } = payloadSchema.parse(payload);
  const bot = world.worldOf(botId)?.bot;
  const scenario = bot?.scenarios.find((known) => known.id === scenarioId);
  if (bot === undefined || scenario === undefined) return;
  const key = `watch:${botId}:${scenarioId}:${world.now()}`;
  try {
    const asked = await runScenario({ bot, scenario, key, attempt: 1, signal: run.signal }, world);
    const [open] = await world.incidents.list({ botId, state: "active", limit: 1 });
    await world.watch.recordScenarioRun({
      botId,
      run: asked,
      runs: RUNS_REMEMBERED,
      follow: (histories) => followRun({ bot, scenario, run: asked, histories, incident: open?.incident }, world),
    });
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof PortError)) throw error;
    // Slack did not let us ask: that says nothing about the bot, and watching goes on.
    world.log("warn", "a scenario could not be asked", { botId, scenarioId, code: error.code, why: error.message });
    const pause = Math.max(error.retryAfterMs ?? 0, scenario.everyMs);
    await world.queue.add([watchScenarioJob(botId, scenarioId, world.now() + pause)]);
  }
}

interface Asked {
  readonly bot: Bot;
  readonly scenario: Scenario;
  readonly run: ScenarioRun;
  readonly histories: readonly ScenarioHistory[];
  /** The bot's active one. */
  readonly incident: Incident | undefined;
}

function followRun(asked: Asked, { rules, now }: JobWorld): readonly JobRequest[] {
  const { bot, scenario, run, histories, incident } = asked;
  const history = histories.find((known) => known.scenarioId === scenario.id);
  const isSignal = history !== undefined && failsAsSignal(history, rules.detection.failuresToSignal);
  const unsure = run.outcome !== "passed" && !isSignal;
  const pause = unsure ? Math.min(rules.detection.retryAfterMs, scenario.everyMs) : scenario.everyMs;
  const next = watchScenarioJob(bot.id, scenario.id, now() + pause);
  if (isSignal) return [next, reportSignalJob(bot.id, toSignal(scenario, history))];
  const isClear = incident !== undefined && allWorkAgain(bot, histories, rules) && hasFailed(incident, histories);
  return isClear ? [next, reportClearJob(bot.id)] : [next];
}

function toSignal(scenario: Scenario, history: ScenarioHistory): Signal {
  const lastPassed = history.runs.findLastIndex((run) => run.outcome === "passed");
  const failed = history.runs.slice(lastPassed + 1);
  const [first] = failed;
  const outcome = failed.at(-1)?.outcome === "silent" ? "gets no answer" : "is not answered as expected";
  return {
    kind: "scenario-failed",
    key: `scenario:${scenario.id}`,
    at: first?.at ?? 0,
    summary: `Scenario ${scenario.id} ${outcome}, ${failed.length} times in a row.`,
  };
}

/** Every scenario has passed as often in a row as makes a pattern. */
function allWorkAgain(bot: Bot, histories: readonly ScenarioHistory[], rules: Rules): boolean {
  const inARow = rules.severity.consistentAfter + 1;
  return bot.scenarios.every(({ id }) => {
    const recent = histories.find((history) => history.scenarioId === id)?.runs.slice(-inARow) ?? [];
    return recent.length === inARow && recent.every((run) => run.outcome === "passed");
  });
}

/**
 * Only of what the scenarios have seen fail can they say that it works again, and after a proof that failed only of
 * what they have seen since. While that is so each run says it, because it may not be heard the first time: a remedy
 * may be under way.
 */
function hasFailed(incident: Incident, histories: readonly ScenarioHistory[]): boolean {
  if (isProving(incident)) return false;
  const { signals, recovery, openedAt } = incident;
  const isGivenUp = recovery?.state === "failed";
  const from = isGivenUp ? recovery.failedAt : openedAt;
  const failedSince = histories.some(({ runs }) => runs.some(({ outcome, at }) => outcome !== "passed" && at >= from));
  return failedSince || (!isGivenUp && signals.some(({ kind }) => kind === "scenario-failed"));
}
