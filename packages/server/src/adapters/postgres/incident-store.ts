import type { Kysely, Transaction as SqlTransaction } from "kysely";
import { sql } from "kysely";
import { CHAIN_START, type ChainedEvent } from "../../domain/chain.ts";
import type { Digest } from "../../domain/evidence.ts";
import type { Incident } from "../../domain/incident.ts";
import type { Instant } from "../../domain/instant.ts";
import type {
  Append,
  Current,
  IncidentFilter,
  IncidentRow,
  IncidentStore,
  StoredBody,
  Subject,
  Transaction,
} from "../../ports/incident-store.ts";
import { addJobs } from "./job-queue.ts";
import type { Tables } from "./schema.ts";
import { isConflict, onDatabase } from "./to-port-error.ts";

const PORT = "incident-store";
/** Two writers that met decide again on what the other wrote; so many meetings in a row are a bug. */
const MOST_TRIES = 10;

type Sql = SqlTransaction<Tables>;

export function createIncidentStore(database: Kysely<Tables>): IncidentStore {
  return {
    transact: (transaction) => onDatabase(PORT, () => transact(database, transaction)),
    find: (incidentId) => onDatabase(PORT, () => find(database, incidentId)),
    list: (filter) => onDatabase(PORT, () => list(database, filter)),
    readTimeline: (incidentId, after = 0) => onDatabase(PORT, () => readTimeline(database, incidentId, after)),
    readBodies: (digests) => onDatabase(PORT, () => readBodies(database, digests)),
    listOpen: (afterId, limit) => onDatabase(PORT, () => listOpen(database, afterId ?? "", limit)),
    forgetReceipts: (before) => onDatabase(PORT, () => forgetReceipts(database, before)),
  };
}

async function transact<Result>(database: Kysely<Tables>, transaction: Transaction<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await database.transaction().execute((tx) => decideAndWrite(tx, transaction));
    } catch (error) {
      if (!isConflict(error) || tries === MOST_TRIES) throw error;
    }
  }
}

async function decideAndWrite<Result>(tx: Sql, transaction: Transaction<Result>): Promise<Result> {
  const { subject, receiptKey, decide } = transaction;
  await lock(tx, subject);
  const remembered = receiptKey === undefined ? undefined : await readReceipt<Result>(tx, receiptKey);
  if (remembered !== undefined) return remembered.result;
  const { append, result } = decide(await readCurrent(tx, subject));
  if (append === undefined) return result;
  await write(tx, append);
  if (receiptKey !== undefined) {
    const at = append.events.at(-1)?.at ?? 0;
    await tx
      .insertInto("receipts")
      .values({ key: receiptKey, result: JSON.stringify({ result }), at })
      .execute();
  }
  return result;
}

/** Writers of one subject take turns; an incident and its bot are one subject. */
async function lock(tx: Sql, subject: Subject): Promise<void> {
  const botId = subject.kind === "bot" ? subject.botId : await botOf(tx, subject.incidentId);
  if (botId === undefined) return;
  await sql`select pg_advisory_xact_lock(hashtextextended(${botId}, 7373))`.execute(tx);
}

async function botOf(tx: Sql, incidentId: string): Promise<string | undefined> {
  const row = await tx.selectFrom("incidents").select("bot_id").where("id", "=", incidentId).executeTakeFirst();
  return row?.bot_id;
}

async function readReceipt<Result>(tx: Sql, key: string): Promise<{ readonly result: Result } | undefined> {
  const row = await tx.selectFrom("receipts").select("result").where("key", "=", key).executeTakeFirst();
  // A receipt holds what the same operation answered the first time.
  return row === undefined ? undefined : (row.result as unknown as { readonly result: Result });
}

async function readCurrent(tx: Sql, subject: Subject): Promise<Current> {
  const query = tx
    .selectFrom("incidents")
    .leftJoin("events", (join) =>
      join.onRef("events.incident_id", "=", "incidents.id").onRef("events.sequence", "=", "incidents.sequence"),
    )
    .select(["state", "last_hash", "events.at as last_at"]);
  const row = await (subject.kind === "incident"
    ? query.where("id", "=", subject.incidentId)
    : query.where("bot_id", "=", subject.botId).orderBy("opened_at", "desc").orderBy("id", "desc").limit(1)
  ).executeTakeFirst();
  if (row === undefined) return { incident: undefined, lastHash: CHAIN_START };
  return { incident: row.state, lastHash: row.last_hash, lastAt: Number(row.last_at) };
}

async function write(tx: Sql, { incident, events, bodies, erasures, jobs }: Append): Promise<void> {
  await writeProjection(tx, incident, events.at(-1)?.hash ?? CHAIN_START);
  await tx.insertInto("events").values(events.map(toEventRow)).execute();
  if (bodies.length > 0) {
    await tx
      .insertInto("bodies")
      .values(bodies.map(({ digest, text }) => ({ digest, content: text })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const at = events.at(-1)?.at ?? 0;
  for (const { body, reason } of erasures) {
    const erased = { content: null, erased_at: at, erased_because: reason };
    await tx.updateTable("bodies").set(erased).where("digest", "=", body).execute();
  }
  await addJobs(tx, jobs);
}

async function writeProjection(tx: Sql, incident: Incident, lastHash: Digest): Promise<void> {
  const row = {
    bot_id: incident.botId,
    opened_at: incident.openedAt,
    resolved_at: incident.resolvedAt ?? null,
    closed_at: incident.closedAt ?? null,
    severity: incident.severity.value,
    sequence: incident.sequence,
    last_hash: lastHash,
    state: JSON.stringify(incident),
  };
  await tx
    .insertInto("incidents")
    .values({ id: incident.id, ...row })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
}

function toEventRow({ incidentId, sequence, at, actor, event, previousHash, hash }: ChainedEvent) {
  return {
    incident_id: incidentId,
    sequence,
    at,
    actor: JSON.stringify(actor),
    event: JSON.stringify(event),
    previous_hash: previousHash,
    hash,
  };
}

async function find(database: Kysely<Tables>, incidentId: string): Promise<Incident | undefined> {
  const row = await database.selectFrom("incidents").select("state").where("id", "=", incidentId).executeTakeFirst();
  return row?.state;
}

async function list(
  database: Kysely<Tables>,
  { botId, state, limit }: IncidentFilter,
): Promise<readonly IncidentRow[]> {
  let query = database.selectFrom("incidents").select("state").orderBy("opened_at", "desc").orderBy("id", "desc");
  if (botId !== undefined) query = query.where("bot_id", "=", botId);
  if (state !== undefined) query = query.where("resolved_at", state === "active" ? "is" : "is not", null);
  const rows = await query.limit(limit).execute();
  return rows.map(({ state: incident }) => ({
    id: incident.id,
    botId: incident.botId,
    severity: incident.severity.value,
    incident,
  }));
}

async function readTimeline(
  database: Kysely<Tables>,
  incidentId: string,
  after: number,
): Promise<readonly ChainedEvent[]> {
  const rows = await database
    .selectFrom("events")
    .selectAll()
    .where("incident_id", "=", incidentId)
    .where("sequence", ">", after)
    .orderBy("sequence")
    .execute();
  return rows.map((row) => ({
    incidentId: row.incident_id,
    sequence: row.sequence,
    at: Number(row.at),
    actor: row.actor,
    event: row.event,
    previousHash: row.previous_hash,
    hash: row.hash,
  }));
}

async function readBodies(database: Kysely<Tables>, digests: readonly Digest[]): Promise<readonly StoredBody[]> {
  if (digests.length === 0) return [];
  const rows = await database.selectFrom("bodies").selectAll().where("digest", "in", digests).execute();
  const known = new Map(rows.map((row) => [row.digest, row]));
  return digests.flatMap((digest): readonly StoredBody[] => {
    const row = known.get(digest);
    if (row === undefined) return [];
    if (row.content !== null) return [{ digest, text: row.content }];
    return [{ digest, erased: { at: Number(row.erased_at), reason: row.erased_because ?? "" } }];
  });
}

async function listOpen(database: Kysely<Tables>, afterId: string, limit: number): Promise<readonly Incident[]> {
  const rows = await database
    .selectFrom("incidents")
    .select("state")
    .where("closed_at", "is", null)
    .where("id", ">", afterId)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(({ state }) => state);
}

async function forgetReceipts(database: Kysely<Tables>, before: Instant): Promise<void> {
  await database.deleteFrom("receipts").where("at", "<", String(before)).execute();
}
