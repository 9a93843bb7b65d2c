import { setTimeout as wait } from "node:timers/promises";
import { type JobHelpers, runTaskList, type Task, type TaskList, type WorkerPool } from "graphile-worker";
import pg from "pg";
import { applyErrorsWish } from "./failed-job.ts";
import { freeAbandonedJobs } from "./free-abandoned-jobs.ts";
import { engineLogger, type JobLog } from "./job-log.ts";
import { RunningJobs } from "./running-jobs.ts";
import { watchPool } from "./watch-pool.ts";
import { WorkerLock } from "./worker-lock.ts";

export interface JobContext {
  readonly jobId: string;
  /** 1 at the first attempt; attempts that ended by a kill count. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** Aborts when the process must stop its outside effects: the drain took too long, or the worker's lock is lost. */
  readonly signal: AbortSignal;
  /** Rises with every worker: of two that believe they run the same job, the higher is right. */
  readonly fence: number;
}

/**
 * A task that throws is retried with the engine's backoff, exp(attempt) seconds; an error with `retryAfterMs` no earlier
 * than that, too; one with `permanent: true` never. A killed process's jobs run again, so a task must bear repeating.
 */
export type JobTask = (payload: unknown, context: JobContext) => Promise<void>;

export interface JobRunnerOptions {
  /** A pool of the caller's, or where to make one of the runner's own. */
  readonly database: pg.Pool | string;
  readonly tasks: Readonly<Record<string, JobTask>>;
  /** How many jobs run at once in this process. */
  readonly concurrency: number;
  readonly log?: JobLog;
  /** How often to look for jobs whose time has come; new jobs are announced at once. 1 s when not given. */
  readonly pollIntervalMs?: number;
  /** How often to free the jobs of dead workers; 5 s when not given, as the architecture has it. */
  readonly lockSweepMs?: number;
  /** How long `stop` waits for running jobs before it aborts them; 10 s when not given. */
  readonly drainLimitMs?: number;
}

// After an abort a task has this long to come to an end.
const abortLimitMs = 5_000;

/** Starts to run jobs in this process; `migrateJobs` must have run. Throws what the database throws. */
export function startJobRunner(options: JobRunnerOptions): Promise<JobRunner> {
  return JobRunner.start(options);
}

/** Runs jobs in this process from `start` to `stop`, or until its lock is lost. */
export class JobRunner {
  readonly workerId: string;
  readonly fence: number;
  /** Resolves with the reason when the runner stopped by itself; its signals are aborted by then. Start a new one, or exit. */
  readonly lost: Promise<Error>;
  readonly #engine: Engine;
  readonly #lock: WorkerLock;
  readonly #log: JobLog;
  readonly #drainLimitMs: number;
  readonly #resolveLost: (reason: Error) => void;
  readonly #sweeping = new AbortController();
  #ending: Promise<void> | undefined;

  private constructor(engine: Engine, lock: WorkerLock, options: JobRunnerOptions) {
    const { promise, resolve } = Promise.withResolvers<Error>();
    this.workerId = engine.workers.id;
    this.fence = lock.fence;
    this.lost = promise;
    this.#resolveLost = resolve;
    this.#engine = engine;
    this.#lock = lock;
    this.#log = engine.log;
    this.#drainLimitMs = options.drainLimitMs ?? 10_000;
    void lock.lost.then((reason) => this.#lose(`the worker's lock is lost: ${reason}`));
    void engine.workers.promise.then(
      () => this.#lose("the job engine stopped by itself"),
      (error: unknown) => this.#lose("the job engine stopped by itself", error),
    );
    void this.#sweep(options.lockSweepMs ?? 5_000);
  }

  static async start(options: JobRunnerOptions): Promise<JobRunner> {
    const opened = Promise.withResolvers<WorkerLock>();
    const engine = startEngine(options, opened.promise);
    try {
      const lock = await WorkerLock.take(engine.pool.options, engine.workers.id);
      const runner = new JobRunner(engine, lock, options);
      opened.resolve(lock);
      return runner;
    } catch (error) {
      opened.reject(error);
      await stopEngine(engine, "the worker's lock could not be taken");
      throw error;
    }
  }

  /** Takes no more jobs, waits for the running ones, aborts what outlasts the drain, then gives its lock up. Idempotent. */
  stop(): Promise<void> {
    this.#ending ??= this.#drain();
    return this.#ending;
  }

  async #drain(): Promise<void> {
    this.#sweeping.abort();
    const { workers, running } = this.#engine;
    running.isEnding = true;
    const drained = Promise.resolve(workers.gracefulShutdown()).catch(() => undefined);
    await Promise.race([drained, wait(this.#drainLimitMs, undefined, { ref: false })]);
    running.abort(new Error("the server is stopping"));
    await Promise.race([drained, wait(abortLimitMs, undefined, { ref: false })]);
    await stopEngine(this.#engine, "the server is stopping");
    await this.#lock.release();
  }

  #lose(why: string, cause?: unknown): void {
    if (this.#ending !== undefined) return;
    const reason = new Error(why, { cause });
    this.#ending = this.#abandon(reason);
  }

  /** Outside effects end first; what the database may still say about our jobs no longer matters. */
  async #abandon(reason: Error): Promise<void> {
    this.#engine.running.abandon(reason);
    this.#engine.running.isEnding = true;
    this.#sweeping.abort();
    this.#log("error", "stopped running jobs", { workerId: this.workerId, reason: reason.message });
    const drained = Promise.resolve(this.#engine.workers.gracefulShutdown()).catch(() => undefined);
    await this.#engine.running.settled(abortLimitMs);
    this.#resolveLost(reason);
    await Promise.race([drained, wait(abortLimitMs, undefined, { ref: false })]);
    await stopEngine(this.#engine, reason.message);
    await this.#lock.release();
  }

  async #sweep(everyMs: number): Promise<void> {
    const { signal } = this.#sweeping;
    while (!signal.aborted) {
      try {
        const freed = await freeAbandonedJobs(this.#engine.pool);
        if (freed.length > 0) this.#log("warn", "freed the jobs of dead workers", { workerIds: freed });
      } catch (error) {
        this.#log("warn", "could not look for jobs of dead workers", { text: String(error) });
      }
      await wait(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}

interface Engine {
  readonly pool: pg.Pool;
  readonly workers: WorkerPool;
  readonly running: RunningJobs;
  readonly log: JobLog;
  readonly leavePool: () => Promise<void>;
}

function startEngine(options: JobRunnerOptions, lock: Promise<WorkerLock>): Engine {
  const { database, concurrency, log = () => undefined } = options;
  const owned = typeof database === "string";
  // One connection listens, one sweeps.
  const pool = owned ? new pg.Pool({ connectionString: database, max: concurrency + 2 }) : database;
  const unwatch = watchPool(pool, log);
  const running = new RunningJobs();
  const surroundings = { pool, running, log, lock };
  const workers = runTaskList(
    {
      concurrency,
      logger: engineLogger(log, () => running.isEnding),
      noHandleSignals: true,
      pollInterval: options.pollIntervalMs ?? 1_000,
      preset: {
        plugins: [waitForLock(lock)],
        // Unbatched (-1), the engine neither waits for these writes when it stops nor catches their errors.
        worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 },
      },
    },
    toTaskList(options.tasks, surroundings),
    pool,
  );
  const leavePool = async (): Promise<void> => {
    // Its own pool stays watched: a connection that outlasts the limit may still be lost.
    if (owned) await Promise.race([pool.end(), wait(abortLimitMs, undefined, { ref: false })]);
    else unwatch();
  };
  return { pool, workers, running, log, leavePool };
}

/** No job is taken before the lock is held, else a sweeper elsewhere could free it at once. */
function waitForLock(lock: Promise<WorkerLock>): GraphileConfig.Plugin {
  lock.catch(() => undefined);
  return {
    name: "AllclearWaitForLock",
    version: "1.0.0",
    worker: {
      hooks: {
        async startWorker() {
          await lock;
        },
      },
    },
  };
}

async function stopEngine(engine: Engine, reason: string): Promise<void> {
  const stopped = Promise.resolve(engine.workers.forcefulShutdown(reason)).catch(() => undefined);
  await Promise.race([stopped, wait(abortLimitMs, undefined, { ref: false })]);
  await engine.leavePool();
}

interface Surroundings {
  readonly pool: pg.Pool;
  readonly running: RunningJobs;
  readonly log: JobLog;
  readonly lock: Promise<WorkerLock>;
}

function toTaskList(tasks: JobRunnerOptions["tasks"], surroundings: Surroundings): TaskList {
  return Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, toEngineTask(task, surroundings)]));
}

function toEngineTask(task: JobTask, { pool, running, log, lock }: Surroundings): Task {
  return async (payload: unknown, { job }: JobHelpers) => {
    const { fence } = await lock;
    const about = { jobId: job.id, attempt: job.attempts, maxAttempts: job.max_attempts };
    try {
      await running.run((signal) => task(payload, { ...about, signal, fence }));
    } catch (error) {
      log("warn", "a job failed", { ...about, task: job.task_identifier, text: String(error) });
      await applyErrorsWish(pool, { jobId: job.id, workerId: job.locked_by ?? "" }, error).catch((cause: unknown) =>
        log("warn", "could not note when to retry a job", { ...about, text: String(cause) }),
      );
      throw error;
    }
  };
}
