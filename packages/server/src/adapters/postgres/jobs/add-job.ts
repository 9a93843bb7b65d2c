import { type QueryExecutorProvider, sql } from "kysely";

/** As `maxAttempts`: tried until it ends well, never more than about a minute apart. The largest number the engine can hold. */
export const WITHOUT_END = 32_767;

export interface NewJob {
  readonly task: string;
  /** Kept as JSON; an array is refused, as the engine would take it for a batch. */
  readonly payload: object;
  /** At most one waiting job has this key; see `keyMode`. A job that already runs under it goes on, but is not retried. */
  readonly key?: string;
  /** What a new job does to the waiting one of its key: `replace` all of it (the default), all but its time, or nothing. */
  readonly keyMode?: "replace" | "preserve_run_at" | "unsafe_dedupe";
  /** Not before this time; at once when not given. */
  readonly runAt?: Date;
  /** Jobs of one queue run one after another. Few names only: each is a row that stays. */
  readonly queue?: string;
  /** Counts every start, also those that ended by a kill; 25 when not given, as the engine has it. */
  readonly maxAttempts?: number;
  /** Smaller runs first; 0 when not given. */
  readonly priority?: number;
}

/** Adds a job in the caller's own transaction: it exists when that commits, and never when it is rolled back. Answers its id. */
export async function addJob(transaction: QueryExecutorProvider, job: NewJob): Promise<string> {
  if (Array.isArray(job.payload))
    throw new TypeError(`The payload of a ${job.task} job must be an object, not an array`);
  const result = await sql<{ id: string }>`
    select id::text from graphile_worker.add_job(
      identifier => ${job.task}::text,
      payload => ${JSON.stringify(job.payload)}::json,
      queue_name => ${job.queue ?? null}::text,
      run_at => ${job.runAt?.toISOString() ?? null}::timestamptz,
      max_attempts => ${job.maxAttempts ?? null}::int,
      job_key => ${job.key ?? null}::text,
      priority => ${job.priority ?? null}::int,
      job_key_mode => ${job.keyMode ?? "replace"}::text
    )`.execute(transaction);
  const id = result.rows[0]?.id;
  if (id === undefined) throw new Error(`The ${job.task} job was not added`);
  return id;
}
