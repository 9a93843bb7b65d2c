import { defineConfig } from "vitest/config";

/** Real processes, real waits: what a system test is about takes seconds, so it runs beside the end-to-end tests. */
const systemTests = "**/*.system.test.ts";

export default defineConfig({
  test: {
    // Most tests wait for a database, for git or for a socket, so more of them run at once than there are cores.
    maxWorkers: 4,
    projects: [
      {
        test: {
          name: "unit",
          include: ["{packages,examples,scripts,tests/e2e}/**/*.test.ts", "tests/architecture/**/*.test.ts"],
          exclude: ["**/node_modules/**", "tests/e2e/*.test.ts", systemTests],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
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
