import type { Instant } from "../../domain/instant.ts";
import type { JobQueue, JobRequest } from "../../ports/job-queue.ts";
import type { ManualClock } from "./manual-clock.ts";

/** As the job engine's, where a job does not say how often it is tried: without end. */
const MOST_ATTEMPTS = 32_767;
const LONGEST_PAUSE_MS = 60_000;

export interface MemoryJob extends JobRequest {
  readonly runAt: Instant;
  /** How often it has been tried. */
  readonly attempts: number;
}

export interface MemoryJobRun {
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly signal: AbortSignal;
}

export type MemoryTasks = Readonly<Record<string, (payload: unknown, run: MemoryJobRun) => Promise<void>>>;

export interface MemoryJobQueue extends JobQueue {
  /** What `add` does, without a promise: for stores that write jobs along with their own rows. */
  addNow(jobs: readonly JobRequest[]): void;
  /** Soonest first. */
  waiting(): readonly MemoryJob[];
  /** Errors of the jobs that have failed so far, oldest first. */
  readonly failures: readonly { readonly task: string; readonly error: unknown }[];
  /**
   * Runs one after the other what is due, and what that adds, until nothing is due. A job that throws waits for its
   * next try as in the engine: exp(attempt) seconds, at most a minute, at least the error's `retryAfterMs`.
   */
  runDue(tasks: MemoryTasks, signal?: AbortSignal): Promise<void>;
}

export function createMemoryJobQueue({ clock }: { readonly clock: ManualClock }): MemoryJobQueue {
  let jobs: readonly MemoryJob[] = [];
  const failures: { readonly task: string; readonly error: unknown }[] = [];
  const addNow = (requests: readonly JobRequest[]) => {
    jobs = requests.map((request) => toPlain(request)).reduce((all, request) => addOne(all, request, clock), jobs);
  };
  const takeDue = (): MemoryJob | undefined => {
    const next = soonestFirst(jobs)[0];
    if (next === undefined || next.runAt > clock.now()) return undefined;
    jobs = jobs.filter((job) => job !== next);
    return next;
  };
  const fail = (job: MemoryJob, error: unknown) => {
    failures.push({ task: job.task, error });
    const attempts = job.attempts + 1;
    const isReplaced = job.key !== undefined && jobs.some(({ key }) => key === job.key);
    if (isReplaced || attempts >= (job.tries ?? MOST_ATTEMPTS)) return;
    jobs = [...jobs, { ...job, attempts, runAt: clock.now() + pauseAfter(attempts, error) }];
  };
  return {
    failures,
    addNow,
    add: async (requests) => addNow(requests),
    waiting: () => soonestFirst(jobs),
    runDue: async (tasks, signal = new AbortController().signal) => {
      for (let job = takeDue(); job !== undefined; job = takeDue()) {
        try {
          await runOne(tasks, job, signal);
        } catch (error) {
          fail(job, error);
        }
      }
    },
  };
}

async function runOne(
  tasks: MemoryTasks,
  { task, payload, attempts, tries = MOST_ATTEMPTS }: MemoryJob,
  signal: AbortSignal,
): Promise<void> {
  const run = tasks[task];
  if (run === undefined) throw new Error(`there is no task ${task}`);
  await run(payload, { attempt: attempts + 1, maxAttempts: tries, signal });
}

/** As a database keeps it; throws for what is no JSON object. */
function toPlain(request: JobRequest): JobRequest {
  if (Array.isArray(request.payload)) throw new TypeError(`The payload of a ${request.task} job must be an object`);
  return { ...request, payload: JSON.parse(JSON.stringify(request.payload)) };
}

function addOne(jobs: readonly MemoryJob[], request: JobRequest, clock: ManualClock): readonly MemoryJob[] {
  const same = jobs.find(({ key }) => key !== undefined && key === request.key);
  const keepsTime = request.keepsTime === true && same?.attempts === 0;
  const runAt = keepsTime ? same.runAt : (request.runAt ?? clock.now());
  return [...jobs.filter((job) => job !== same), { ...request, runAt, attempts: 0 }];
}

function soonestFirst(jobs: readonly MemoryJob[]): readonly MemoryJob[] {
  return jobs.toSorted((one, other) => one.runAt - other.runAt);
}

function pauseAfter(attempts: number, error: unknown): number {
  const wished = typeof error === "object" && error !== null && "retryAfterMs" in error ? error.retryAfterMs : 0;
  return Math.max(typeof wished === "number" ? wished : 0, Math.min(LONGEST_PAUSE_MS, Math.exp(attempts) * 1_000));
}
