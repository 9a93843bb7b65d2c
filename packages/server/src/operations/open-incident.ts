import { z } from "zod";
import type { Signal } from "../domain/signal.ts";
import { defineOperation } from "./define-operation.ts";
import { botId } from "./inputs.ts";
import { decideOnSignal, measureImpact } from "./report-signal.ts";

export const openIncidentOperation = defineOperation({
  kind: "bot-command",
  name: "open-incident",
  summary: "Report that a bot fails; joins the bot's open incident if there is one",
  authority: "respond",
  agents: { tool: "open" },
  input: z.object({
    botId,
    summary: z.string().trim().min(1).max(500).describe("What you saw, in a sentence"),
    drill: z.boolean().default(false).describe("An exercise"),
  }),
  prepare: async ({ summary, drill }, context, bot) => {
    const impact = await measureImpact(bot, context.watch);
    const key = `report:${context.newId()}`;
    const signal: Signal = { kind: "report", key, at: context.now(), summary: `Reported: ${summary}` };
    return (newest, moment) => decideOnSignal({ bot, signal, impact, drill }, newest, moment);
  },
});
