import { runScenario } from "../run-scenario.ts";
import { answer, type Check, couldNotLook } from "./check.ts";
import { describeRun } from "./describe-run.ts";

/** Does the bot answer in Slack? Interesting when it does not answer as expected. */
export const checkScenario: Check = async (task) => {
  const { request, round, incident, bot, world, attempt, signal } = task;
  const scenario = bot.bot.scenarios.find((known) => known.id === request.subject);
  if (scenario === undefined) return couldNotLook(`the scenario ${request.subject ?? ""} is no longer configured`);
  const key = `${incident.id}:${request.id}:${round}`;
  const run = await runScenario({ bot: bot.bot, scenario, tester: world.tester, key, attempt, now: world.now, signal });
  return answer(task, run.outcome !== "passed", [
    {
      source: "chat",
      query: `say "${scenario.say}" to the bot and read the thread for ${scenario.withinMs} ms`,
      eventAt: run.at,
      summary: describeRun(run),
      facts: { kind: "scenario", run },
    },
  ]);
};
