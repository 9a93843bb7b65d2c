import { CHAIN_START, type ChainedEvent } from "../../domain/chain.ts";
import type { Incident } from "../../domain/incident.ts";
import type { Instant } from "../../domain/instant.ts";
import type { Append, Current, IncidentStore, StoredBody, Subject } from "../../ports/incident-store.ts";
import type { MemoryJobQueue } from "./job-queue.ts";

export interface MemoryIncidentStoreOptions {
  /** Gets the jobs of every append. */
  readonly queue: MemoryJobQueue;
}

interface Rows {
  readonly incidents: ReadonlyMap<string, Incident>;
  readonly timelines: ReadonlyMap<string, readonly ChainedEvent[]>;
  readonly bodies: ReadonlyMap<string, StoredBody>;
}

/** Incidents in memory. A decision and its writes are one step, so writers take turns by themselves. */
export function createMemoryIncidentStore({ queue }: MemoryIncidentStoreOptions): IncidentStore {
  let rows: Rows = { incidents: new Map(), timelines: new Map(), bodies: new Map() };
  const receipts = new Map<string, { readonly result: unknown; readonly at: Instant }>();
  return {
    transact: async ({ subject, receiptKey, decide }) => {
      type Result = ReturnType<typeof decide>["result"];
      // A receipt holds what the same operation answered the first time.
      const receipt = receiptKey === undefined ? undefined : receipts.get(receiptKey);
      if (receipt !== undefined) return receipt.result as Result;
      const { append, result } = decide(readCurrent(rows, subject));
      if (append === undefined) return result;
      const next = write(rows, toPlain(append));
      const answer = toPlain({ result });
      queue.addNow(append.jobs);
      rows = next;
      const at = append.events.at(-1)?.at ?? 0;
      if (receiptKey !== undefined) receipts.set(receiptKey, { ...answer, at });
      return result;
    },
    find: async (incidentId) => rows.incidents.get(incidentId),
    list: async ({ botId, state, limit }) =>
      newestFirst(rows)
        .filter((incident) => botId === undefined || incident.botId === botId)
        .filter(({ resolvedAt }) => state === undefined || (resolvedAt === undefined) === (state === "active"))
        .slice(0, limit)
        .map((incident) => ({
          id: incident.id,
          botId: incident.botId,
          severity: incident.severity.value,
          incident,
        })),
    readTimeline: async (incidentId, afterSequence = 0) =>
      (rows.timelines.get(incidentId) ?? []).slice(Math.max(0, afterSequence)),
    readBodies: async (digests) => digests.flatMap((digest) => rows.bodies.get(digest) ?? []),
    listOpen: async (afterId = "", limit) =>
      [...rows.incidents.values()]
        .filter(({ id, closedAt }) => closedAt === undefined && id > afterId)
        .sort((one, other) => (one.id < other.id ? -1 : 1))
        .slice(0, limit),
    forgetReceipts: async (before) => {
      for (const [key, { at }] of receipts) if (at < before) receipts.delete(key);
    },
  };
}

/** As a database keeps it: nobody's later change reaches it, and what is no JSON is refused. */
function toPlain<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}

function readCurrent(rows: Rows, subject: Subject): Current {
  const incident =
    subject.kind === "incident"
      ? rows.incidents.get(subject.incidentId)
      : newestFirst(rows).find(({ botId }) => botId === subject.botId);
  const last = incident === undefined ? undefined : rows.timelines.get(incident.id)?.at(-1);
  if (last === undefined) return { incident: undefined, lastHash: CHAIN_START };
  return { incident, lastHash: last.hash, lastAt: last.at };
}

function newestFirst({ incidents }: Rows): readonly Incident[] {
  const byId = [...incidents.values()].sort((one, other) => (one.id < other.id ? 1 : -1));
  return byId.sort((one, other) => other.openedAt - one.openedAt);
}

function write(rows: Rows, { incident, events, bodies, erasures }: Append): Rows {
  const timeline = [...(rows.timelines.get(incident.id) ?? []), ...events];
  if (timeline.some(({ sequence }, index) => sequence !== index + 1)) {
    throw new Error(`the events of ${incident.id} do not follow on those that are stored`);
  }
  const others = [...rows.incidents.values()].filter(({ id, botId }) => id !== incident.id && botId === incident.botId);
  if (incident.resolvedAt === undefined && others.some(({ resolvedAt }) => resolvedAt === undefined)) {
    throw new Error(`${incident.botId} has an active incident already`);
  }
  return {
    incidents: new Map(rows.incidents).set(incident.id, incident),
    timelines: new Map(rows.timelines).set(incident.id, timeline),
    bodies: writeBodies(rows.bodies, { bodies, erasures, at: events.at(-1)?.at ?? 0 }),
  };
}

function writeBodies(
  known: Rows["bodies"],
  { bodies, erasures, at }: Pick<Append, "bodies" | "erasures"> & { readonly at: number },
): Rows["bodies"] {
  const next = new Map(known);
  for (const body of bodies) if (!next.has(body.digest)) next.set(body.digest, body);
  for (const { body, reason } of erasures) {
    if (next.has(body)) next.set(body, { digest: body, erased: { at, reason } });
  }
  return next;
}
