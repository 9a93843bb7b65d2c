import { z } from "zod";
import { claimIncident } from "../domain/acknowledge-incident.ts";
import { defineOperation } from "./define-operation.ts";
import { incidentId } from "./inputs.ts";

export const claimIncidentOperation = defineOperation({
  kind: "command",
  name: "claim-incident",
  summary: "Take the incident for a time; claim again to keep it",
  authority: "respond",
  agents: { tool: "claim" },
  input: z.object({
    incidentId,
    plan: z.string().trim().min(1).max(500).optional().describe("What you are going to do, for others to see"),
  }),
  decide: (incident, { plan }, moment) => claimIncident(incident, plan === undefined ? {} : { plan }, moment),
});
