import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readLog } from "../../diagnosis/read-log.ts";
import { describeLogSource } from "../../ports/log-source.suite.ts";
import { describePlatform } from "../../ports/platform.suite.ts";
import { createLearningRedact } from "../log/learning-redact.ts";
import { createRailwayWorld, type RailwayWorld } from "./railway-world.suite.ts";

describePlatform({ name: "The Railway adapter with a project token", create: () => createRailwayWorld("project") });
describeLogSource({ name: "The Railway adapter with an account token", create: () => createRailwayWorld("account") });

describe("The Railway adapter", () => {
  let world: RailwayWorld;
  const { signal } = new AbortController();
  const list = () => world.platform.listDeployments({ limit: 5, signal });

  beforeAll(async () => {
    world = await createRailwayWorld("project");
  });
  afterAll(() => world.close());

  test.each([
    ["a refusal in words", { kind: "graphql-error", message: "Something planted-secret went" }, "refused"],
    [
      "Railway's word for a fault of its own",
      { kind: "graphql-error", message: "Problem processing request" },
      "unreachable",
    ],
    ["a token that may not", { kind: "not-authorized" }, "unauthorized"],
    ["a gateway error", { kind: "http-status", status: 502 }, "unreachable"],
    ["a proxy's page", { kind: "http-status", status: 200 }, "bad-reply"],
    ["a refused request", { kind: "http-status", status: 400 }, "refused"],
  ] as const)("%s is told as what it means, without its words", async (_, fault, code) => {
    const { clear } = await world.simulator.script({ ...fault, operation: "deployments" });

    const error: unknown = await list().catch((thrown: unknown) => thrown);
    await clear();

    expect(error).toMatchObject({ port: "platform", code });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("planted");
  });

  test("a Railway that hangs is left after the limit of one request", async () => {
    const { clear } = await world.simulator.script({ kind: "hang" });

    const answer = world.open({ timeoutMs: 50 }).listDeployments({ limit: 5, signal });

    await expect(answer).rejects.toMatchObject({ code: "timed-out" });
    await clear();
  });

  test("a Railway that is not there is unreachable", async () => {
    const platform = world.open({ apiUrl: "http://127.0.0.1:1/" });

    await expect(platform.readVariables(signal)).rejects.toMatchObject({ port: "platform", code: "unreachable" });
  });

  test("logs that cannot be had are a failure, not an empty page", async () => {
    const { clear } = await world.simulator.script({ kind: "logs-unavailable" });

    const answer = world.source.read({ from: 0, limit: 10, signal });

    await expect(answer).rejects.toMatchObject({ port: "log-source", code: "unreachable" });
    await clear();
  });

  test("another service's deployment is not rolled back, though the token may do it", async () => {
    const [deployment] = await list();
    const other = world.open({ serviceId: "another-service" });

    await expect(other.rollBack(deployment?.id ?? "", signal)).rejects.toMatchObject({ code: "not-found" });
  });

  test("a digest without a key is refused at once", () => {
    expect(() => world.open({ digestKey: "" })).toThrow("digest key");
  });

  test("another key gives other digests", async () => {
    await world.setVariables({ A_KEY: "planted-one" });
    const [one] = await world.platform.readVariables(signal);
    const [other] = await world.open({ digestKey: "another key" }).readVariables(signal);

    expect(one?.name).toBe("A_KEY");
    expect(other?.name).toBe("A_KEY");
    expect(one?.digest).not.toBe(other?.digest);
  });

  test("a variable's value that the bot logs bare is masked, also by a server that reads the log first of all", async () => {
    const planted = "attio-9f3kq81mzx07bw52";
    await world.setVariables({ ATTIO_API_KEY: planted, GREETING: "hello there" });
    const { redact, learn } = createLearningRedact([]);
    await world.print([`Error: cannot log in as ${planted}, hello there`, "    at login (/app/src/login.ts:12:9)"]);

    const { lines } = await world.open({ learn }).read({ from: 0, limit: 10, signal });

    const hash = (text: string) => createHash("sha256").update(text).digest("hex");
    const told = JSON.stringify(readLog(lines, { redact, hash }));
    expect(JSON.stringify(lines)).toContain(planted);
    expect(told).not.toContain(planted);
    expect(told).toContain("hello there");
  });

  test("a value that was changed is known as soon as the variables are read", async () => {
    const { redact, learn } = createLearningRedact([]);
    const platform = world.open({ learn });
    await world.setVariables({ ATTIO_API_KEY: "planted-one-1" });
    await platform.readVariables(signal);
    await world.setVariables({ ATTIO_API_KEY: "planted-two-2" });
    await platform.readVariables(signal);

    expect(redact("planted-one-1 planted-two-2")).toBe("[redacted] [redacted]");
  });
});
