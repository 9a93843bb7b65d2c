/** What every job works with, and how a payload is read. */

import { z } from "zod";
import type { Bot } from "../domain/bot.ts";
import type { Incident } from "../domain/incident.ts";
import type { OperationContext } from "../operations/define-operation.ts";
import type { Chat } from "../ports/chat.ts";
import type { HealthProbe } from "../ports/health-probe.ts";
import type { JobQueue } from "../ports/job-queue.ts";
import type { Log } from "../ports/log.ts";
import type { LogSource } from "../ports/log-source.ts";
import type { Platform } from "../ports/platform.ts";
import { PortError } from "../ports/port-error.ts";
import type { Repository } from "../ports/repository.ts";

/** The world around one bot. */
export interface BotWorld {
  readonly bot: Bot;
  readonly platform: Platform;
  readonly logs: LogSource;
  readonly repository: Repository;
  readonly health: HealthProbe;
}

export interface JobWorld extends OperationContext {
  readonly queue: JobQueue;
  /** Speaks to the team and to the bot's users, as Allclear's own app. */
  readonly team: Chat;
  /** Speaks to bots, as a person would. */
  readonly tester: Chat;
  /** Who is called by a page: a Slack mention. */
  readonly onCall: string;
  readonly log: Log;
  readonly worldOf: (botId: string) => BotWorld | undefined;
}

/** How this run of a job stands. */
export interface JobRun {
  /** 1 for the first try. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** Aborts when the process must let go of the outside world. */
  readonly signal: AbortSignal;
}

export type Job = (payload: unknown, run: JobRun) => Promise<void>;

export const incidentPayload = z.object({ incidentId: z.string() });

export interface Case {
  readonly incident: Incident;
  readonly world: BotWorld;
}

/** `undefined` when there is no such incident, so nothing left to do. Throws as `botOf` does. */
export async function openCase(incidentId: string, world: JobWorld): Promise<Case | undefined> {
  const incident = await world.incidents.find(incidentId);
  if (incident !== undefined) return { incident, world: botOf(incident, world) };
  world.log("warn", "a job's incident is not in the store", { incidentId });
  return undefined;
}

/**
 * Throws a `PortError` that is worth another try when this process does not know the bot: while replicas are renewed
 * one by one, another one may know it, and a job that is dropped as done leaves its incident waiting for ever.
 */
export function botOf({ id: incidentId, botId }: Incident, world: Pick<JobWorld, "worldOf" | "log">): BotWorld {
  const bot = world.worldOf(botId);
  if (bot !== undefined) return bot;
  world.log("warn", "an incident's bot is not configured in this process", { incidentId, botId });
  const says = `the bot ${botId} is not configured in this process; another replica may know it`;
  throw new PortError("configuration", "unreachable", says);
}

export function isLastAttempt({ attempt, maxAttempts }: JobRun): boolean {
  return attempt >= maxAttempts;
}
