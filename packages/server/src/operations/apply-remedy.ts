import { z } from "zod";
import { applyRemedy } from "../domain/apply-remedy.ts";
import { defineOperation } from "./define-operation.ts";
import { incidentId, remedyId } from "./inputs.ts";

export const applyRemedyOperation = defineOperation({
  kind: "command",
  name: "apply-remedy",
  summary: "Carry out an approved remedy",
  authority: "respond",
  agents: { tool: "remedy" },
  input: z.object({ incidentId, remedyId }),
  settledBy: ["remedy-succeeded", "remedy-failed", "remedy-uncertain"],
  decide: (incident, input, moment) => applyRemedy(incident, input.remedyId, moment),
});
