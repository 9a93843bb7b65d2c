import { writeInstant } from "../../domain/instant.ts";
import type { ScenarioRun } from "../../domain/scenario-run.ts";
import { RUNS_REMEMBERED } from "../../operations/report-signal.ts";
import { runScenario } from "../run-scenario.ts";
import { answer, type Check, type CheckTask, couldNotLook } from "./check.ts";
import { describeRun } from "./describe-run.ts";

/** Does the bot answer in Slack? Interesting when it does not answer as expected. */
export const checkScenario: Check = async (task) => {
  const { request, round, incident, bot, world, attempt, signal } = task;
  const scenario = bot.bot.scenarios.find((known) => known.id === request.subject);
  if (scenario === undefined) return couldNotLook(`the scenario ${request.subject ?? ""} is no longer configured`);
  const key = `${incident.id}:${request.id}:${round}`;
  const run = await runScenario({ bot: bot.bot, scenario, key, attempt, signal }, world);
  const said = `say "${scenario.say}" to the bot and read the thread for ${scenario.withinMs} ms`;
  const seen = { source: "chat", query: said, facts: { kind: "scenario", run } } as const;
  if (run.outcome === "passed") return answer(task, false, [{ ...seen, eventAt: run.at, summary: describeRun(run) }]);
  const earlier = (await turningPoint(task)).map((before) => ({
    ...seen,
    query: `earlier: ${said}`,
    eventAt: before.at,
    summary: `At ${writeInstant(before.at)}: ${describeRun(before)}`,
    facts: { kind: "scenario", run: before } as const,
  }));
  return answer(task, true, [{ ...seen, eventAt: run.at, summary: describeRun(run) }, ...earlier]);
};

/** The last run that passed and the first that failed after it, as the watch saw them: when it started. */
async function turningPoint({ request, bot, world }: CheckTask): Promise<readonly ScenarioRun[]> {
  const histories = await world.watch.readScenarioHistories(bot.bot.id, RUNS_REMEMBERED);
  const runs = histories.find(({ scenarioId }) => scenarioId === request.subject)?.runs ?? [];
  const lastPassed = runs.findLastIndex(({ outcome }) => outcome === "passed");
  return runs.slice(Math.max(0, lastPassed), lastPassed + 2);
}
