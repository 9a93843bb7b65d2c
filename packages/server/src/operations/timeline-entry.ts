import { z } from "zod";
import type { ChainedEvent } from "../domain/chain.ts";
import { describe } from "../domain/describe.ts";

/** One event as people and agents read it. */
export const timelineEntrySchema = z.object({
  sequence: z.int(),
  at: z.iso.datetime(),
  actor: z.object({ kind: z.enum(["human", "agent", "system"]), name: z.string() }),
  type: z.string(),
  says: z.string(),
});

export function toTimelineEntry({ sequence, at, actor, event }: ChainedEvent): z.infer<typeof timelineEntrySchema> {
  const { kind, name } = actor;
  return { sequence, at: new Date(at).toISOString(), actor: { kind, name }, type: event.type, says: describe(event) };
}
