import { z } from "zod";
import { AUTHORITIES } from "../domain/authority.ts";
import { PHASES, STATUSES } from "../domain/phase.ts";
import { SEVERITIES } from "../domain/severity.ts";

/** What may be done next, so that nobody has to guess. */
export const nextActionSchema = z.object({
  operation: z.string().describe("Name of the operation"),
  why: z.string(),
  authority: z.enum(AUTHORITIES),
  effect: z.string(),
  undo: z.string(),
  input: z.record(z.string(), z.unknown()).describe("The input that is known already"),
});

/** What every command answers. */
export const commandAnswerSchema = z.object({
  incidentId: z.string(),
  sequence: z.int().describe("Number of the last event on the timeline"),
  severity: z.enum(SEVERITIES),
  status: z.enum(STATUSES),
  phase: z.enum(PHASES),
  happened: z.array(z.string()).describe("A sentence for each event that this command caused"),
  pending: z.string().optional().describe("What goes on and was not waited for; show-incident tells its end"),
  nextActions: z.array(nextActionSchema),
});

export type CommandAnswer = z.infer<typeof commandAnswerSchema>;
