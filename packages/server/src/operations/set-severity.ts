import { z } from "zod";
import { overrideSeverity } from "../domain/override-severity.ts";
import { SEVERITIES } from "../domain/severity.ts";
import { defineOperation } from "./define-operation.ts";
import { incidentId, reason } from "./inputs.ts";

export const setSeverityOperation = defineOperation({
  kind: "command",
  name: "set-severity",
  summary: "Override the measured severity; the reason is kept",
  authority: "respond",
  agents: { none: "only a person may override what was measured" },
  input: z.object({ incidentId, severity: z.enum(SEVERITIES), reason }),
  decide: (incident, input, moment) => overrideSeverity(incident, input, moment),
});
