import { z } from "zod";
import { rejectRemedy } from "../domain/approve-remedy.ts";
import { defineOperation } from "./define-operation.ts";
import { incidentId, reason, remedyId } from "./inputs.ts";

export const rejectRemedyOperation = defineOperation({
  kind: "command",
  name: "reject-remedy",
  summary: "Turn a remedy down, or take an approval back before it is applied",
  authority: "approve",
  agents: { tool: "remedy" },
  input: z.object({ incidentId, remedyId, reason }),
  decide: (incident, input) => rejectRemedy(incident, input),
});
