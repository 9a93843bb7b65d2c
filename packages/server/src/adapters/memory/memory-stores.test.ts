import { describe, expect, test } from "vitest";
import { describeIncidentStore } from "../../ports/incident-store.suite.ts";
import { describeJobQueue } from "../../ports/job-queue.suite.ts";
import { PortError } from "../../ports/port-error.ts";
import { describeWatchStore } from "../../ports/watch-store.suite.ts";
import { createMemoryIncidentStore } from "./incident-store.ts";
import { createMemoryJobQueue, type MemoryTasks } from "./job-queue.ts";
import { createManualClock } from "./manual-clock.ts";
import { createMemoryWatchStore } from "./watch-store.ts";

const close = async () => undefined;

describeIncidentStore({
  name: "The incident store in memory",
  stories: 100,
  create: async () => {
    const queue = createMemoryJobQueue({ clock: createManualClock(0) });
    return {
      store: createMemoryIncidentStore({ queue }),
      jobsOf: async (incidentId) => queue.waiting().filter(({ payload }) => payload.incidentId === incidentId),
      close,
    };
  },
});

describeWatchStore({
  name: "The watch store in memory",
  create: async () => {
    const queue = createMemoryJobQueue({ clock: createManualClock(0) });
    return {
      store: createMemoryWatchStore({ queue }),
      countJobs: async (task) => queue.waiting().filter((job) => job.task === task).length,
      close,
    };
  },
});

describeJobQueue({
  name: "The job queue in memory",
  create: async () => {
    const queue = createMemoryJobQueue({ clock: createManualClock(0) });
    return { queue, waiting: async (task) => queue.waiting().filter((job) => job.task === task), close };
  },
});

describe("The job queue in memory", () => {
  function start() {
    const clock = createManualClock(0);
    const queue = createMemoryJobQueue({ clock });
    const ran: string[] = [];
    return { clock, queue, ran };
  }

  test("runs what is due, and what that adds, and leaves the rest", async () => {
    const { queue, ran } = start();
    const tasks: MemoryTasks = {
      first: async () => {
        ran.push("first");
        await queue.add([
          { task: "second", payload: {} },
          { task: "second", payload: {}, runAt: 1 },
        ]);
      },
      second: async () => void ran.push("second"),
    };
    await queue.add([{ task: "first", payload: {} }]);

    await queue.runDue(tasks);

    expect(ran).toEqual(["first", "second"]);
    expect(queue.waiting()).toHaveLength(1);
  });

  test("a job that throws is tried again later, no earlier than its error says", async () => {
    const { clock, queue, ran } = start();
    const tasks: MemoryTasks = {
      shaky: async (_payload, { attempt }) => {
        ran.push(`try ${attempt}`);
        if (attempt === 1) throw new PortError("chat", "rate-limited", "too many", { retryAfterMs: 60_000 });
      },
    };
    await queue.add([{ task: "shaky", payload: {} }]);

    await queue.runDue(tasks);
    clock.advance(59_999);
    await queue.runDue(tasks);
    expect(ran).toEqual(["try 1"]);
    clock.advance(1);
    await queue.runDue(tasks);

    expect(ran).toEqual(["try 1", "try 2"]);
    expect(queue.failures).toMatchObject([{ task: "shaky", error: { code: "rate-limited" } }]);
  });

  test("a job that was added anew while it ran is not tried again under its old self", async () => {
    const { queue } = start();
    const tasks: MemoryTasks = {
      renewed: async () => {
        await queue.add([{ task: "renewed", payload: { n: 2 }, key: "k", runAt: 50 }]);
        throw new Error("after all");
      },
    };
    await queue.add([{ task: "renewed", payload: { n: 1 }, key: "k" }]);

    await queue.runDue(tasks);

    expect(queue.waiting()).toMatchObject([{ payload: { n: 2 }, runAt: 50, attempts: 0 }]);
  });
});
