import { z } from "zod";
import { approveRemedy } from "../domain/approve-remedy.ts";
import { defineOperation } from "./define-operation.ts";
import { incidentId, planDigest, remedyId } from "./inputs.ts";

export const approveRemedyOperation = defineOperation({
  kind: "command",
  name: "approve-remedy",
  summary: "Let a proposed remedy run; the yes is for the plan you saw, and it expires",
  authority: "approve",
  agents: { tool: "remedy" },
  input: z.object({ incidentId, remedyId, planDigest }),
  decide: (incident, input, moment) => approveRemedy(incident, input, moment),
});
