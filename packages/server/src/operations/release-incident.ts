import { z } from "zod";
import { releaseIncident } from "../domain/acknowledge-incident.ts";
import { defineOperation } from "./define-operation.ts";
import { incidentId } from "./inputs.ts";

export const releaseIncidentOperation = defineOperation({
  kind: "command",
  name: "release-incident",
  summary: "Give your claim back",
  authority: "respond",
  agents: { tool: "claim" },
  input: z.object({ incidentId }),
  decide: (incident, _input, moment) => releaseIncident(incident, moment),
});
