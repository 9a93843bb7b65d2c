import { tick } from "../domain/tick.ts";
import { timerOf } from "../operations/change-incident.ts";
import { changeAsSystem } from "./change-as-system.ts";
import { incidentPayload, type JobWorld } from "./job.ts";

/** What time has done to the incident. It decides like any other command, and sets the timer anew. */
export async function tickIncident(payload: unknown, world: JobWorld): Promise<void> {
  const { incidentId } = incidentPayload.parse(payload);
  const changed = await changeAsSystem({ incidentId, decide: tick }, world);
  if (changed.ok && changed.events.length > 0) return;
  // Too early by a clock's difference: nothing was decided, so nothing has set the timer.
  const incident = await world.incidents.find(incidentId);
  if (incident !== undefined) await world.queue.add(timerOf(incident, world.rules));
}
