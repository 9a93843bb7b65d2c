import { runMigrations } from "graphile-worker";
import type pg from "pg";
import { engineLogger, type JobLog } from "./job-log.ts";
import { watchPool } from "./watch-pool.ts";

// Any constant: it keeps two replicas that start together from creating the same objects.
const migrationLock = 7_116_203_441;

/** Brings the engine's tables and the fencing sequence up to date; safe to call from several processes at once. */
export async function migrateJobs(pool: pg.Pool, log: JobLog = () => undefined): Promise<void> {
  const unwatch = watchPool(pool, log);
  try {
    await runMigrations({ pgPool: pool, logger: engineLogger(log) });
    // One simple query is one transaction, so the lock holds until the objects are there.
    await pool.query(
      `select pg_advisory_xact_lock(${migrationLock});
       create schema if not exists allclear_jobs;
       create sequence if not exists allclear_jobs.fence;`,
    );
  } finally {
    unwatch();
  }
}
