import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verifyChain } from "../../domain/chain.ts";
import { createIncidentWriter, hash } from "../../ports/incident-store.fixture.ts";
import { describeIncidentStore } from "../../ports/incident-store.suite.ts";
import { describeJobQueue } from "../../ports/job-queue.suite.ts";
import { describeWatchStore } from "../../ports/watch-store.suite.ts";
import { type Database, openDatabase, readSetting } from "./database.ts";
import { createTestDatabase, type TestDatabase } from "./embedded/test-database.ts";
import { createIncidentStore } from "./incident-store.ts";
import { createJobQueue } from "./job-queue.ts";
import { createWatchStore } from "./watch-store.ts";

/** Dropping a database ends connections that were about to close, which is worth a line of log and no more. */
const unheard = () => undefined;
let server: TestDatabase;
let database: Database;

beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase({ url: server.url, connections: 12, log: unheard });
});
afterAll(async () => {
  await database.close();
  await server.drop();
});

const close = async () => undefined;

interface JobRow {
  readonly task: string;
  readonly key: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly run_at: Date;
}

async function readJobs() {
  const { rows } = await sql<JobRow>`
    select tasks.identifier as task, jobs.key, jobs.payload, jobs.run_at
    from graphile_worker._private_jobs as jobs join graphile_worker._private_tasks as tasks on tasks.id = jobs.task_id
    order by jobs.run_at, jobs.id`.execute(database.tables);
  return rows.map(({ task, key, payload, run_at }) => ({
    task,
    payload,
    runAt: run_at.getTime(),
    ...(key === null ? {} : { key }),
  }));
}

describeIncidentStore({
  name: "The incident store in PostgreSQL",
  stories: 8,
  create: async () => ({
    store: createIncidentStore(database.tables),
    jobsOf: async (incidentId) => (await readJobs()).filter(({ payload }) => payload.incidentId === incidentId),
    close,
  }),
});

describeWatchStore({
  name: "The watch store in PostgreSQL",
  create: async () => ({
    store: createWatchStore(database.tables),
    countJobs: async (task) => (await readJobs()).filter((job) => job.task === task).length,
    close,
  }),
});

describeJobQueue({
  name: "The job queue in PostgreSQL",
  create: async () => ({
    queue: createJobQueue(database.tables),
    waiting: async (task) => (await readJobs()).filter((job) => job.task === task),
    close,
  }),
});

describe("The tables", () => {
  test.each([
    ["what happened", "event = jsonb_set(event, '{severity}', '\"P3\"')", "changed"],
    ["who did it", "actor = jsonb_set(actor, '{name}', '\"eve\"')", "changed"],
    ["when it happened", "at = at + 1", "changed"],
    ["the hash along with it", "at = at + 1, hash = repeat('a', 64)", "changed"],
  ])("whoever changes %s in the past is found out", async (_, change, why) => {
    const store = createIncidentStore(database.tables);
    const incidentId = await createIncidentWriter(store).open();

    await sql`update events set ${sql.raw(change)} where incident_id = ${incidentId} and sequence = 2`.execute(
      database.tables,
    );

    expect(verifyChain(await store.readTimeline(incidentId), hash)).toEqual({ ok: false, sequence: 2, why });
  });

  test("whoever takes an event out of the past is found out", async () => {
    const store = createIncidentStore(database.tables);
    const incidentId = await createIncidentWriter(store).open();

    await sql`delete from events where incident_id = ${incidentId} and sequence = 2`.execute(database.tables);

    expect(verifyChain(await store.readTimeline(incidentId), hash)).toMatchObject({ ok: false, sequence: 2 });
  });

  test("two stores on two pools, as two replicas have them, take turns at one incident", async () => {
    const second = await openDatabase({ url: server.url, connections: 4, log: unheard });
    const one = createIncidentWriter(createIncidentStore(database.tables));
    const two = Object.assign(createIncidentWriter(createIncidentStore(second.tables)), { botId: one.botId });

    const [opened, joined] = await Promise.all([one.open(), two.open()]);
    await Promise.all(
      Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? one : two).note(opened, `note ${index}`)),
    );
    await second.close();

    expect(joined).toBe(opened);
    const timeline = await createIncidentStore(database.tables).readTimeline(opened);
    expect(verifyChain(timeline, hash)).toEqual({ ok: true });
    expect(timeline.filter(({ event }) => event.type === "note-added")).toHaveLength(10);
  });

  test("a scenario that runs once a day keeps its history beside one that runs all the time", async () => {
    const store = createWatchStore(database.tables);
    const run = { scenarioId: "daily", feature: "notes", core: true, at: 1, outcome: "passed", latencyMs: 7 } as const;
    await store.recordScenarioRun({ botId: "busy-bot", run, runs: 10, follow: () => [] });
    await sql`
      insert into scenario_runs (bot_id, scenario_id, feature, core, at, outcome)
      select 'busy-bot', 'busy', 'notes', true, at, 'silent' from generate_series(1, 100001) as at`.execute(
      database.tables,
    );

    const histories = await store.readScenarioHistories("busy-bot", 10);
    await store.forget({ runsOfScenario: 200, signaturesBefore: 0, variablesBefore: 0 });
    const later = await store.readScenarioHistories("busy-bot", 10);

    expect(histories.find(({ scenarioId }) => scenarioId === "daily")?.runs).toEqual([run]);
    expect(histories.find(({ scenarioId }) => scenarioId === "busy")?.runs.at(-1)?.at).toBe(100_001);
    const byId = (list: typeof histories) => new Map(list.map((history) => [history.scenarioId, history]));
    expect(byId(later)).toEqual(byId(histories));
    const kept = await sql<{ count: string }>`
      select count(*) from scenario_runs where bot_id = 'busy-bot'`.execute(database.tables);
    expect(Number(kept.rows[0]?.count)).toBe(201);
  });

  test("a setting is made once, and all replicas read the same", async () => {
    const made = await Promise.all(
      Array.from({ length: 6 }, (_, index) => readSetting(database.tables, "a-key", () => `key ${index}`)),
    );

    expect(new Set(made).size).toBe(1);
  });

  test("replicas that start together bring the tables up to date once", async () => {
    const fresh = await createTestDatabase();
    const opened = await Promise.all(
      Array.from({ length: 3 }, () => openDatabase({ url: fresh.url, connections: 2, log: unheard })),
    );

    const lists = await Promise.all(opened.map(({ tables }) => createIncidentStore(tables).list({ limit: 1 })));

    expect(lists).toEqual([[], [], []]);
    for (const each of opened) await each.close();
    await fresh.drop();
  });
});
