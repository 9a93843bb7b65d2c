import { sleep } from "../demo/wait-for.ts";
import type { PendingJob, StoreView } from "./store-view.ts";

/** How work went on after a restart, milliseconds from the server's "ready". */
export interface Restart {
  /** Until every job that was pending had been taken up; undefined when none was, or the next kill came before. */
  readonly takenUpMs?: number;
  /** Until the incident's first new event; undefined when none was open, or the next kill came before. */
  readonly firstEventMs?: number;
  readonly problems: readonly string[];
}

export interface RestartWatch {
  readonly store: StoreView;
  readonly readyAt: number;
  readonly pending: readonly PendingJob[];
  /** Counts the path's events that stood at the kill; undefined when no incident was open. */
  readonly eventsBefore: number | undefined;
  readonly openedSince: number;
  /** Aborts when the server is killed again, or the path is over. */
  readonly signal: AbortSignal;
}

/** Issue 2: work goes on within 15 s. */
const limitMs = 15_000;
const lookEveryMs = 50;

export async function watchRestart(watch: RestartWatch): Promise<Restart> {
  const [takenUp, firstEvent] = await Promise.all([watchJobs(watch), watchEvents(watch)]);
  return {
    ...(takenUp.ms === undefined ? {} : { takenUpMs: takenUp.ms }),
    ...(firstEvent.ms === undefined ? {} : { firstEventMs: firstEvent.ms }),
    problems: [...takenUp.problems, ...firstEvent.problems],
  };
}

interface Measured {
  readonly ms?: number;
  readonly problems: readonly string[];
}

async function watchJobs({ store, pending, ...watch }: RestartWatch): Promise<Measured> {
  if (pending.length === 0) return { problems: [] };
  let left = pending;
  return measure(watch, {
    isDone: async () => {
      left = await store.readUntouched(left);
      return left.length === 0;
    },
    problem: () => `not taken up: ${left.map(({ id, task }) => `${task} (job ${id})`).join(", ")}`,
  });
}

async function watchEvents({ store, eventsBefore, openedSince, ...watch }: RestartWatch): Promise<Measured> {
  if (eventsBefore === undefined) return { problems: [] };
  return measure(watch, {
    isDone: async () => (await store.readTypes(openedSince, 0)).length > eventsBefore,
    problem: () => `no event since the ${eventsBefore} that stood at the kill, though the incident is open`,
  });
}

interface Progress {
  readonly isDone: () => Promise<boolean>;
  readonly problem: () => string;
}

async function measure(
  { readyAt, signal }: Pick<RestartWatch, "readyAt" | "signal">,
  { isDone, problem }: Progress,
): Promise<Measured> {
  while (!signal.aborted) {
    const done = await isDone();
    const ms = performance.now() - readyAt;
    if (done && ms <= limitMs) return { ms, problems: [] };
    if (ms > limitMs) return { ms, problems: [`${Math.round(ms)} ms after the restart: ${problem()}`] };
    await sleep(lookEveryMs, signal).catch(() => undefined);
  }
  return { problems: [] };
}
