import { z } from "zod";
import { settleRemedy } from "../domain/settle-remedy.ts";
import { defineOperation } from "./define-operation.ts";
import { incidentId, reason, remedyId } from "./inputs.ts";

export const settleRemedyOperation = defineOperation({
  kind: "command",
  name: "settle-remedy",
  summary: "Say whether an uncertain remedy took effect, after you have looked",
  authority: "approve",
  agents: { none: "only a person who has looked may say it" },
  input: z.object({
    incidentId,
    remedyId,
    outcome: z.enum(["succeeded", "failed"]).describe("succeeded: it took effect; failed: it did not, and will not"),
    reason,
  }),
  decide: (incident, input, moment) => settleRemedy(incident, input, moment),
});
