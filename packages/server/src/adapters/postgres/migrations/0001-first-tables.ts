import { type Kysely, sql } from "kysely";

/** Later changes are further files; nobody edits this one. */
export const firstTables = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(database);
  },
};

const STATEMENTS = [
  `create table incidents (
    id text primary key,
    bot_id text not null,
    opened_at bigint not null,
    resolved_at bigint,
    closed_at bigint,
    severity text not null,
    sequence integer not null,
    last_hash text not null,
    state jsonb not null
  )`,
  // At most one active incident a bot, whatever the code believes.
  "create unique index incidents_active on incidents (bot_id) where resolved_at is null",
  "create index incidents_newest on incidents (opened_at desc, id desc)",
  "create index incidents_of_bot on incidents (bot_id, opened_at desc)",
  "create index incidents_open on incidents (id) where closed_at is null",
  `create table events (
    incident_id text not null references incidents (id),
    sequence integer not null,
    at bigint not null,
    actor jsonb not null,
    event jsonb not null,
    previous_hash text not null,
    hash text not null,
    primary key (incident_id, sequence)
  )`,
  `create table bodies (
    digest text primary key,
    content text,
    erased_at bigint,
    erased_because text,
    check (content is null or erased_at is null)
  )`,
  "create table receipts (key text primary key, result jsonb not null, at bigint not null)",
  `create table scenario_runs (
    id bigint generated always as identity primary key,
    bot_id text not null,
    scenario_id text not null,
    feature text not null,
    core boolean not null,
    at bigint not null,
    outcome text not null,
    latency_ms bigint
  )`,
  "create index scenario_runs_newest on scenario_runs (bot_id, scenario_id, id desc)",
  `create table scenarios (
    bot_id text not null,
    scenario_id text not null,
    first_passed_at bigint not null,
    primary key (bot_id, scenario_id)
  )`,
  "create table log_cursors (bot_id text primary key, read_to bigint not null)",
  `create table signatures (
    bot_id text not null,
    id text not null,
    template text not null,
    is_usual boolean not null,
    count bigint not null,
    first_at bigint not null,
    last_at bigint not null,
    primary key (bot_id, id)
  )`,
  `create table variable_snapshots (
    bot_id text not null,
    at bigint not null,
    variables jsonb not null,
    primary key (bot_id, at)
  )`,
  "create table settings (name text primary key, value text not null)",
];
