import { expect, test } from "vitest";
import { program, useRailwayBench, waitMs } from "./railway-bench.suite.ts";

const bench = useRailwayBench();

const text = "query { projectToken { projectId } }";

test("errors strike as scripted, as often as scripted, and end when cleared", async () => {
  await bench.simulator.script({ kind: "http-status", status: 503, times: 1 });
  await bench.simulator.script({ kind: "rate-limited", retryAfterSeconds: 7, times: 1 });
  const refusal = await bench.simulator.script({ kind: "not-authorized", operation: "projectToken" });

  const answers = [await bench.query(text), await bench.query(text), await bench.query(text)];
  await refusal.clear();
  const last = await bench.query(text);

  expect(answers.map(({ status }) => status)).toEqual([503, 429, 200]);
  expect(answers[1]?.headers.get("retry-after")).toBe("7");
  expect(answers[2]?.errors?.[0]?.message).toBe("Not Authorized");
  expect(last.data).toEqual({ projectToken: { projectId: bench.project.projectId } });
});

test("a hanging request is answered once the fault is cleared", async () => {
  const hang = await bench.simulator.script({ kind: "hang", operation: "projectToken" });
  let isAnswered = false;

  const answer = bench.query(text).then((result) => {
    isAnswered = true;
    return result;
  });
  await bench.query("query($id: String!) { project(id: $id) { name } }", { id: bench.project.projectId });
  const wasAnswered = isAnswered;
  await hang.clear();

  expect(wasAnswered).toBe(false);
  expect((await answer).data).toEqual({ projectToken: { projectId: bench.project.projectId } });
});

test("a build can be made to fail, and logs to be unavailable", async () => {
  await bench.simulator.script({ kind: "build-fails", message: "no space left on builder", times: 1 });
  await bench.simulator.script({ kind: "logs-unavailable" });
  await bench.push(program("one"), "First version");

  const { serviceId } = await bench.createService();
  const failed = await bench.simulator.waitForDeployment(serviceId, ({ status }) => status === "FAILED", waitMs);

  const answer = await bench.query("query($id: String!) { buildLogs(deploymentId: $id) { message } }", {
    id: failed.id,
  });
  expect(answer.errors?.[0]?.message).toBe("Problem processing request");
  expect((await bench.simulator.buildLogs(failed.id)).at(-1)?.message).toBe("no space left on builder");
});
