import { z } from "zod";
import { postUpdate } from "../domain/post-update.ts";
import { defineOperation } from "./define-operation.ts";
import { incidentId } from "./inputs.ts";

export const postUpdateOperation = defineOperation({
  kind: "command",
  name: "post-update",
  summary: "Tell the team or the bot's users something in your own words",
  authority: "respond",
  agents: { tool: "tell" },
  input: z.object({
    incidentId,
    audience: z.enum(["team", "users"]),
    text: z.string().trim().min(1).max(3_000).describe("The description; the status is put before it for the team"),
  }),
  settledBy: ["update-posted", "update-not-told"],
  decide: (incident, { audience, text }, moment) => postUpdate(incident, { audience, text }, moment),
});
