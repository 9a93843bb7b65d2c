import { z } from "zod";
import { readLog } from "../diagnosis/read-log.ts";
import { summariseErrors } from "../diagnosis/summarise-errors.ts";
import type { Rules } from "../domain/rules.ts";
import type { Signal } from "../domain/signal.ts";
import type { JobRequest } from "../ports/job-queue.ts";
import { PortError } from "../ports/port-error.ts";
import type { CountedSignature } from "../ports/watch-store.ts";
import type { BotWorld, JobRun, JobWorld } from "./job.ts";
import { reportSignalJob } from "./report-jobs.ts";
import { watchLogsJob } from "./watch-jobs.ts";

const payloadSchema = z.object({ botId: z.string() });
const MOST_LINES = 20_000;
/** A stack trace arrives line by line; lines this young may still be followed by more of theirs. */
const SETTLING_MS = 300;

/** Reads what the bot has logged since the last time; an error it never logged before is a signal. */
export async function watchLogs(payload: unknown, run: JobRun, world: JobWorld): Promise<void> {
  const { botId } = payloadSchema.parse(payload);
  const bot = world.worldOf(botId);
  if (bot === undefined) return;
  const next = watchLogsJob(botId, world.now() + world.rules.detection.logsEveryMs);
  try {
    await readOn(bot, { run, world, next });
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof PortError)) throw error;
    world.log("warn", "the bot's log could not be read", { botId, code: error.code, why: error.message });
    await world.queue.add([next]);
  }
}

interface Reading {
  readonly run: JobRun;
  readonly world: JobWorld;
  readonly next: JobRequest;
}

async function readOn({ bot, logs }: BotWorld, { run, world, next }: Reading): Promise<void> {
  const { watch, rules, redact, hash, now } = world;
  const cursor = await watch.readLogCursor(bot.id);
  const from = cursor ?? now() - rules.detection.baselineMs;
  const page = await logs.read({ from, to: now() - SETTLING_MS, limit: MOST_LINES, signal: run.signal });
  const { signatures } = summariseErrors(readLog(page.lines, { redact, hash }));
  const last = page.lines.at(-1);
  await watch.recordSignatures({
    botId: bot.id,
    signatures,
    ...(cursor === undefined ? {} : { readFrom: cursor }),
    readTo: last === undefined ? from : last.at + 1,
    follow: (counted) => [next, ...toSignals(counted, rules).map((signal) => reportSignalJob(bot.id, signal))],
  });
}

function toSignals(counted: readonly CountedSignature[], rules: Rules): readonly Signal[] {
  const enough = rules.detection.errorsToSignal;
  return counted
    .filter(({ isUsual, countBefore, countNow }) => !isUsual && countBefore < enough && countNow >= enough)
    .map(({ signature, countNow }) => ({
      kind: "error-signature",
      key: `signature:${signature.id}`,
      at: signature.first,
      summary: `The bot logs an error it never logged before, ${countNow} times: "${signature.template}".`,
    }));
}
