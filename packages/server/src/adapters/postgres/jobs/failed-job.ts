import type pg from "pg";
import { WITHOUT_END } from "./add-job.ts";

/** Enough of a running job to write about it: its id and the worker that holds it. */
export interface HeldJob {
  readonly jobId: string;
  readonly workerId: string;
}

/**
 * Tells the engine, before it fails the job, what the error wants: `permanent: true` uses up the attempts;
 * `retryAfterMs` moves the next attempt no earlier than that. The engine adds its own backoff of
 * exp(attempts, at most 10) seconds to the job's time, so that much is taken off here: the later of the two holds.
 * Written while the job is still held: whatever is killed in between, the wish stands.
 */
export async function applyErrorsWish(pool: pg.Pool, { jobId, workerId }: HeldJob, error: unknown): Promise<void> {
  // The engine's backoff grows to six hours; what must be told is told soon after the way is open again: exp(4) s = 55 s.
  await pool.query(
    `update graphile_worker._private_jobs set attempts = least(attempts, 4)
     where id = $1 and locked_by = $2 and max_attempts = ${WITHOUT_END}`,
    [jobId, workerId],
  );
  const wish = toWish(error);
  if (wish.permanent) {
    await pool.query(
      "update graphile_worker._private_jobs set max_attempts = attempts where id = $1 and locked_by = $2",
      [jobId, workerId],
    );
  } else if (wish.retryAfterMs !== undefined) {
    await pool.query(
      `update graphile_worker._private_jobs
       set run_at = now() + ($3::float8 / 1000 - exp(least(attempts, 10))) * interval '1 second'
       where id = $1 and locked_by = $2`,
      [jobId, workerId, wish.retryAfterMs],
    );
  }
}

interface Wish {
  readonly permanent: boolean;
  readonly retryAfterMs: number | undefined;
}

function toWish(error: unknown): Wish {
  if (typeof error !== "object" || error === null) return { permanent: false, retryAfterMs: undefined };
  const wanted = "retryAfterMs" in error ? error.retryAfterMs : undefined;
  const retryAfterMs = typeof wanted === "number" && Number.isFinite(wanted) && wanted > 0 ? wanted : undefined;
  return { permanent: "permanent" in error && error.permanent === true, retryAfterMs };
}
