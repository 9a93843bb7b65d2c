import { type Kysely, sql } from "kysely";

/** A log is read with an overlap, of which the errors that are counted are remembered; and old rows are found to go. */
export const countingAndForgetting = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(database);
  },
};

const STATEMENTS = [
  "alter table log_cursors add column counted jsonb not null default '{}'",
  "create index receipts_oldest on receipts (at)",
];
