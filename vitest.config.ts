import { defineConfig } from "vitest/config";

const unitTests = {
  exclude: ["**/node_modules/**", "tests/e2e/*.test.ts", "**/*.system.test.ts"],
  testTimeout: 60_000,
  hookTimeout: 60_000,
};
/** Their servers put their own Response in the place of Node's, which no other test should meet. */
const simulatorTests = [
  "packages/simulators/**/*.test.ts",
  "packages/server/src/adapters/slack/*.test.ts",
  "packages/bot/src/*.test.ts",
];

/** Real processes, real waits: what a system test is about takes seconds, so it runs beside the end-to-end tests. */
const systemTests = "**/*.system.test.ts";

export default defineConfig({
  test: {
    // Most tests wait for a database, for git or for a socket, so more of them run at once than there are cores.
    maxWorkers: 4,
    projects: [
      {
        test: {
          ...unitTests,
          name: "unit",
          // Nothing here keeps state in a module, so files may share one: that halves the time.
          isolate: false,
          include: ["{packages,examples,scripts,benchmarks,tests/e2e}/**/*.test.ts", "tests/architecture/**/*.test.ts"],
          exclude: [...unitTests.exclude, ...simulatorTests],
        },
      },
      { test: { ...unitTests, name: "simulators", include: simulatorTests } },
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/*.test.ts", `{packages,examples}/${systemTests}`],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
