import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import type { BreakerState } from "../protect/dependency.ts";
import { createHealthCheck, type HealthOptions } from "./check-health.ts";
import { createHealthPage } from "./health-page.ts";
import { probeHttp, runProbe } from "./probe.ts";

function checkOf(options: HealthOptions, breakers: ReadonlyMap<string, BreakerState> = new Map()) {
  const sources = { breakers: () => breakers, lastEventAt: () => Date.UTC(2026, 10, 1), lastAnswerAt: () => undefined };
  return createHealthCheck({ version: "1.2.3", ...options }, sources);
}

const up = async () => "pong";
const down = async () => {
  throw Object.assign(new Error("x"), { code: "ECONNREFUSED" });
};

describe("health", () => {
  test("has all that the playbook's page has", async () => {
    const health = await checkOf({ dependencies: { slack: up, mongodb: up } }).check();

    expect(health).toMatchObject({
      status: "healthy",
      version: "1.2.3",
      uptime: expect.any(Number),
      memory: { rss: expect.any(Number), heapUsed: expect.any(Number) },
      dependencies: { slack: "connected", mongodb: "connected" },
      lastEventAt: "2026-11-01T00:00:00.000Z",
      eventLoopDelayMs: expect.any(Number),
    });
    expect(Date.parse(health.timestamp)).not.toBeNaN();
  });

  test.each([
    ["degraded", { slack: up, attio: down }],
    ["down", { slack: down, attio: up }],
  ] as const)("is %s by what is lost", async (status, dependencies) => {
    expect(await checkOf({ dependencies }).check()).toMatchObject({ status });
  });

  test("is degraded while a breaker is open, although the probe goes well", async () => {
    const health = await checkOf({ dependencies: { attio: up } }, new Map([["attio", "open"]])).check();

    expect(health).toMatchObject({ status: "degraded", details: { attio: { breaker: "open" } } });
  });

  test("says what a probe failed of, and nothing of its text", async () => {
    const { details } = await checkOf({ dependencies: { attio: down } }).check();

    expect(details.attio).toEqual({ tookMs: expect.any(Number), fault: { kind: "unavailable", code: "ECONNREFUSED" } });
  });

  test("asks each dependency once for many who look", async () => {
    const asked: string[] = [];
    const health = checkOf({ dependencies: { slack: async () => asked.push("slack") } });

    await Promise.all([health.check(), health.check(), health.check()]);

    expect(asked).toHaveLength(1);
  });
});

test("a probe that hangs ends by its limit", async () => {
  expect(await runProbe(() => new Promise(() => undefined), 5)).toMatchObject({
    isUp: false,
    error: { name: "TimeoutError" },
  });
});

describe("the page", () => {
  const page = createHealthPage(checkOf({ dependencies: { slack: up } }), "a-key");
  const ask = (authorization?: string) =>
    page.fetch(new Request("http://bot/health", authorization === undefined ? {} : { headers: { authorization } }));

  test("shows the status to everybody and the rest to who has the key", async () => {
    const everybody = await ask();
    const wrong = await ask("Bearer another");
    const right = await ask("Bearer a-key");

    expect(Object.keys(Object(await everybody.json()))).toEqual(["status", "timestamp"]);
    expect(Object.keys(Object(await wrong.json()))).toEqual(["status", "timestamp"]);
    expect(await right.json()).toMatchObject({ status: "healthy", dependencies: { slack: "connected" } });
  });

  test("answers 503 over Node's http when the bot is down", async () => {
    const { node } = createHealthPage(checkOf({ dependencies: { slack: down } }), undefined);
    await using server = createServer(node).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = Object(server.address());

    const response = await fetch(`http://127.0.0.1:${port}/health`);
    const isProbedUp = await runProbe(probeHttp(`http://127.0.0.1:${port}/health`), 3_000);

    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ status: "down" });
    expect(isProbedUp).toMatchObject({ isUp: false });
  });
});
