import type { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { firstTables } from "./migrations/0001-first-tables.ts";
import { countingAndForgetting } from "./migrations/0002-counting-and-forgetting.ts";
import type { Tables } from "./schema.ts";

const MIGRATIONS = {
  "0001-first-tables": firstTables,
  "0002-counting-and-forgetting": countingAndForgetting,
};

/** Brings the tables up to date. Replicas that start together take turns. Throws what the database throws. */
export async function migrate(database: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
