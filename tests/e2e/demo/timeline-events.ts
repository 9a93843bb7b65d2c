/** The events of a timeline that the demo looks into, as a client reads them. */

import { z } from "zod";
import type { TimelineEntry } from "./allclear-client.ts";

const cause = z.looseObject({ kind: z.string(), id: z.string() });
const argument = z.looseObject({ says: z.string(), evidence: z.array(z.string()) });
const answer = z.union([
  z.looseObject({ known: z.literal(true), says: z.string() }),
  z.looseObject({ known: z.literal(false), why: z.string() }),
]);

const diagnosis = z.looseObject({
  findings: z.record(z.string(), answer),
  hypotheses: z.array(
    z.looseObject({
      rank: z.number(),
      cause,
      status: z.string(),
      summary: z.string(),
      for: z.array(argument),
      against: z.array(argument),
    }),
  ),
  verdict: z.looseObject({
    status: z.string(),
    cause,
    component: z.string(),
    origin: z.string(),
    summary: z.string(),
    missing: z.array(z.string()),
  }),
});

const plan = z.looseObject({
  id: z.string(),
  action: z.looseObject({ kind: z.string(), commit: z.string().optional() }),
  summary: z.string(),
  dryRun: z.array(z.string()),
  effect: z.string(),
  undo: z.string(),
  digest: z.string(),
});

const eventSchemas = {
  "incident-opened": z.looseObject({
    signal: z.looseObject({ kind: z.string(), at: z.number(), summary: z.string() }),
  }),
  "severity-assessed": z.looseObject({
    assessment: z.looseObject({ severity: z.string(), reasons: z.array(z.string()) }),
  }),
  "update-requested": z.looseObject({
    update: z.looseObject({ id: z.string(), audience: z.string(), text: z.string() }),
  }),
  "update-posted": z.looseObject({ updateId: z.string(), channel: z.string(), messageId: z.string() }),
  "page-delivered": z.looseObject({ channel: z.string(), messageId: z.string() }),
  "check-ended": z.looseObject({ checkId: z.string(), result: z.looseObject({ outcome: z.string() }) }),
  "diagnosis-made": z.looseObject({ diagnosis }),
  "remedy-proposed": z.looseObject({ plan }),
  "recovery-looked": z.looseObject({ look: z.looseObject({ outcome: z.string(), says: z.array(z.string()) }) }),
  "incident-resolved": z.looseObject({ how: z.string() }),
};

type EventSchemas = typeof eventSchemas;
export type ReadEvent<Type extends keyof EventSchemas> = z.infer<EventSchemas[Type]>;
export type Diagnosis = z.infer<typeof diagnosis>;

/** The entry's event when it is of this type. Throws where the server does not keep to its shape. */
export function readEvent<Type extends keyof EventSchemas>(
  entry: TimelineEntry,
  type: Type,
): ReadEvent<Type> | undefined {
  if (entry.type !== type) return undefined;
  // The schema was taken by the same type; TypeScript does not connect the two.
  return eventSchemas[type].parse(entry.event) as ReadEvent<Type>;
}

export function readEvents<Type extends keyof EventSchemas>(
  entries: readonly TimelineEntry[],
  type: Type,
): ReadEvent<Type>[] {
  return entries.flatMap((entry) => readEvent(entry, type) ?? []);
}
