import type pg from "pg";

/** The advisory lock key of a worker id, as an SQL expression; the seed keeps it apart from other users of advisory locks. */
export function workerLockKey(workerId: string): string {
  return `hashtextextended(${workerId}, 4951)`;
}

/**
 * Frees the jobs of workers whose advisory lock nobody holds, wakes the engine for them, and answers their worker ids.
 * The locks taken by asking are kept to the end of the statement, so nobody becomes that worker while it is freed.
 * Must not run on a connection that holds a worker's lock: it would be granted its own.
 */
export async function freeAbandonedJobs(pool: pg.Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ ids: string[] }>(
    `with holders as materialized (
       select locked_by as id from graphile_worker.jobs where locked_by is not null group by locked_by
     ), abandoned as materialized (
       select id from holders where pg_try_advisory_xact_lock(${workerLockKey("id")})
     ), gathered as materialized (
       select array_agg(id) as ids from abandoned having count(*) > 0
     )
     select ids, graphile_worker.force_unlock_workers(ids),
            pg_notify('jobs:insert', json_build_object('r', random(), 'count', 1000)::text)
     from gathered`,
  );
  return rows[0]?.ids ?? [];
}
