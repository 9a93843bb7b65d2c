import { type Kysely, type Transaction as SqlTransaction, sql } from "kysely";
import type { ScenarioHistory } from "../../domain/bot.ts";
import type { Instant } from "../../domain/instant.ts";
import type { ScenarioRun } from "../../domain/scenario-run.ts";
import type {
  CountedSignature,
  Forgetting,
  KnownSignature,
  LogCursor,
  ScenarioRecord,
  SignatureReading,
  VariableSnapshot,
  WatchStore,
} from "../../ports/watch-store.ts";
import { addJobs } from "./job-queue.ts";
import type { Tables } from "./schema.ts";
import { onDatabase } from "./to-port-error.ts";

const PORT = "watch-store";
/** Enough passed runs for a median that one slow answer does not move. */
const LATENCY_RUNS = 50;

type Sql = Kysely<Tables> | SqlTransaction<Tables>;

export function createWatchStore(database: Kysely<Tables>): WatchStore {
  return {
    recordScenarioRun: (record) =>
      onDatabase(PORT, () => database.transaction().execute((tx) => recordScenarioRun(tx, record))),
    readScenarioHistories: (botId, runs) => onDatabase(PORT, () => readHistories(database, botId, runs)),
    readLogCursor: (botId) => onDatabase(PORT, () => readLogCursor(database, botId)),
    recordSignatures: (reading) =>
      onDatabase(PORT, () => database.transaction().execute((tx) => recordSignatures(tx, reading))),
    recordVariables: (botId, snapshot) => onDatabase(PORT, () => recordVariables(database, botId, snapshot)),
    readVariables: (botId, atLatest) => onDatabase(PORT, () => readVariables(database, botId, atLatest)),
    forget: (forgetting) => onDatabase(PORT, () => forget(database, forgetting)),
  };
}

async function recordScenarioRun(tx: SqlTransaction<Tables>, record: ScenarioRecord): Promise<void> {
  const { botId, run, runs, follow } = record;
  await tx
    .insertInto("scenario_runs")
    .values({
      bot_id: botId,
      scenario_id: run.scenarioId,
      feature: run.feature,
      core: run.core,
      at: run.at,
      outcome: run.outcome,
      latency_ms: run.latencyMs === undefined ? null : Math.round(run.latencyMs),
    })
    .execute();
  if (run.outcome === "passed") {
    const passed = { bot_id: botId, scenario_id: run.scenarioId, first_passed_at: run.at };
    await tx
      .insertInto("scenarios")
      .values(passed)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  await addJobs(tx, follow(await readHistories(tx, botId, runs)));
}

async function readHistories(database: Sql, botId: string, runs: number): Promise<readonly ScenarioHistory[]> {
  // A query for each scenario, by the index: one that runs once a day keeps its history beside one that runs each second.
  const rows = await database
    .selectFrom((scenarios) =>
      scenarios.selectFrom("scenario_runs").select("scenario_id").distinct().where("bot_id", "=", botId).as("known"),
    )
    .innerJoinLateral(
      (newest) =>
        newest
          .selectFrom("scenario_runs")
          .selectAll()
          .where("bot_id", "=", botId)
          .whereRef("scenario_id", "=", "known.scenario_id")
          .orderBy("id", "desc")
          .limit(Math.max(runs, LATENCY_RUNS))
          .as("run"),
      (join) => join.onTrue(),
    )
    .selectAll("run")
    .orderBy("run.id")
    .execute();
  const passed = await database.selectFrom("scenarios").selectAll().where("bot_id", "=", botId).execute();
  const firstPassed = new Map(passed.map((row) => [row.scenario_id, Number(row.first_passed_at)]));
  const byScenario = Map.groupBy(rows, (row) => row.scenario_id);
  return [...byScenario].map(([scenarioId, all]) => {
    const firstPassedAt = firstPassed.get(scenarioId);
    const normalLatencyMs = median(all.flatMap((row) => (row.outcome === "passed" ? Number(row.latency_ms) : [])));
    return {
      scenarioId,
      runs: all.slice(-runs).map(toRun),
      ...(firstPassedAt === undefined ? {} : { firstPassedAt }),
      ...(normalLatencyMs === undefined ? {} : { normalLatencyMs }),
    };
  });
}

function toRun(row: {
  readonly scenario_id: string;
  readonly feature: string;
  readonly core: boolean;
  readonly at: string;
  readonly outcome: ScenarioRun["outcome"];
  readonly latency_ms: string | null;
}): ScenarioRun {
  return {
    scenarioId: row.scenario_id,
    feature: row.feature,
    core: row.core,
    at: Number(row.at),
    outcome: row.outcome,
    ...(row.latency_ms === null ? {} : { latencyMs: Number(row.latency_ms) }),
  };
}

function median(values: readonly number[]): number | undefined {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}

async function readLogCursor(database: Sql, botId: string): Promise<LogCursor | undefined> {
  const row = await database
    .selectFrom("log_cursors")
    .select(["read_to", "counted"])
    .where("bot_id", "=", botId)
    .executeTakeFirst();
  return row === undefined ? undefined : { readTo: Number(row.read_to), counted: row.counted };
}

async function recordSignatures(tx: SqlTransaction<Tables>, reading: SignatureReading): Promise<void> {
  const { botId, readFrom, cursor, follow } = reading;
  // Readers of one bot's log take turns; the first reading has no row yet that could be locked.
  await sql`select pg_advisory_xact_lock(hashtextextended(${botId}, 7374))`.execute(tx);
  if ((await readLogCursor(tx, botId))?.readTo !== readFrom) return addJobs(tx, follow([]));
  const counted = await countSignatures(tx, reading);
  const moved = {
    read_to: Math.max(readFrom ?? cursor.readTo, cursor.readTo),
    counted: JSON.stringify(cursor.counted),
  };
  await tx
    .insertInto("log_cursors")
    .values({ bot_id: botId, ...moved })
    .onConflict((conflict) => conflict.column("bot_id").doUpdateSet(moved))
    .execute();
  await addJobs(tx, follow(counted));
}

async function countSignatures(
  tx: SqlTransaction<Tables>,
  { botId, signatures, count }: SignatureReading,
): Promise<readonly CountedSignature[]> {
  if (signatures.length === 0) return [];
  const ids = signatures.map(({ id }) => id);
  const rows = await tx
    .selectFrom("signatures")
    .selectAll()
    .where("bot_id", "=", botId)
    .where("id", "in", ids)
    .execute();
  const known = new Map(rows.map((row) => [row.id, toKnown(row)]));
  const counted = signatures.map((signature) => ({ signature, ...count(signature, known.get(signature.id)) }));
  await tx
    .insertInto("signatures")
    .values(counted.map((each) => toSignatureRow(botId, each)))
    .onConflict((conflict) =>
      conflict.columns(["bot_id", "id"]).doUpdateSet((row) => ({
        is_usual: row.ref("excluded.is_usual"),
        count: row.ref("excluded.count"),
        last_at: row.ref("excluded.last_at"),
      })),
    )
    .execute();
  return counted;
}

function toKnown(row: {
  readonly is_usual: boolean;
  readonly count: string;
  readonly last_at: string;
}): KnownSignature {
  return { isUsual: row.is_usual, count: Number(row.count), lastAt: Number(row.last_at) };
}

function toSignatureRow(botId: string, { signature, isUsual, count, lastAt }: CountedSignature) {
  return {
    bot_id: botId,
    id: signature.id,
    // PostgreSQL's text holds every character but NUL.
    template: signature.template.replaceAll("\u0000", "\uFFFD"),
    is_usual: isUsual,
    count,
    first_at: signature.first,
    last_at: lastAt,
  };
}

async function recordVariables(
  database: Kysely<Tables>,
  botId: string,
  { at, variables }: VariableSnapshot,
): Promise<void> {
  const last = await readVariables(database, botId, at);
  const plain = variables.map(({ name, digest }) => ({ name, digest }));
  if (last !== undefined && JSON.stringify(last.variables) === JSON.stringify(plain)) return;
  await database
    .insertInto("variable_snapshots")
    .values({ bot_id: botId, at, variables: JSON.stringify(plain) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function readVariables(
  database: Kysely<Tables>,
  botId: string,
  atLatest: Instant,
): Promise<VariableSnapshot | undefined> {
  const row = await database
    .selectFrom("variable_snapshots")
    .select(["at", "variables"])
    .where("bot_id", "=", botId)
    .where("at", "<=", String(atLatest))
    .orderBy("at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : { at: Number(row.at), variables: row.variables.map(({ name, digest }) => ({ name, digest })) };
}

async function forget(database: Kysely<Tables>, forgetting: Forgetting): Promise<void> {
  const { runsOfScenario, signaturesBefore, variablesBefore } = forgetting;
  await sql`
    delete from scenario_runs as run using (
      select id, row_number() over (partition by bot_id, scenario_id order by id desc) as age from scenario_runs
    ) as aged
    where run.id = aged.id and aged.age > ${runsOfScenario}`.execute(database);
  await database.deleteFrom("signatures").where("last_at", "<", String(signaturesBefore)).execute();
  await sql`
    delete from variable_snapshots as snapshot where exists (
      select from variable_snapshots as later
      where later.bot_id = snapshot.bot_id and later.at > snapshot.at and later.at <= ${variablesBefore}
    )`.execute(database);
}
