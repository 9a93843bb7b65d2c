/** The parts that the inputs of operations are made of. */

import { z } from "zod";

/** Ids are ours or the configuration's; anything else cannot exist, and a store may not even be able to ask for it. */
const id = z.string().regex(/^[\x21-\x7e]{1,200}$/, "an id of 1 to 200 printable characters without spaces");

export const incidentId = id.describe("Id of the incident, as list-incidents shows it");
export const remedyId = id.describe("Id of the remedy, such as remedy-1");
export const planDigest = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "the plan's digest, 64 hex characters, as show-incident gives it")
  .describe("Digest of the plan you saw; a newer plan is not approved by it");
export const bodyDigest = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "a text's digest, 64 hex characters, as an event gives it")
  .describe("Digest of the text, as an event gives it");
export const reason = z.string().trim().min(1).max(1_000).describe("Why, in a sentence or two");
export const botId = id.describe("Id of the bot, as in the configuration");
