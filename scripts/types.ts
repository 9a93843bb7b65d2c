import { spawn } from "node:child_process";

const projects = ["tsconfig.json", "packages/server/tsconfig.pure.json"];

const statuses = await Promise.all(projects.map(check));
process.exitCode = statuses.find((status) => status !== 0) ?? 0;

function check(project: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const compiler = spawn("tsc", ["--project", project], { stdio: "inherit" });
    compiler.once("error", reject);
    compiler.once("close", (status) => resolve(status ?? 1));
  });
}
