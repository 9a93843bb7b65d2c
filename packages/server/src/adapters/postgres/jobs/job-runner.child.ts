import { startJobRunner } from "./job-runner.ts";

// A worker in a process of its own, for the tests: starts the jobs it finds, tells its parent, and never ends one.
const runner = await startJobRunner({
  database: process.argv[2] ?? "",
  concurrency: 2,
  tasks: {
    work: async (payload, { jobId }) => {
      process.send?.({ jobId, payload });
      await new Promise(() => undefined);
    },
  },
});
process.send?.({ workerId: runner.workerId });
