import { once } from "node:events";
import { startJobRunner } from "./job-runner.ts";

// A worker in a process of its own, for the tests: starts the jobs it finds, tells its parent, and never ends one.
const [database] = (await once(process, "message")) as [string];
const runner = await startJobRunner({
  database,
  concurrency: 2,
  tasks: {
    work: async (payload, { jobId }) => {
      process.send?.({ jobId, payload });
      await new Promise(() => undefined);
    },
  },
});
process.send?.({ workerId: runner.workerId });
