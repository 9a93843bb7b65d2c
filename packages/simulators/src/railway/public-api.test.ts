import { expect, test, vi } from "vitest";
import { active, program, useRailwayBench, waitMs } from "./railway-bench.suite.ts";

const bench = useRailwayBench();

test("a changed variable deploys the same commit again with the new value", async () => {
  const commit = await bench.push(program("one"), "First version");
  const { serviceId } = await bench.createService({ variables: { MODE: "old", KEPT: "yes" } });
  const first = await bench.simulator.waitForDeployment(serviceId, active(commit), waitMs);
  const place = { projectId: bench.project.projectId, environmentId: bench.project.environmentId, serviceId };

  const answer = await bench.query("mutation($input: VariableUpsertInput!) { variableUpsert(input: $input) }", {
    input: { ...place, name: "MODE", value: "new" },
  });

  expect(answer.data).toEqual({ variableUpsert: true });
  await bench.simulator.waitForDeployment(
    serviceId,
    ({ id, status }) => id !== first.id && status === "SUCCESS",
    waitMs,
  );
  expect((await bench.ask(serviceId)).environment).toMatchObject({ MODE: "new", KEPT: "yes" });
  const read = await bench.query(
    "query($projectId: String!, $environmentId: String!, $serviceId: String) { variables(projectId: $projectId, environmentId: $environmentId, serviceId: $serviceId) }",
    place,
  );
  expect(read.data).toEqual({ variables: { MODE: "new", KEPT: "yes" } });
});

test("a rollback brings back the code and the variables of that deployment without building", async () => {
  const first = await bench.push(program("one"), "First version");
  const { serviceId } = await bench.createService({ variables: { MODE: "old" } });
  const good = await bench.simulator.waitForDeployment(serviceId, active(first), waitMs);
  const second = await bench.push(program("two"), "Second version");
  await bench.simulator.waitForDeployment(serviceId, active(second), waitMs);
  await bench.simulator.setVariables(serviceId, { MODE: "new" });
  await vi.waitFor(async () => expect((await bench.ask(serviceId)).environment.MODE).toBe("new"), waitMs);

  const refused = await bench.query("mutation($id: String!) { deploymentRollback(id: $id) }", {
    id: (await bench.simulator.deployments(serviceId))[0]?.id,
  });
  const answer = await bench.query("mutation($id: String!) { deploymentRollback(id: $id) }", { id: good.id });

  expect(refused.errors?.[0]?.message).toBe("Deployment cannot be rolled back to");
  expect(answer.data).toEqual({ deploymentRollback: true });
  const restored = await bench.simulator.waitForDeployment(
    serviceId,
    (each) => each.meta.reason === "rollback" && each.status === "SUCCESS",
    waitMs,
  );
  expect(restored.meta.commitHash).toBe(first);
  const { version, environment } = await bench.ask(serviceId);
  expect([version, environment.MODE]).toEqual(["one", "old"]);
  expect(await bench.simulator.buildLogs(restored.id)).toEqual([]);
});

test("a restart gives the same deployment a new process", async () => {
  const commit = await bench.push(program("one"), "First version");
  const { serviceId } = await bench.createService();
  const { id } = await bench.simulator.waitForDeployment(serviceId, active(commit), waitMs);
  const { pid } = await bench.ask(serviceId);

  const answer = await bench.query("mutation($id: String!) { deploymentRestart(id: $id) }", { id });

  expect(answer.data).toEqual({ deploymentRestart: true });
  await vi.waitFor(async () => expect((await bench.ask(serviceId)).pid).not.toBe(pid), waitMs);
  expect(await bench.simulator.deployments(serviceId)).toHaveLength(1);
});

test("logs are chosen by time window, filter and limit", async () => {
  const commit = await bench.push(program("one"), "First version");
  const { serviceId } = await bench.createService();
  const { id } = await bench.simulator.waitForDeployment(serviceId, active(commit), waitMs);
  await vi.waitFor(async () => expect(await bench.simulator.logs(id)).toHaveLength(4), waitMs);
  const lines = await bench.simulator.logs(id);
  const text = `query($id: String!, $filter: String, $from: DateTime, $until: DateTime, $limit: Int) {
    deploymentLogs(deploymentId: $id, filter: $filter, startDate: $from, endDate: $until, limit: $limit) {
      timestamp message severity attributes { key value }
    }
  }`;
  const messages = async (variables: object) => {
    const { data } = await bench.query(text, { id, ...variables });
    const found = (data?.deploymentLogs ?? []) as readonly { message: string }[];
    return found.map(({ message }) => message);
  };

  expect(await messages({ filter: "@level:error" })).toEqual(["a line on stderr"]);
  expect(await messages({ filter: "@took:>25000 AND structured" })).toEqual(["a structured line"]);
  expect(await messages({ limit: 1 })).toEqual([lines.at(-1)?.message]);
  expect(await messages({ from: lines[1]?.timestamp, until: lines[2]?.timestamp })).toEqual([
    lines[1]?.message,
    lines[2]?.message,
  ]);
});

test("deployments come newest first and page by cursor", async () => {
  const first = await bench.push(program("one"), "First version");
  const { serviceId } = await bench.createService();
  await bench.simulator.waitForDeployment(serviceId, active(first), waitMs);
  const second = await bench.push(program("two"), "Second version");
  await bench.simulator.waitForDeployment(serviceId, active(second), waitMs);
  const text = `query($input: DeploymentListInput!, $first: Int, $after: String) {
    deployments(input: $input, first: $first, after: $after) {
      edges { cursor node { meta } } pageInfo { hasNextPage endCursor }
    }
  }`;
  type Page = {
    edges: { node: { meta: { commitHash: string } } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
  const page = async (after?: string) =>
    (await bench.query(text, { input: { serviceId }, first: 1, after })).data?.deployments as unknown as Page;

  const newest = await page();
  const oldest = await page(newest.pageInfo.endCursor);

  expect([newest, oldest].map(({ edges }) => edges[0]?.node.meta.commitHash)).toEqual([second, first]);
  expect([newest.pageInfo.hasNextPage, oldest.pageInfo.hasNextPage]).toEqual([true, false]);
});

test("a wrong token is refused with HTTP 200, Not Authorized and Railway's misleading code", async () => {
  const text = "query($id: String!) { project(id: $id) { name } }";
  const tokens = [
    {},
    { authorization: "Bearer nobody" },
    { "project-access-token": "nobody" },
    { authorization: `Bearer ${bench.project.token}` },
  ];

  const answers = await Promise.all(
    tokens.map((headers) => bench.query(text, { id: bench.project.projectId }, headers as Record<string, string>)),
  );

  for (const { status, data, errors } of answers) {
    expect(status).toBe(200);
    expect(data).toBeNull();
    expect(errors?.[0]).toMatchObject({ message: "Not Authorized", extensions: { code: "INTERNAL_SERVER_ERROR" } });
  }
});

test("a project token sees its own project only, an account token all, a revoked one nothing", async () => {
  const other = await bench.simulator.createProject({ name: "other" });
  const account = await bench.simulator.createAccountToken();
  const text = "query($id: String!) { project(id: $id) { name } }";
  const asAccount = () => bench.query(text, { id: other.projectId }, { authorization: `Bearer ${account}` });

  const foreign = await bench.query(text, { id: other.projectId });
  const allowed = await asAccount();
  await bench.simulator.revokeToken(account);
  const revoked = await asAccount();

  expect(foreign.errors?.[0]?.message).toBe("Not Authorized");
  expect(allowed.data).toEqual({ project: { name: "other" } });
  expect(revoked.errors?.[0]?.message).toBe("Not Authorized");
});

test("an unknown deployment is not found, and a field that does not exist is a bad request", async () => {
  const missing = await bench.query('query { deployment(id: "none") { status } }');
  const mistyped = await bench.query("query { deploymint }");

  expect(missing.errors?.[0]?.message).toBe("Deployment not found");
  expect(mistyped.status).toBe(400);
  expect(mistyped.errors?.[0]?.extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
  expect("data" in mistyped).toBe(false);
});
