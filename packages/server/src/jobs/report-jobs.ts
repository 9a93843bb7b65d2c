/** From what watching saw to the incident. */

import { z } from "zod";
import { SYSTEM } from "../domain/actor.ts";
import { decide } from "../domain/decision.ts";
import { isActive } from "../domain/incident.ts";
import { isProving, startRecovery } from "../domain/prove-recovery.ts";
import type { Signal } from "../domain/signal.ts";
import { changeIncident } from "../operations/change-incident.ts";
import { decideOnSignal, measureImpact } from "../operations/report-signal.ts";
import type { JobRequest } from "../ports/job-queue.ts";
import type { JobRun, JobWorld } from "./job.ts";

const botPayload = z.object({ botId: z.string() });

const signalPayload = botPayload.extend({
  signal: z.object({
    kind: z.enum(["scenario-failed", "error-signature", "report"]),
    key: z.string(),
    at: z.number(),
    summary: z.string(),
  }),
});

export function reportSignalJob(botId: string, signal: Signal): JobRequest {
  return { task: "report-signal", payload: { botId, signal }, key: `report-signal:${botId}:${signal.key}` };
}

export function reportClearJob(botId: string): JobRequest {
  return { task: "report-clear", payload: { botId }, key: `report-clear:${botId}` };
}

/** While replicas are renewed one by one, another one may know the bot that this one does not. */
const TRIES_FOR_ANOTHER_REPLICA = 5;

export async function reportSignal(payload: unknown, run: JobRun, world: JobWorld): Promise<void> {
  const { botId, signal } = signalPayload.parse(payload);
  const bot = world.worldOf(botId)?.bot;
  if (bot === undefined) {
    if (run.attempt < TRIES_FOR_ANOTHER_REPLICA) throw new Error(`the bot ${botId} is not configured in this process`);
    world.log("warn", "a signal of a bot that is not configured any more is dropped", { botId, signal: signal.key });
    return;
  }
  const impact = await measureImpact(bot, world.watch);
  await changeIncident(
    {
      subject: { kind: "bot", botId },
      actor: SYSTEM,
      decide: (newest, moment) => decideOnSignal({ bot, signal, impact, drill: false }, newest, moment),
    },
    world,
  );
}

/** The bot works again by itself, or by somebody's hand: the proof starts. */
export async function reportClear(payload: unknown, world: JobWorld): Promise<void> {
  const { botId } = botPayload.parse(payload);
  const because = "Every scenario passes again, several times in a row.";
  await changeIncident(
    {
      subject: { kind: "bot", botId },
      actor: SYSTEM,
      decide: (newest, moment) => {
        const isOver = newest === undefined || !isActive(newest) || isProving(newest);
        return { decision: isOver ? decide() : startRecovery(newest, { because }, moment) };
      },
    },
    world,
  );
}
