import { z } from "zod";
import { recordUpdateNotTold, recordUpdatePosted } from "../domain/record-update.ts";
import { PortError } from "../ports/port-error.ts";
import { changeAsSystem } from "./change-as-system.ts";
import { escapeText } from "./chat-text.ts";
import { incidentPayload, type JobRun, type JobWorld, openCase } from "./job.ts";

const payloadSchema = incidentPayload.extend({ updateId: z.string() });

/** Tells it now, or says on the timeline why not and leaves the next try to the job engine. */
export async function postUpdate(payload: unknown, run: JobRun, world: JobWorld): Promise<void> {
  const { incidentId, updateId } = payloadSchema.parse(payload);
  const opened = await openCase(incidentId, world);
  const update = opened?.incident.updates.find((known) => known.id === updateId);
  if (opened === undefined || update === undefined || update.posted !== undefined) return;
  const { bot } = opened.world;
  // A try that is on record may have arrived, whatever became of its answer.
  const attempt = update.notTold === undefined ? run.attempt : Math.max(2, run.attempt);
  const channel = update.audience === "team" ? bot.incidentChannel : bot.channel;
  try {
    const key = `${incidentId}:${updateId}`;
    const text = escapeText(update.text);
    const message = await world.team.post({ channel, text, key, attempt, signal: run.signal });
    const posted = { updateId, channel, messageId: message.id };
    await changeAsSystem({ incidentId, decide: (incident) => recordUpdatePosted(incident, posted) }, world);
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof PortError)) throw error;
    const why = `${error.port} ${error.code}: ${error.message}`;
    await changeAsSystem({ incidentId, decide: (incident) => recordUpdateNotTold(incident, { updateId, why }) }, world);
    throw error;
  }
}
