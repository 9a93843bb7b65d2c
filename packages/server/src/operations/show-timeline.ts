import { z } from "zod";
import { type ChainCheck, type ChainedEvent, type Hash, verifyChain } from "../domain/chain.ts";
import { defineOperation } from "./define-operation.ts";
import { incidentId } from "./inputs.ts";
import { findIncident } from "./show-incident.ts";
import { timelineEntrySchema, toTimelineEntry } from "./timeline-entry.ts";

const entry = timelineEntrySchema.extend({ event: z.looseObject({ type: z.string() }), hash: z.string() });

export const showTimelineOperation = defineOperation({
  kind: "query",
  name: "show-timeline",
  summary: "The events of an incident as they were recorded, and whether the chain of hashes holds",
  authority: "view",
  agents: { tool: "look" },
  input: z.object({
    incidentId,
    after: z.coerce.number().int().min(0).default(0).describe("Only events after this sequence number"),
    limit: z.coerce.number().int().min(1).max(1_000).default(100),
  }),
  output: z.object({
    events: z.array(entry),
    more: z.boolean().describe("There are later events than these"),
    chain: z
      .object({
        ok: z.boolean(),
        sequence: z.int().optional().describe("The first event that does not fit"),
        why: z.enum(["gap", "wrong-link", "changed"]).optional(),
      })
      .describe("Whether nobody changed the past"),
  }),
  run: async ({ incidentId: id, after, limit }, context) => {
    const { sequence } = await findIncident(id, context);
    const whole = await context.incidents.readTimeline(id);
    const wanted = whole.slice(after, after + limit);
    return {
      events: wanted.map((chained) => ({ ...toTimelineEntry(chained), event: chained.event, hash: chained.hash })),
      more: whole.length > after + limit,
      chain: checkWhole(whole, { sequence, hash: context.hash }),
    };
  },
});

/** A chain alone cannot tell that its end was cut off; the projection knows how long it is. */
function checkWhole(
  timeline: readonly ChainedEvent[],
  { sequence, hash }: { readonly sequence: number; readonly hash: Hash },
): ChainCheck {
  const check = verifyChain(timeline, hash);
  if (!check.ok || timeline.length >= sequence) return check;
  return { ok: false, sequence: timeline.length + 1, why: "gap" };
}
