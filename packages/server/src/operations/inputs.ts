/** The parts that the inputs of operations are made of. */

import { z } from "zod";

export const incidentId = z.string().min(1).describe("Id of the incident, as list-incidents shows it");
export const remedyId = z.string().min(1).describe("Id of the remedy, such as remedy-1");
export const planDigest = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "the plan's digest, 64 hex characters, as show-incident gives it")
  .describe("Digest of the plan you saw; a newer plan is not approved by it");
export const reason = z.string().trim().min(1).max(1_000).describe("Why, in a sentence or two");
export const botId = z.string().min(1).describe("Id of the bot, as in the configuration");
