import { answer, type Check, couldNotLook } from "./check.ts";

/** What does the bot say of itself? Interesting when it is not well. */
export const checkHealth: Check = async (task) => {
  const { healthUrl } = task.bot.bot;
  if (healthUrl === undefined) return couldNotLook("no health address is configured");
  const { status, body, tookMs } = await task.bot.health.read(healthUrl, task.signal);
  return answer(task, status !== 200, [
    {
      source: "health-probe",
      query: "the bot's health page",
      eventAt: task.world.now(),
      summary: `The health page answered ${status} after ${Math.round(tookMs)} ms.`,
      facts: { kind: "health", status, body },
    },
  ]);
};
