import { spawnSync } from "node:child_process";

const projects = ["tsconfig.json", "packages/server/tsconfig.pure.json"];

for (const project of projects) {
  const { status } = spawnSync("tsc", ["--project", project], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
