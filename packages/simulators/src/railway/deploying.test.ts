import { expect, test, vi } from "vitest";
import { active, isAlive, program, useRailwayBench, waitMs } from "./railway-bench.suite.ts";

const bench = useRailwayBench();

test("a push is deployed, answers at the service's address and knows its commit", async () => {
  const first = await bench.push(program("one"), "First version");
  const { serviceId } = await bench.createService();
  await bench.simulator.waitForDeployment(serviceId, active(first), waitMs);
  const before = await bench.ask(serviceId);

  const second = await bench.push(program("two"), "Second version");
  const deployment = await bench.simulator.waitForDeployment(serviceId, active(second), waitMs);

  const after = await bench.ask(serviceId);
  expect([before.version, after.version]).toEqual(["one", "two"]);
  expect(deployment.meta).toMatchObject({ commitMessage: "Second version", commitAuthor: "Ada", branch: "main" });
  expect(after.environment).toMatchObject({
    RAILWAY_GIT_COMMIT_SHA: second,
    RAILWAY_DEPLOYMENT_ID: deployment.id,
    RAILWAY_ENVIRONMENT_NAME: "production",
    RAILWAY_SERVICE_NAME: "crm-bot",
  });
  await bench.simulator.waitForDeployment(
    serviceId,
    ({ status, meta }) => status === "REMOVED" && meta.commitHash === first,
    waitMs,
  );
  expect(isAlive(before.pid)).toBe(false);
});

test("a process sees PATH, HOME and its variables, and nothing else of this machine's environment", async () => {
  vi.stubEnv("PLANTED_IN_THE_PARENT", "must-not-leak");
  const commit = await bench.push(program("one"), "First version");

  const { serviceId } = await bench.createService({ variables: { GREETING: "hello" } });
  await bench.simulator.waitForDeployment(serviceId, active(commit), waitMs);

  const { environment } = await bench.ask(serviceId);
  vi.unstubAllEnvs();
  expect(environment).toMatchObject({ GREETING: "hello" });
  const foreign = Object.keys(environment).filter((name) => !name.startsWith("RAILWAY_"));
  expect(
    foreign.filter((name) => !["PATH", "HOME", "PORT", "GREETING", "PWD", "SHLVL", "_", "OLDPWD"].includes(name)),
  ).toEqual([]);
});

test("a start that crashes is a failed deployment, and the old one keeps serving", async () => {
  const good = await bench.push(program("good"), "Good");
  const { serviceId } = await bench.createService();
  await bench.simulator.waitForDeployment(serviceId, active(good), waitMs);

  const bad = await bench.push(`throw new Error("cannot start");`, "Bad");
  const failed = await bench.simulator.waitForDeployment(
    serviceId,
    ({ status, meta }) => status === "FAILED" && meta.commitHash === bad,
    waitMs,
  );

  expect((await bench.ask(serviceId)).version).toBe("good");
  const lines = await bench.simulator.logs(failed.id);
  expect(lines.find(({ message }) => message.includes("cannot start"))?.severity).toBe("error");
  expect(failed.canRollback).toBe(false);
});

test("a build command that fails ends the deployment as failed, with its output as build logs", async () => {
  await bench.push(program("one"), "First version");

  const { serviceId } = await bench.createService({ buildCommand: "echo compiling; echo broken >&2; exit 2" });
  const failed = await bench.simulator.waitForDeployment(serviceId, ({ status }) => status === "FAILED", waitMs);

  const messages = (await bench.simulator.buildLogs(failed.id)).map(({ message }) => message);
  expect(messages).toEqual(expect.arrayContaining(["compiling", "broken", "build command exited with code 2"]));
});

test("of pushes that come fast the last one wins and the overtaken one is removed", async () => {
  const slow = await bench.push(program("slow"), "Slow to build");
  const { serviceId } = await bench.createService({ buildCommand: "test -f fast || sleep 60" });
  await bench.simulator.waitForDeployment(serviceId, ({ status }) => status === "BUILDING", waitMs);

  const fast = await bench.push(program("fast"), "Fast to build", { fast: "" });
  await bench.simulator.waitForDeployment(serviceId, active(fast), waitMs);

  const overtaken = (await bench.simulator.deployments(serviceId)).find(({ meta }) => meta.commitHash === slow);
  expect(overtaken?.status).toBe("REMOVED");
  expect((await bench.ask(serviceId)).version).toBe("fast");
});

test("a live process that keeps crashing is started again up to its retries and is then crashed", async () => {
  const commit = await bench.push(program("one"), "First version");
  const { serviceId } = await bench.createService({ restartPolicyMaxRetries: 1 });
  await bench.simulator.waitForDeployment(serviceId, active(commit), waitMs);
  const { pid } = await bench.ask(serviceId);
  const url = await bench.simulator.serviceUrl(serviceId);

  await fetch(`${url}/crash`).catch(() => undefined);
  await vi.waitFor(async () => expect((await bench.ask(serviceId)).pid).not.toBe(pid), waitMs);
  await fetch(`${url}/crash`).catch(() => undefined);

  await bench.simulator.waitForDeployment(serviceId, ({ status }) => status === "CRASHED", waitMs);
  expect((await fetch(url)).status).toBe(502);
});

test("the process gets its grace between SIGTERM and SIGKILL, and what it says then is kept", async () => {
  const graceful = `${program("graceful")}
process.on("SIGTERM", () => setTimeout(() => { console.log("goodbye"); process.exit(0); }, 100));`;
  const first = await bench.push(graceful, "Graceful");
  const { serviceId } = await bench.createService();
  const { id } = await bench.simulator.waitForDeployment(serviceId, active(first), waitMs);

  await bench.push(program("next"), "Next");
  await bench.simulator.waitForDeployment(serviceId, (each) => each.id === id && each.status === "REMOVED", waitMs);

  expect((await bench.simulator.logs(id)).at(-1)?.message).toBe("goodbye");
});
