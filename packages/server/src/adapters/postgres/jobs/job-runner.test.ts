import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../embedded/test-database.ts";
import { addJob } from "./add-job.ts";
import { freeAbandonedJobs } from "./free-abandoned-jobs.ts";
import { type JobContext, type JobRunner, type JobRunnerOptions, type JobTask, startJobRunner } from "./job-runner.ts";
import { migrateJobs } from "./migrate-jobs.ts";

type NoTables = Record<never, never>;

let database: TestDatabase;
let pool: pg.Pool;
let kysely: Kysely<NoTables>;
const runners: JobRunner[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url });
  kysely = new Kysely<NoTables>({ dialect: new PostgresDialect({ pool }) });
  await migrateJobs(pool);
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await Promise.all(runners.splice(0).map((runner) => runner.stop()));
  await pool.query("delete from graphile_worker._private_jobs");
});

afterAll(async () => {
  await kysely.destroy();
  await database.drop();
});

describe("a job", () => {
  test("whose transaction is rolled back never runs", async () => {
    const { seen, arrival, task } = recorder();
    await start({ tasks: { work: task } });

    const rolledBack = kysely.transaction().execute(async (transaction) => {
      await addJob(transaction, { task: "work", payload: { name: "rolled back" } });
      throw new Error("the events were refused");
    });
    await expect(rolledBack).rejects.toThrow("refused");
    const arrived = arrival();
    await addJob(kysely, { task: "work", payload: { name: "committed" } });

    await arrived;
    expect(seen.map(({ payload }) => payload)).toEqual([{ name: "committed" }]);
  });

  test("starts soon after its transaction commits", async () => {
    const { arrival, task } = recorder();
    await start({ tasks: { work: task } });
    const latencies: number[] = [];

    for (let round = 0; round < 20; round += 1) {
      const arrived = arrival();
      await kysely.transaction().execute((transaction) => addJob(transaction, { task: "work", payload: {} }));
      const committedAt = performance.now();
      latencies.push((await arrived).at - committedAt);
    }

    const median = latencies.toSorted((one, other) => one - other)[10] ?? Number.NaN;
    process.stdout.write(`from commit to start of a job: median ${median.toFixed(1)} ms\n`);
    expect(latencies).toHaveLength(20);
  });

  test("is told its id, its attempt and the fence of its worker", async () => {
    const { arrival, task } = recorder();
    const runner = await start({ tasks: { work: task } });

    const arrived = arrival();
    const jobId = await addJob(kysely, { task: "work", payload: { of: "mine" }, maxAttempts: 3 });

    const { payload, context } = await arrived;
    expect(payload).toEqual({ of: "mine" });
    expect(context).toMatchObject({ jobId, attempt: 1, maxAttempts: 3, fence: runner.fence });
    expect(context.signal.aborted).toBe(false);
  });

  test("added again under the key of a waiting one moves it", async () => {
    const first = await addJob(kysely, {
      task: "work",
      payload: { due: 1 },
      key: "timer",
      runAt: new Date("2100-01-01"),
    });
    const second = await addJob(kysely, {
      task: "work",
      payload: { due: 2 },
      key: "timer",
      runAt: new Date("2050-01-01"),
    });

    expect(second).toBe(first);
    const { rows } = await pool.query("select run_at from graphile_worker.jobs");
    expect(rows).toEqual([{ run_at: new Date("2050-01-01") }]);
  });

  test("that carries an array is refused", async () => {
    await expect(addJob(kysely, { task: "work", payload: [1, 2] })).rejects.toThrow(TypeError);
  });
});

describe("a job that throws", () => {
  test("is tried again after the engine's backoff", async () => {
    const { arrival, task } = recorder({ failTimes: 1 });
    await start({ tasks: { work: task }, pollIntervalMs: 50 });
    const arrived = arrival();
    const jobId = await addJob(kysely, { task: "work", payload: {} });
    await arrived;

    const failed = await settledJob(jobId);
    expect(failed.delayMs).toBeGreaterThan(2_718);
    expect(failed.last_error).toBe("this attempt failed");

    const again = arrival();
    await pool.query("select graphile_worker.reschedule_jobs($1, run_at := now())", [[jobId]]);
    expect((await again).context.attempt).toBe(2);
    await expect.poll(() => jobRow(jobId), { timeout: 10_000, interval: 5 }).toBeUndefined();
  });

  test("an error with retryAfterMs is tried again no earlier than that, nor much later", async () => {
    const error = Object.assign(new Error("too many requests"), { retryAfterMs: 600_000 });
    const jobId = await addJob(kysely, { task: "work", payload: {} });
    // At its sixth attempt the engine alone would wait exp(6) = 403 s.
    await pool.query("update graphile_worker._private_jobs set attempts = 5 where id = $1", [jobId]);
    await start({ tasks: { work: () => Promise.reject(error) } });

    const { delayMs, attempts } = await settledJob(jobId);

    expect(delayMs).toBeGreaterThan(600_000);
    expect(delayMs).toBeLessThan(900_000);
    expect(attempts).toBe(6);
  });

  test("a permanent error is not tried again", async () => {
    const error = Object.assign(new Error("no such channel"), { permanent: true });
    await start({ tasks: { work: () => Promise.reject(error) } });

    const job = await settledJob(await addJob(kysely, { task: "work", payload: {} }));

    expect(job).toMatchObject({ attempts: 1, max_attempts: 1, is_available: false, last_error: "no such channel" });
  });
});

describe("stopping", () => {
  test("waits for the running job and leaves the others to be taken later", async () => {
    const { arrival, task, finish } = recorder({ held: true });
    const runner = await start({ tasks: { work: task }, concurrency: 1 });
    const arrived = arrival();
    const running = await addJob(kysely, { task: "work", payload: {} });
    const { context } = await arrived;
    const waiting = await addJob(kysely, { task: "work", payload: {} });

    const stopping = runner.stop();
    expect(runner.stop()).toBe(stopping);
    finish();
    await stopping;

    expect(context.signal.aborted).toBe(false);
    expect(await jobRow(running)).toBeUndefined();
    expect(await jobRow(waiting)).toMatchObject({ attempts: 0, locked_by: null });
  });

  test("aborts a job that outlasts the drain and leaves it to be tried again", async () => {
    const started = Promise.withResolvers<void>();
    const untilAborted: JobTask = (_payload, { signal }) => {
      started.resolve();
      return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    };
    const runner = await start({ tasks: { work: untilAborted }, drainLimitMs: 20 });
    const jobId = await addJob(kysely, { task: "work", payload: {} });
    await started.promise;

    await runner.stop();

    expect(await jobRow(jobId)).toMatchObject({ attempts: 1, locked_by: null, is_available: true });
  });
});

describe("workers that die and workers that live", () => {
  test("the job of a process that is killed is taken again within 15 s", async () => {
    const child = fork(new URL("./job-runner.child.ts", import.meta.url));
    child.send(database.url);
    children.push(child);
    await once(child, "message");
    const startedThere = once(child, "message");
    const jobId = await addJob(kysely, { task: "work", payload: { name: "mine" }, queue: "thread" });
    await startedThere;
    const { seen, arrival, task } = recorder();
    await start({ tasks: { work: task } });
    const arrived = arrival();

    child.kill("SIGKILL");
    const killedAt = performance.now();

    const { context, at } = await arrived;
    expect(at - killedAt).toBeLessThan(15_000);
    expect(context).toMatchObject({ jobId, attempt: 2 });
    expect(seen).toHaveLength(1);
  });

  test("the job of a live worker is not freed, however long it runs", async () => {
    const { arrival, task, finish } = recorder({ held: true });
    const runner = await start({ tasks: { work: task } });
    const arrived = arrival();
    const jobId = await addJob(kysely, { task: "work", payload: {} });
    await arrived;
    await pool.query("update graphile_worker._private_jobs set locked_at = now() - interval '3 hours' where id = $1", [
      jobId,
    ]);

    for (let sweep = 0; sweep < 5; sweep += 1) expect(await freeAbandonedJobs(pool)).toEqual([]);

    expect(await jobRow(jobId)).toMatchObject({ locked_by: runner.workerId, attempts: 1 });
    finish();
    await expect.poll(() => jobRow(jobId), { timeout: 10_000, interval: 5 }).toBeUndefined();
  });

  test("a worker whose lock is lost aborts its jobs before it says so, and the next has a higher fence", async () => {
    const { arrival, task } = recorder({ held: true });
    const first = await start({ tasks: { work: task } });
    const arrived = arrival();
    const jobId = await addJob(kysely, { task: "work", payload: {} });
    const { context } = await arrived;

    await cutLockConnections();
    const reason = await first.lost;

    expect(reason.message).toContain("lock is lost");
    expect(context.signal.aborted).toBe(true);
    await first.stop();
    const second = recorder();
    const again = second.arrival();
    await pool.query("update graphile_worker._private_jobs set run_at = now() where id = $1", [jobId]);
    const next = await start({ tasks: { work: second.task }, pollIntervalMs: 50 });
    expect((await again).context.fence).toBe(next.fence);
    expect(next.fence).toBeGreaterThan(first.fence);
  });

  test("a job that ends well only after its worker's lock was lost is not taken for done", async () => {
    const { arrival, task, finish } = recorder({ held: true, ignoresAbort: true });
    const runner = await start({ tasks: { work: task } });
    const arrived = arrival();
    const jobId = await addJob(kysely, { task: "work", payload: {} });
    const { context } = await arrived;

    const aborted = once(context.signal, "abort");
    await cutLockConnections();
    await aborted;
    finish();
    await runner.stop();
    await freeAbandonedJobs(pool);

    expect(await jobRow(jobId)).toMatchObject({ is_available: true });
  });

  test("a worker takes no job before it holds its lock and fence", async () => {
    const { seen, arrival, task } = recorder();
    const jobId = await addJob(kysely, { task: "work", payload: {} });
    const arrived = arrival();
    const blocker = await pool.connect();
    await blocker.query("begin; alter sequence allclear_jobs.fence increment by 1");
    const starting = start({ tasks: { work: task }, pollIntervalMs: 10 });
    await expect.poll(workersWaitingForTheirFence, { timeout: 10_000, interval: 5 }).toBe(1);

    expect(seen).toEqual([]);
    expect(await jobRow(jobId)).toMatchObject({ attempts: 0, locked_by: null });
    await blocker.query("commit");
    blocker.release();

    expect((await arrived).context.fence).toBe((await starting).fence);
  });
});

test("several processes may migrate at once", async () => {
  await Promise.all([migrateJobs(pool), migrateJobs(pool), migrateJobs(pool)]);

  const { rows } = await pool.query("select nextval('allclear_jobs.fence') > 0 as rises");
  expect(rows).toEqual([{ rises: true }]);
});

test("a database that cannot be reached is said at the start", async () => {
  const { port } = new URL(database.url);
  const nobodyListens = database.url.replace(`:${port}/`, ":1/");

  await expect(start({ database: nobodyListens, tasks: {} })).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

interface Arrival {
  readonly payload: unknown;
  readonly context: JobContext;
  readonly at: number;
}

interface Behaviour {
  readonly failTimes?: number;
  /** The task ends only at `finish`, or when it is aborted. */
  readonly held?: boolean;
  readonly ignoresAbort?: boolean;
}

/** A task that notes what it is called with, and lets a test wait for the next call. */
function recorder({ failTimes = 0, held = false, ignoresAbort = false }: Behaviour = {}) {
  const seen: Arrival[] = [];
  const finished = Promise.withResolvers<void>();
  let next = Promise.withResolvers<Arrival>();
  const task: JobTask = async (payload, context) => {
    const arrival = { payload, context, at: performance.now() };
    seen.push(arrival);
    next.resolve(arrival);
    if (seen.length <= failTimes) throw new Error("this attempt failed");
    if (!held) return;
    if (!ignoresAbort) context.signal.addEventListener("abort", () => finished.reject(context.signal.reason));
    await finished.promise;
  };
  const arrival = (): Promise<Arrival> => {
    if (seen.length > 0) next = Promise.withResolvers<Arrival>();
    return next.promise;
  };
  return { seen, task, arrival, finish: () => finished.resolve() };
}

async function start(options: Partial<JobRunnerOptions> & Pick<JobRunnerOptions, "tasks">): Promise<JobRunner> {
  const runner = await startJobRunner({ database: database.url, concurrency: 4, ...options });
  runners.push(runner);
  return runner;
}

interface JobRow {
  readonly attempts: number;
  readonly max_attempts: number;
  readonly locked_by: string | null;
  readonly is_available: boolean;
  readonly last_error: string | null;
  /** From when the job was added until the time it is due. */
  readonly delayMs: number;
}

async function jobRow(jobId: string): Promise<JobRow | undefined> {
  const columns = `attempts, max_attempts, locked_by, is_available, last_error,
    (extract(epoch from run_at - created_at) * 1000)::float8 as "delayMs"`;
  const { rows } = await pool.query<JobRow>(`select ${columns} from graphile_worker._private_jobs where id = $1`, [
    jobId,
  ]);
  return rows[0];
}

/** The job's row once its first attempt is over. */
async function settledJob(jobId: string): Promise<JobRow> {
  await expect.poll(async () => (await jobRow(jobId))?.last_error, { timeout: 10_000, interval: 5 }).not.toBeNull();
  const row = await jobRow(jobId);
  if (row === undefined) throw new Error(`job ${jobId} is gone`);
  return row;
}

async function cutLockConnections(): Promise<void> {
  const mine = "application_name = 'allclear worker lock' and datname = current_database()";
  await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${mine}`);
}

async function workersWaitingForTheirFence(): Promise<number | undefined> {
  const { rows } = await pool.query<{ waiting: number }>(
    `select count(*)::int as waiting from pg_stat_activity
     where application_name = 'allclear worker lock' and wait_event_type = 'Lock' and datname = current_database()`,
  );
  return rows[0]?.waiting;
}
