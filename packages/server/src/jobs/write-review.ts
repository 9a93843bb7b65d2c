import { draftReview } from "../domain/draft-review.ts";
import { isActive } from "../domain/incident.ts";
import { writeReview } from "../domain/write-review.ts";
import { toBody } from "../operations/storable-text.ts";
import { changeAsSystem } from "./change-as-system.ts";
import { incidentPayload, type JobWorld } from "./job.ts";

/** The first draft, from the record alone; a person's additions come by the operation. */
export async function writeFirstReview(payload: unknown, world: JobWorld): Promise<void> {
  const { incidentId } = incidentPayload.parse(payload);
  const incident = await world.incidents.find(incidentId);
  if (incident === undefined || isActive(incident) || incident.closedAt !== undefined) return;
  const body = toBody(draftReview(await world.incidents.readTimeline(incidentId), world.rules.review), world);
  await changeAsSystem(
    { incidentId, bodies: [body], decide: (current) => writeReview(current, { body: body.digest }) },
    world,
  );
}
