import { z } from "zod";
import { acknowledgeIncident } from "../domain/acknowledge-incident.ts";
import { defineOperation } from "./define-operation.ts";
import { incidentId } from "./inputs.ts";

export const acknowledgeIncidentOperation = defineOperation({
  kind: "command",
  name: "acknowledge-incident",
  summary: "Say that you are on it; the response clock stops",
  authority: "respond",
  agents: { tool: "claim" },
  input: z.object({ incidentId }),
  decide: (incident) => acknowledgeIncident(incident),
});
