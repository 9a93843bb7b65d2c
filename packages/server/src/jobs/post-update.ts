import { z } from "zod";
import { type Decision, decide } from "../domain/decision.ts";
import type { Incident } from "../domain/incident.ts";
import { writeInstant } from "../domain/instant.ts";
import { recordUpdateNotTold, recordUpdatePosted } from "../domain/record-update.ts";
import type { Update } from "../domain/update.ts";
import { PortError } from "../ports/port-error.ts";
import { changeAsSystem } from "./change-as-system.ts";
import { escapeText } from "./chat-text.ts";
import { type Case, incidentPayload, type JobRun, type JobWorld, openCase } from "./job.ts";

const payloadSchema = incidentPayload.extend({ updateId: z.string() });

/**
 * Tells it now, or says on the timeline why not and leaves the next try to the job engine. What its audience has not
 * been told before goes first: jobs that failed are tried in any order, and nobody shall read "Resolved" and then
 * "Investigating".
 */
export async function postUpdate(payload: unknown, run: JobRun, world: JobWorld): Promise<void> {
  const { incidentId, updateId } = payloadSchema.parse(payload);
  const opened = await openCase(incidentId, world);
  const own = opened?.incident.updates.find((known) => known.id === updateId);
  if (opened === undefined || own === undefined || own.posted !== undefined) return;
  for (const older of olderUntold(opened.incident, own)) await tellOlder({ update: older, own, opened, run, world });
  await tell({ update: own, own, opened, run, world });
}

function olderUntold({ updates }: Incident, own: Update): readonly Update[] {
  return updates
    .slice(0, updates.indexOf(own))
    .filter(({ audience, posted }) => audience === own.audience && posted === undefined);
}

interface Telling {
  readonly update: Update;
  /** The update of the job that runs; it waits for the older ones. */
  readonly own: Update;
  readonly opened: Case;
  readonly run: JobRun;
  readonly world: JobWorld;
}

/** One that Slack refuses must not keep the later ones back; its own job goes on with it. */
async function tellOlder(telling: Telling): Promise<void> {
  try {
    await tell(telling);
  } catch (error) {
    if (!(error instanceof PortError) || error.code !== "refused") throw error;
  }
}

async function tell({ update, own, opened, run, world }: Telling): Promise<void> {
  const { incident, world: botWorld } = opened;
  const { incidentChannel, channel: usersChannel } = botWorld.bot;
  const channel = update.audience === "team" ? incidentChannel : usersChannel;
  try {
    const key = `${incident.id}:${update.id}`;
    const text = escapeText(wordingOf(update, world));
    const attempt = attemptFor({ update, own, run });
    const message = await world.team.post({ channel, text, key, attempt, signal: run.signal });
    const posted = { updateId: update.id, channel, messageId: message.id };
    await changeAsSystem({ incidentId: incident.id, decide: (current) => recordUpdatePosted(current, posted) }, world);
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof PortError)) throw error;
    const why = `${error.port} ${error.code}: ${error.message}`;
    const untold = error.code === "refused" ? [update] : [update, own];
    await changeAsSystem({ incidentId: incident.id, decide: (current) => notTold(current, untold, why) }, world);
    throw error;
  }
}

/** What is told late says of when it is; late is what the playbook's rules call missed. */
function wordingOf({ text, requestedAt }: Update, { now, rules }: JobWorld): string {
  return now() - requestedAt > rules.updates.missedAfterMs ? `(of ${writeInstant(requestedAt)}) ${text}` : text;
}

/** A try that is on record, or that another job may have made, may have arrived, whatever became of its answer. */
function attemptFor({ update, own, run }: Pick<Telling, "update" | "own" | "run">): number {
  return update === own && update.notTold === undefined ? run.attempt : Math.max(2, run.attempt);
}

function notTold(incident: Incident, untold: readonly Update[], why: string): Decision {
  const ids = new Set(untold.map(({ id }) => id));
  const decisions = [...ids].map((updateId) => recordUpdateNotTold(incident, { updateId, why }));
  return decide(...decisions.flatMap((decision) => (decision.ok ? decision.events : [])));
}
