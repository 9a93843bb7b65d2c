import { readdirSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { connectRailwaySimulator } from "./connect-railway-simulator.ts";
import { active, isAlive, program, useRailwayBench, waitMs } from "./railway-bench.suite.ts";
import { startRailwaySimulator } from "./railway-simulator.ts";
import type { RailwayControl } from "./railway-types.ts";

const bench = useRailwayBench();

test("the same verbs work from another process over the control API", async () => {
  const control: RailwayControl = connectRailwaySimulator(bench.simulator.url);
  const commit = await bench.push(program("one"), "First version");
  const made = await control.createProject({ name: "remote", environment: "staging" });

  const { serviceId } = await control.createService({
    projectId: made.projectId,
    name: "crm-bot",
    repository: bench.repository,
    branch: "main",
    startCommand: `"${process.execPath}" main.mjs`,
    healthcheckPath: "/",
  });
  const deployment = await control.waitForDeployment(serviceId, active(commit), waitMs);
  await control.setVariables(serviceId, { MODE: "remote" });
  await control.waitForDeployment(serviceId, ({ id, status }) => id !== deployment.id && status === "SUCCESS", waitMs);
  const fault = await control.script({ kind: "not-authorized" });
  const struck = await bench.query("query { projectToken { projectId } }");
  await fault.clear();

  expect(made.environmentName).toBe("staging");
  expect(await control.logs(deployment.id)).toEqual(await bench.simulator.logs(deployment.id));
  expect((await fetch(await control.serviceUrl(serviceId))).status).toBe(200);
  expect(struck.errors?.[0]?.message).toBe("Not Authorized");
  expect((await bench.query("query { projectToken { projectId } }")).errors).toBeUndefined();
  await expect(control.logs("none")).rejects.toThrow("no deployment none");
});

test("no variable's value stands in any line that the simulator writes", async () => {
  const quiet = `import { createServer } from "node:http"; createServer((_, response) => response.end()).listen(Number(process.env.PORT), "127.0.0.1");`;
  const commit = await bench.push(quiet, "Quiet");
  const { serviceId } = await bench.createService({ buildCommand: "true", variables: { API_KEY: "planted-value-1" } });
  await bench.simulator.waitForDeployment(serviceId, active(commit), waitMs);
  await bench.simulator.setVariables(serviceId, { API_KEY: "planted-value-2" });
  await bench.simulator.waitForDeployment(
    serviceId,
    ({ status, meta }) => status === "SUCCESS" && meta.reason === "redeploy",
    waitMs,
  );

  const ids = (await bench.simulator.deployments(serviceId)).map(({ id }) => id);
  const lines = await Promise.all(ids.flatMap((id) => [bench.simulator.logs(id), bench.simulator.buildLogs(id)]));

  expect(lines.flat().length).toBeGreaterThan(3);
  expect(JSON.stringify([lines, await bench.simulator.deployments(serviceId)])).not.toContain("planted-value");
});

test("stopping leaves no process and no folder", async () => {
  const commit = await bench.push(program("one"), "First version");
  const { serviceId } = await bench.createService({ startCommand: `sleep 600 & exec "${process.execPath}" main.mjs` });
  await bench.simulator.waitForDeployment(serviceId, active(commit), waitMs);
  const { pid } = await bench.ask(serviceId);

  await bench.simulator.stop();

  expect(isAlive(pid)).toBe(false);
  expect(readdirSync(bench.workFolder)).toEqual([]);
});

test("a work folder below a node_modules is refused", async () => {
  const below = join(bench.folder, "node_modules");
  await mkdir(below);

  await expect(startRailwaySimulator({ workFolder: below })).rejects.toThrow("below a node_modules");
});
