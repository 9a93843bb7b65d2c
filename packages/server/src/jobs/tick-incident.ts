import { z } from "zod";
import { tick } from "../domain/tick.ts";
import { timerOf } from "../operations/change-incident.ts";
import { changeAsSystem } from "./change-as-system.ts";
import { incidentPayload, type JobWorld } from "./job.ts";

const payloadSchema = incidentPayload.extend({ dueAt: z.number() });

/** What time has done to the incident. It decides like any other command, and sets the timer anew. */
export async function tickIncident(payload: unknown, world: JobWorld): Promise<void> {
  const { incidentId, dueAt } = payloadSchema.parse(payload);
  // The queue's clock is the one that all replicas share: by it the time has come, even if this machine's is behind.
  const context = { ...world, now: () => Math.max(world.now(), dueAt) };
  const changed = await changeAsSystem({ incidentId, decide: tick }, context);
  if (changed.ok && changed.events.length > 0) return;
  // Something else has moved what is due: nothing was decided, so nothing has set the timer.
  const incident = await world.incidents.find(incidentId);
  if (incident !== undefined) await world.queue.add(timerOf(incident, world.rules));
}
