import { z } from "zod";
import type { Incident } from "../domain/incident.ts";
import { nextActions } from "../domain/next-actions.ts";
import { readClock } from "../domain/playbook-clock.ts";
import { nextActionSchema } from "./command-answer.ts";
import { defineOperation, type OperationContext } from "./define-operation.ts";
import { callerSchema, describeCaller } from "./describe-caller.ts";
import { clockSchema, incidentSchema } from "./incident-schema.ts";
import { incidentId } from "./inputs.ts";
import { OperationError } from "./operation-error.ts";
import { timelineEntrySchema, toTimelineEntry } from "./timeline-entry.ts";

export const showIncidentOperation = defineOperation({
  kind: "query",
  name: "show-incident",
  summary: "Everything that is known of an incident, its clock, and what may be done next",
  authority: "view",
  agents: { tool: "look" },
  input: z.object({
    incidentId,
    events: z.coerce.number().int().min(0).max(200).default(15).describe("So many of the newest events"),
  }),
  output: z.object({
    incident: incidentSchema,
    clock: clockSchema,
    timeline: z.array(timelineEntrySchema),
    nextActions: z.array(nextActionSchema),
    you: callerSchema,
  }),
  run: async (input, context, caller) => {
    const incident = await findIncident(input.incidentId, context);
    const moment = { now: context.now(), actor: caller.actor, rules: context.rules };
    const after = Math.max(0, incident.sequence - input.events);
    const timeline = input.events === 0 ? [] : await context.incidents.readTimeline(incident.id, after);
    return {
      incident,
      clock: readClock(incident, moment),
      timeline: timeline.map(toTimelineEntry),
      nextActions: nextActions(incident, moment),
      you: describeCaller(caller),
    };
  },
});

export async function findIncident(id: string, { incidents }: Pick<OperationContext, "incidents">): Promise<Incident> {
  const incident = await incidents.find(id);
  if (incident === undefined) {
    throw new OperationError("not-found", `There is no incident ${id}; list-incidents shows those that exist.`);
  }
  return incident;
}
