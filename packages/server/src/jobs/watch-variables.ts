import { z } from "zod";
import { PortError } from "../ports/port-error.ts";
import type { JobRun, JobWorld } from "./job.ts";
import { watchVariablesJob } from "./watch-jobs.ts";

const payloadSchema = z.object({ botId: z.string() });

/** Remembers names and digests of the bot's variables, so that a change can be seen later. */
export async function watchVariables(payload: unknown, run: JobRun, world: JobWorld): Promise<void> {
  const { botId } = payloadSchema.parse(payload);
  const bot = world.worldOf(botId);
  if (bot === undefined) return;
  try {
    const variables = await bot.platform.readVariables(run.signal);
    await world.watch.recordVariables(botId, { at: world.now(), variables });
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof PortError)) throw error;
    world.log("warn", "the bot's variables could not be read", { botId, code: error.code, why: error.message });
  }
  const { scenarioEveryMs } = world.rules.detection;
  await world.queue.add([watchVariablesJob(botId, world.now() + scenarioEveryMs)]);
}
