import { z } from "zod";
import { eraseBody } from "../domain/erase-body.ts";
import { defineOperation } from "./define-operation.ts";
import { bodyDigest, incidentId, reason } from "./inputs.ts";

export const eraseBodyOperation = defineOperation({
  kind: "command",
  name: "erase-body",
  summary: "Erase a text that should never have been kept; the timeline still verifies",
  authority: "administer",
  agents: { none: "erasing cannot be undone, so a person does it" },
  input: z.object({ incidentId, body: bodyDigest, reason }),
  decide: (incident, { body, reason: why }, moment) => eraseBody(incident, { body, reason: why }, moment),
});
