/** The jobs by which a bot is watched. Each adds the next of its kind; its key keeps them one. */

import type { Bot } from "../domain/bot.ts";
import type { Instant } from "../domain/instant.ts";
import type { JobRequest } from "../ports/job-queue.ts";

export function watchScenarioJob(botId: string, scenarioId: string, runAt?: Instant): JobRequest {
  return watchJob("watch-scenario", { botId, scenarioId }, runAt);
}

export function watchLogsJob(botId: string, runAt?: Instant): JobRequest {
  return watchJob("watch-logs", { botId }, runAt);
}

export function watchVariablesJob(botId: string, runAt?: Instant): JobRequest {
  return watchJob("watch-variables", { botId }, runAt);
}

/** All of a bot's watching; those that wait already keep their time. */
export function watchJobs(bot: Bot): readonly JobRequest[] {
  const scenarios = bot.scenarios.map((scenario) => watchScenarioJob(bot.id, scenario.id));
  return [watchVariablesJob(bot.id), watchLogsJob(bot.id), ...scenarios].map((job) => ({ ...job, keepsTime: true }));
}

function watchJob(task: string, payload: Readonly<Record<string, string>>, runAt: Instant | undefined): JobRequest {
  const key = [task, ...Object.values(payload)].join(":");
  return { task, payload, key, ...(runAt === undefined ? {} : { runAt }) };
}
