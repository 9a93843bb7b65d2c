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

/** `undefined` when there is nothing left to do: the incident or its bot is gone. */
export async function openCase(incidentId: string, world: JobWorld): Promise<Case | undefined> {
  const incident = await world.incidents.find(incidentId);
  const botWorld = incident === undefined ? undefined : world.worldOf(incident.botId);
  if (incident !== undefined && botWorld !== undefined) return { incident, world: botWorld };
  world.log("warn", "a job's incident or bot is not configured here", { incidentId });
  return undefined;
}

export function isLastAttempt({ attempt, maxAttempts }: JobRun): boolean {
  return attempt >= maxAttempts;
}
