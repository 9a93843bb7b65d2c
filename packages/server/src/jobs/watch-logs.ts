import { z } from "zod";
import type { ErrorRecord } from "../diagnosis/log-reading.ts";
import { readLog } from "../diagnosis/read-log.ts";
import { createMasks } from "../diagnosis/signatures/masks.ts";
import { summariseErrors } from "../diagnosis/summarise-errors.ts";
import { type Instant, SECOND } from "../domain/instant.ts";
import type { LogLine } from "../domain/log-line.ts";
import type { JobRequest } from "../ports/job-queue.ts";
import { PortError } from "../ports/port-error.ts";
import type { LogCursor } from "../ports/watch-store.ts";
import { countErrorsAnew, firstCountedAt } from "./count-errors-anew.ts";
import { countSignature, toErrorSignals } from "./count-signature.ts";
import type { BotWorld, JobRun, JobWorld } from "./job.ts";
import { reportSignalJob } from "./report-jobs.ts";
import { watchLogsJob } from "./watch-jobs.ts";

const payloadSchema = z.object({ botId: z.string() });
const MOST_LINES = 20_000;
/** Ours: the lines of a stack trace arrive within moments; an error this young is left to the next reading, whole. */
const SETTLING_MS = 2 * SECOND;
/** The log reader's own: lines further apart are not of one error. What began before the overlap is read for that alone. */
const TOGETHER_MS = 5 * SECOND;

/** Reads what the bot has logged since the last time; an error that is not usual for it is a signal. */
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
  const { watch, rules } = world;
  const cursor = await watch.readLogCursor(bot.id);
  // What has not settled in the first reading is usual too.
  const settledTo = cursor === undefined ? Number.POSITIVE_INFINITY : world.now() - SETTLING_MS;
  const from = cursor === undefined ? world.now() - rules.detection.baselineMs : firstCountedAt(cursor.readTo);
  const page = await logs.read({ from: from - TOGETHER_MS, limit: MOST_LINES, signal: run.signal });
  if (page.cut) world.log("warn", "of the bot's log only the newest lines were read", { botId: bot.id, MOST_LINES });
  const reading = readLog(page.lines, { ...world, masks: createMasks(rules.masks) });
  const errors = reading.errors.filter(({ at }) => at >= from && at < settledTo);
  const readTo = moveOn({ cursor, from, lines: page.lines, settledTo });
  const { fresh, counted } = countErrorsAnew(errors, { already: cursor?.counted ?? {}, readTo, hash: world.hash });
  await watch.recordSignatures({
    botId: bot.id,
    signatures: signaturesOf(fresh),
    ...(cursor === undefined ? {} : { readFrom: cursor.readTo }),
    cursor: { readTo, counted },
    count: (signature, known) => countSignature(signature, known, { isFirst: cursor === undefined, rules }),
    follow: (all) => [next, ...toErrorSignals(all, rules).map((signal) => reportSignalJob(bot.id, signal))],
  });
}

function signaturesOf(errors: readonly ErrorRecord[]) {
  return summariseErrors({ errors, operations: [], lines: 0 }).signatures;
}

interface Moving {
  readonly cursor: LogCursor | undefined;
  readonly from: Instant;
  readonly lines: readonly LogLine[];
  readonly settledTo: Instant;
}

/** To the last line, not to now: a log that arrives minutes late is not passed by. It always moves, so that of two readers one counts. */
function moveOn({ cursor, from, lines, settledTo }: Moving): Instant {
  const last = lines.at(-1)?.at;
  if (cursor === undefined) return last === undefined ? from : last + 1;
  return Math.max(cursor.readTo + 1, Math.min(settledTo, last === undefined ? 0 : last + 1));
}
