import type pg from "pg";
import type { JobLog } from "./job-log.ts";

/** Without listeners the error of a lost connection would end the process; whoever uses the connection sees it anyway. */
export function watchPool(pool: pg.Pool, log: JobLog): () => void {
  const onError = (error: Error): void => log("warn", "a database connection was lost", { text: error.message });
  const onConnect = (client: pg.PoolClient): void => {
    client.on("error", onError);
  };
  pool.on("error", onError);
  pool.on("connect", onConnect);
  return () => {
    pool.off("error", onError);
    pool.off("connect", onConnect);
  };
}
