import { z } from "zod";
import { recordPageDelivered, recordPageFailed } from "../domain/record-page.ts";
import { PortError } from "../ports/port-error.ts";
import { changeAsSystem } from "./change-as-system.ts";
import { escapeText } from "./chat-text.ts";
import { incidentPayload, type JobRun, type JobWorld, openCase } from "./job.ts";

const payloadSchema = incidentPayload.extend({ pageId: z.string() });

/** Calls whoever is on call in the team's channel; each failed try is recorded, and the job engine tries again. */
export async function deliverPage(payload: unknown, run: JobRun, world: JobWorld): Promise<void> {
  const { incidentId, pageId } = payloadSchema.parse(payload);
  const opened = await openCase(incidentId, world);
  const page = opened?.incident.pages.find((known) => known.id === pageId);
  if (opened === undefined || page === undefined || page.delivered !== undefined) return;
  const channel = opened.world.bot.incidentChannel;
  // A try that is on record may have arrived, whatever became of its answer.
  const attempt = page.failed === undefined ? run.attempt : Math.max(2, run.attempt);
  try {
    const key = `${incidentId}:${pageId}`;
    const text = `${world.onCall} ${escapeText(page.text)}`;
    const message = await world.team.post({ channel, text, key, attempt, signal: run.signal });
    const delivered = { pageId, channel, messageId: message.id };
    await changeAsSystem({ incidentId, decide: (incident) => recordPageDelivered(incident, delivered) }, world);
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof PortError)) throw error;
    const why = `${error.port} ${error.code}: ${error.message}`;
    await changeAsSystem({ incidentId, decide: (incident) => recordPageFailed(incident, { pageId, why }) }, world);
    throw error;
  }
}
