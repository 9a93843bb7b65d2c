import { z } from "zod";
import { resolveIncident } from "../domain/prove-recovery.ts";
import { defineOperation } from "./define-operation.ts";
import { incidentId, reason } from "./inputs.ts";

export const resolveIncidentOperation = defineOperation({
  kind: "command",
  name: "resolve-incident",
  summary: "Say that it is fixed; the proof through Slack starts, and its end is the all clear",
  authority: "respond",
  agents: { tool: "finish" },
  input: z.object({
    incidentId,
    reason,
    withoutProof: z.boolean().default(false).describe("End it without the proof; only a person may"),
  }),
  decide: (incident, input, moment) => resolveIncident(incident, input, moment),
});
