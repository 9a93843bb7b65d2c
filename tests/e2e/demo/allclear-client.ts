import { z } from "zod";

const entrySchema = z.object({
  sequence: z.int(),
  at: z.string(),
  actor: z.object({ kind: z.enum(["human", "agent", "system"]), name: z.string() }),
  type: z.string(),
  says: z.string(),
  event: z.looseObject({ type: z.string() }),
});

/** One event of a timeline, as show-timeline gives it. */
export type TimelineEntry = z.infer<typeof entrySchema>;

const timelineSchema = z.object({
  events: z.array(entrySchema),
  more: z.boolean(),
  chain: z.looseObject({ ok: z.boolean() }),
});

const incidentsSchema = z.object({
  incidents: z.array(z.looseObject({ incidentId: z.string(), openedAt: z.string() })),
});

const nextActionSchema = z.looseObject({ operation: z.string(), input: z.record(z.string(), z.unknown()) });
const incidentSchema = z.looseObject({ nextActions: z.array(nextActionSchema) });
const reviewSchema = z.object({ review: z.string() });
const answerSchema = z.looseObject({ happened: z.array(z.string()) });

export type Answer = z.infer<typeof answerSchema>;
export type ShownIncident = z.infer<typeof incidentSchema>;

/** Allclear over HTTP, as any client with a key has it. Every call rejects with the server's own message. */
export interface AllclearClient {
  /** Newest first. */
  listIncidents(): Promise<z.infer<typeof incidentsSchema>["incidents"]>;
  showIncident(incidentId: string): Promise<ShownIncident>;
  showTimeline(incidentId: string, after: number): Promise<z.infer<typeof timelineSchema>>;
  showReview(incidentId: string): Promise<string>;
  /** Carries out what `nextActions` offers; a repeated key is carried out once. */
  act(operation: string, input: Readonly<Record<string, unknown>>, idempotencyKey: string): Promise<Answer>;
}

export interface Connection {
  readonly url: string;
  readonly key: string;
  readonly signal: AbortSignal;
}

export function connectAllclear(connection: Connection): AllclearClient {
  const ask = async (operation: string, input: Readonly<Record<string, string>>) =>
    call(connection, `/v1/${operation}?${new URLSearchParams(input)}`, { method: "GET" });
  return {
    listIncidents: async () => incidentsSchema.parse(await ask("list-incidents", {})).incidents,
    showIncident: async (incidentId) => incidentSchema.parse(await ask("show-incident", { incidentId, events: "0" })),
    showTimeline: async (incidentId, after) =>
      timelineSchema.parse(await ask("show-timeline", { incidentId, after: String(after), limit: "1000" })),
    showReview: async (incidentId) => reviewSchema.parse(await ask("show-review", { incidentId })).review,
    act: async (operation, input, idempotencyKey) =>
      answerSchema.parse(
        await call(connection, `/v1/${operation}`, {
          method: "POST",
          headers: { "content-type": "application/json", "idempotency-key": idempotencyKey },
          body: JSON.stringify(input),
        }),
      ),
  };
}

const errorSchema = z.object({ error: z.object({ message: z.string() }) });
/** The server itself answers within 10 s, also where a remedy takes longer. */
const limitMs = 20_000;

async function call({ url, key, signal }: Connection, path: string, request: RequestInit): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${key}` },
    signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
  });
  const body: unknown = await response.json();
  if (response.ok) return body;
  const told = errorSchema.safeParse(body);
  const name = path.replace(/\?.*/, "");
  throw new Error(`Allclear refused ${name}: ${told.success ? told.data.error.message : `HTTP ${response.status}`}`);
}
