import type { Kysely, QueryExecutorProvider } from "kysely";
import type { JobQueue, JobRequest } from "../../ports/job-queue.ts";
import { addJob, WITHOUT_END } from "./jobs/add-job.ts";
import type { Tables } from "./schema.ts";
import { onDatabase } from "./to-port-error.ts";

export function createJobQueue(database: Kysely<Tables>): JobQueue {
  return {
    add: (jobs) => onDatabase("job-queue", () => database.transaction().execute((tx) => addJobs(tx, jobs))),
  };
}

/** In the caller's own transaction. */
export async function addJobs(tx: QueryExecutorProvider, jobs: readonly JobRequest[]): Promise<void> {
  for (const { task, payload, key, keepsTime, runAt, queue, tries } of jobs) {
    await addJob(tx, {
      task,
      payload,
      maxAttempts: tries ?? WITHOUT_END,
      ...(key === undefined ? {} : { key }),
      ...(keepsTime === true ? { keyMode: "preserve_run_at" } : {}),
      ...(runAt === undefined ? {} : { runAt: new Date(runAt) }),
      ...(queue === undefined ? {} : { queue }),
    });
  }
}
