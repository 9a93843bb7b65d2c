import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { JobQueue, JobRequest } from "./job-queue.ts";

export interface JobQueueWorld {
  readonly queue: JobQueue;
  /** The waiting jobs of a task, soonest first. */
  waiting(task: string): Promise<readonly Pick<JobRequest, "payload" | "key" | "runAt">[]>;
  close(): Promise<void>;
}

export interface JobQueueCandidate {
  readonly name: string;
  create(): Promise<JobQueueWorld>;
}

const LATER = Date.UTC(2040, 0, 1);

export function describeJobQueue({ name, create }: JobQueueCandidate): void {
  describe(`${name} keeps the contract of JobQueue`, () => {
    let world: JobQueueWorld;
    let task: string;
    const add = (...jobs: readonly Omit<JobRequest, "task">[]) =>
      world.queue.add(jobs.map((job) => ({ task, ...job })));

    beforeAll(async () => {
      world = await create();
    });
    afterAll(() => world.close());
    beforeEach(() => {
      task = `task-${randomUUID()}`;
    });

    test("a job waits with what it was given", async () => {
      await add({ payload: { botId: "crm-bot", deep: { list: [1, "zwei", null] } }, runAt: LATER });

      expect(await world.waiting(task)).toMatchObject([
        { payload: { botId: "crm-bot", deep: { list: [1, "zwei", null] } }, runAt: LATER },
      ]);
    });

    test("jobs without a key are all kept, those with one take the place of the waiting one", async () => {
      await add({ payload: { n: 1 }, runAt: LATER }, { payload: { n: 2 }, runAt: LATER + 1 });
      await add({ payload: { n: 3 }, key: `k:${task}`, runAt: LATER + 2 });
      await add({ payload: { n: 4 }, key: `k:${task}`, runAt: LATER + 3 });

      const waiting = await world.waiting(task);

      expect(waiting.map(({ payload, runAt }) => [payload.n, runAt])).toEqual([
        [1, LATER],
        [2, LATER + 1],
        [4, LATER + 3],
      ]);
    });

    test("a job that keeps its time gets the new content only", async () => {
      await add({ payload: { n: 1 }, key: `k:${task}`, runAt: LATER });

      await add({ payload: { n: 2 }, key: `k:${task}`, runAt: LATER + 60_000, keepsTime: true });

      expect(await world.waiting(task)).toMatchObject([{ payload: { n: 2 }, runAt: LATER }]);
    });

    test("adding the same keyed jobs from many sides at once leaves one of each", async () => {
      await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          add({ payload: { n }, key: `a:${task}`, runAt: LATER }, { payload: { n }, key: `b:${task}`, runAt: LATER }),
        ),
      );

      expect((await world.waiting(task)).map(({ key }) => key).sort()).toEqual([`a:${task}`, `b:${task}`]);
    });

    test("of several jobs all are added or none", async () => {
      await expect(add({ payload: { n: 1 } }, { payload: { n: 2n } })).rejects.toThrow();

      expect(await world.waiting(task)).toEqual([]);
    });

    test("a payload that is a list is refused", async () => {
      const list: unknown = [1, 2];

      await expect(add({ payload: list as JobRequest["payload"] })).rejects.toThrow(TypeError);
    });
  });
}
