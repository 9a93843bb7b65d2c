import { createHash } from "node:crypto";
import { openDatabase } from "../../../packages/server/src/adapters/postgres/database.ts";
import { startEmbeddedPostgres } from "../../../packages/server/src/adapters/postgres/embedded/embedded-postgres.ts";
import { createIncidentStore } from "../../../packages/server/src/adapters/postgres/incident-store.ts";
import { fold } from "../../../packages/server/src/domain/apply.ts";
import { type ChainedEvent, canonicalJson, verifyChain } from "../../../packages/server/src/domain/chain.ts";

/** An event as it stands in the table. */
export interface EventRow {
  readonly incidentId: string;
  readonly sequence: number;
  readonly type: string;
  readonly hash: string;
  /** Digest of the whole row. */
  readonly digest: string;
}

/** A job that must run: its time has come, or it was running. */
export interface PendingJob {
  readonly id: string;
  readonly task: string;
  readonly attempts: number;
  readonly revision: number;
}

/** The server's own database, read beside it by another client, which also keeps it up while the server is dead. */
export interface StoreView {
  /** In the order of the incidents' opening, then of the sequence; only of incidents opened since then (milliseconds). */
  readEvents(openedSince: number): Promise<readonly EventRow[]>;
  /** Types of events after the sequence, of incidents opened since then. */
  readTypes(
    openedSince: number,
    after: number,
  ): Promise<readonly { readonly sequence: number; readonly type: string }[]>;
  readTimeline(incidentId: string): Promise<readonly ChainedEvent[]>;
  /** Sentences about every incident whose chain does not verify or whose projection is not the fold of its events. */
  findDisagreements(openedSince: number): Promise<readonly string[]>;
  readPendingJobs(): Promise<readonly PendingJob[]>;
  /** Those of the jobs that nobody has taken up since they were read. */
  readUntouched(jobs: readonly PendingJob[]): Promise<readonly PendingJob[]>;
  close(): Promise<void>;
}

export async function openStoreView(dataFolder: string): Promise<StoreView> {
  const embedded = await startEmbeddedPostgres({ dataFolder });
  const database = await openDatabase({ url: embedded.url, connections: 4, log: () => undefined });
  const { pool } = database;
  const incidents = createIncidentStore(database.tables);

  const readEvents = async (openedSince: number): Promise<readonly EventRow[]> => {
    const { rows } = await pool.query<EventRow>(
      `select e.incident_id as "incidentId", e.sequence, e.event ->> 'type' as type, e.hash, md5(e::text) as digest
       from events e join incidents i on i.id = e.incident_id where i.opened_at >= $1
       order by i.opened_at, i.id, e.sequence`,
      [openedSince],
    );
    return rows;
  };

  return {
    readEvents,
    readTypes: async (openedSince, after) => {
      const { rows } = await pool.query<{ sequence: number; type: string }>(
        `select e.sequence, e.event ->> 'type' as type
         from events e join incidents i on i.id = e.incident_id
         where i.opened_at >= $1 and e.sequence > $2 order by e.sequence`,
        [openedSince, after],
      );
      return rows;
    },
    readTimeline: (incidentId) => incidents.readTimeline(incidentId),
    findDisagreements: async (openedSince) => {
      const ids = [...new Set((await readEvents(openedSince)).map(({ incidentId }) => incidentId))];
      const found = await Promise.all(ids.map((id) => disagreementsOf(id, incidents)));
      return found.flat();
    },
    readPendingJobs: async () => {
      const { rows } = await pool.query<PendingJob>(
        `select id::text, task_identifier as task, attempts, revision from graphile_worker.jobs
         where attempts < max_attempts and (locked_at is not null or run_at <= now())`,
      );
      return rows;
    },
    readUntouched: async (jobs) => {
      const { rows } = await pool.query<PendingJob>(
        "select id::text, attempts, revision from graphile_worker.jobs where id::text = any ($1)",
        [jobs.map(({ id }) => id)],
      );
      const now = new Map(rows.map((row) => [row.id, row]));
      return jobs.filter(({ id, attempts, revision }) => {
        const row = now.get(id);
        return row?.attempts === attempts && row.revision === revision;
      });
    },
    close: async () => {
      await database.close();
      await embedded.stop();
    },
  };
}

type Incidents = ReturnType<typeof createIncidentStore>;

/** The projection is read first, so that events which a running server adds meanwhile are beyond it. */
async function disagreementsOf(id: string, incidents: Incidents): Promise<readonly string[]> {
  const projection = await incidents.find(id);
  const timeline = await incidents.readTimeline(id);
  const checked = verifyChain(timeline, (text) => createHash("sha256").update(text).digest("hex"));
  const problems = checked.ok ? [] : [`incident ${id}: the chain breaks at event ${checked.sequence} (${checked.why})`];
  if (projection === undefined) return [...problems, `incident ${id}: it has events and no projection`];
  const folded = fold(timeline.slice(0, projection.sequence));
  if (canonicalJson(folded) !== canonicalJson(projection)) {
    problems.push(`incident ${id}: the projection at event ${projection.sequence} is not the fold of its events`);
  }
  return problems;
}
