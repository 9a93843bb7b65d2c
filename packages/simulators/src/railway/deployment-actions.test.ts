import { expect, test, vi } from "vitest";
import { active, program, useRailwayBench, waitMs } from "./railway-bench.suite.ts";

const bench = useRailwayBench();

function act(verb: string, id: string) {
  return bench.query(`mutation($id: String!) { ${verb}(id: $id) }`, { id });
}

async function deployProgram() {
  const commit = await bench.push(program("one"), "First version");
  const { serviceId } = await bench.createService();
  const deployment = await bench.simulator.waitForDeployment(serviceId, active(commit), waitMs);
  const place = { serviceId, environmentId: bench.project.environmentId };
  return { commit, serviceId, deployment, place };
}

test("a removed deployment serves no longer and is in the history, from where it can be rolled back to", async () => {
  const { serviceId, deployment } = await deployProgram();

  const answer = await act("deploymentRemove", deployment.id);
  const removed = await bench.simulator.waitForDeployment(serviceId, ({ status }) => status === "REMOVED", waitMs);

  expect(answer.data).toEqual({ deploymentRemove: true });
  expect((await fetch(await bench.simulator.serviceUrl(serviceId))).status).toBe(502);
  expect(removed.canRollback).toBe(true);
});

test("a stopped deployment serves no longer, says so, and can be restarted", async () => {
  const { serviceId, deployment } = await deployProgram();

  await act("deploymentStop", deployment.id);
  const [stopped] = await bench.simulator.deployments(serviceId);
  const status = (await fetch(await bench.simulator.serviceUrl(serviceId))).status;
  await act("deploymentRestart", deployment.id);

  expect(stopped?.deploymentStopped).toBe(true);
  expect(status).toBe(502);
  await vi.waitFor(async () => expect((await bench.ask(serviceId)).version).toBe("one"), waitMs);
});

test("a deployment on its way can be cancelled, a live one cannot", async () => {
  const { serviceId, deployment } = await deployProgram();
  const { serviceId: slowId } = await bench.createService({ name: "slow", buildCommand: "sleep 60" });
  const building = await bench.simulator.waitForDeployment(slowId, ({ status }) => status === "BUILDING", waitMs);

  const cancelled = await act("deploymentCancel", building.id);
  const refused = await act("deploymentCancel", deployment.id);

  expect(cancelled.data).toEqual({ deploymentCancel: true });
  expect((await bench.simulator.deployments(slowId))[0]?.status).toBe("REMOVED");
  expect(refused.errors?.[0]?.message).toBe("Deployment is not in progress");
  expect((await bench.simulator.deployments(serviceId))[0]?.status).toBe("SUCCESS");
});

test("a redeploy builds the same commit again", async () => {
  const { commit, serviceId, deployment } = await deployProgram();

  const answer = await bench.query("mutation($id: String!) { deploymentRedeploy(id: $id) { id status } }", {
    id: deployment.id,
  });
  const again = await bench.simulator.waitForDeployment(
    serviceId,
    ({ id, status }) => id !== deployment.id && status === "SUCCESS",
    waitMs,
  );

  expect(answer.data).toMatchObject({ deploymentRedeploy: { id: again.id, status: "INITIALIZING" } });
  expect(again.meta).toMatchObject({ commitHash: commit, reason: "redeploy" });
});

test("a service can be deployed at the head of its branch or at a commit, but not at one that does not exist", async () => {
  const { commit, serviceId, place } = await deployProgram();
  const second = await bench.push(program("two"), "Second version");
  await bench.simulator.waitForDeployment(serviceId, active(second), waitMs);
  const text = `mutation($serviceId: String!, $environmentId: String!, $commitSha: String) {
    serviceInstanceDeployV2(serviceId: $serviceId, environmentId: $environmentId, commitSha: $commitSha)
  }`;

  const older = await bench.query(text, { ...place, commitSha: commit });
  const id = older.data?.serviceInstanceDeployV2;
  await bench.simulator.waitForDeployment(serviceId, (each) => each.id === id && each.status === "SUCCESS", waitMs);
  const version = (await bench.ask(serviceId)).version;
  const missing = await bench.query(text, { ...place, commitSha: "0".repeat(40) });
  const head = await bench.query(text, place);

  expect(version).toBe("one");
  expect(missing.errors?.[0]?.message).toBe("Commit not found");
  await bench.simulator.waitForDeployment(
    serviceId,
    (each) => each.id === head.data?.serviceInstanceDeployV2 && each.meta.commitHash === second,
    waitMs,
  );
});

test("the environment's logs hold every service's lines with tags, and can be narrowed to a service", async () => {
  const { serviceId, deployment, place } = await deployProgram();
  const { serviceId: otherId } = await bench.createService({ name: "other" });
  await bench.simulator.waitForDeployment(otherId, ({ status }) => status === "SUCCESS", waitMs);
  const text = `query($environmentId: String!, $filter: String) {
    environmentLogs(environmentId: $environmentId, filter: $filter, beforeLimit: 100) {
      message tags { serviceId deploymentId }
    }
  }`;
  const read = async (filter: string) => {
    const { data } = await bench.query(text, { environmentId: place.environmentId, filter });
    return (data?.environmentLogs ?? []) as readonly { readonly tags: { readonly serviceId: string } }[];
  };

  const all = await read("listening");
  const own = await read(`listening AND @service:${serviceId}`);

  expect(all.map(({ tags }) => tags.serviceId).toSorted()).toEqual([serviceId, otherId].toSorted());
  expect(own).toEqual([{ message: "program one listening", tags: { serviceId, deploymentId: deployment.id } }]);
});

test("a service whose repository does not exist is refused", async () => {
  const attempt = bench.createService({ repository: "/nowhere/at/all.git" });

  await expect(attempt).rejects.toThrow("no git repository at /nowhere/at/all.git");
});
