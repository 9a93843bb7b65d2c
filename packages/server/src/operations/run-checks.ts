import { z } from "zod";
import { runChecks } from "../domain/record-check.ts";
import { defineOperation } from "./define-operation.ts";
import { incidentId } from "./inputs.ts";

export const runChecksOperation = defineOperation({
  kind: "command",
  name: "run-checks",
  summary: "Look again: all quick checks in parallel, then a verdict",
  authority: "respond",
  agents: { tool: "investigate" },
  input: z.object({ incidentId }),
  settledBy: ["diagnosis-made"],
  decide: (incident, _input, moment) => runChecks(incident, moment),
});
