import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { JobLog } from "./jobs/job-log.ts";
import { migrateJobs } from "./jobs/migrate-jobs.ts";
import { watchPool } from "./jobs/watch-pool.ts";
import { migrate } from "./migrate.ts";
import type { Tables } from "./schema.ts";

/** A pool of connections with the tables up to date. */
export interface Database {
  readonly pool: pg.Pool;
  readonly tables: Kysely<Tables>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly connections: number;
  readonly log: JobLog;
}

/** Throws what the database throws when it cannot be reached. */
export async function openDatabase({ url, connections, log }: DatabaseOptions): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: "allclear",
  });
  watchPool(pool, log);
  const tables = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(tables);
    await migrateJobs(pool);
  } catch (error) {
    await tables.destroy();
    throw error;
  }
  return { pool, tables, close: () => tables.destroy() };
}

/** A value that is made once and then stays; all replicas read the same. */
export async function readSetting(tables: Kysely<Tables>, name: string, make: () => string): Promise<string> {
  await tables
    .insertInto("settings")
    .values({ name, value: make() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await tables.selectFrom("settings").select("value").where("name", "=", name).executeTakeFirstOrThrow();
  return row.value;
}
