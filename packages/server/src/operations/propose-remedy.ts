import { z } from "zod";
import { requestRemedy } from "../domain/propose-remedy.ts";
import { defineOperation } from "./define-operation.ts";
import { incidentId } from "./inputs.ts";

const action = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("revert-commit"),
    commit: z.string().regex(/^[0-9a-f]{40}$/, "the full id of a commit, 40 hex characters"),
    branch: z.string().min(1).describe("The branch that is deployed"),
  }),
]);

export const proposeRemedyOperation = defineOperation({
  kind: "command",
  name: "propose-remedy",
  summary: "Ask for the plan of a remedy, made with a dry run; nothing is changed by it",
  authority: "respond",
  agents: { tool: "remedy" },
  input: z.object({ incidentId, action }),
  settledBy: ["remedy-proposed", "remedy-not-possible"],
  decide: (incident, input) => requestRemedy(incident, input.action),
});
