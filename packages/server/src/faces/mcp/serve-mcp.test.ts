import { once } from "node:events";
import { PassThrough } from "node:stream";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { describe, expect, onTestFinished, test } from "vitest";
import { operations } from "../../operations/catalogue.ts";
import type { Operation } from "../../operations/define-operation.ts";
import { createProgram } from "../cli/create-program.ts";
import { createHttpCall } from "../cli/http-call.ts";
import { localWorld } from "../cli/local-world.fixture.ts";
import {
  createIncidentWorld,
  happen,
  type IncidentWorld,
  KEYS,
  openStory,
  plan,
} from "../http/fixtures/incident-world.ts";
import { createMcpServer, serveMcp } from "./serve-mcp.ts";
import { describeTool, groupTools } from "./tools.ts";

/** An agent with the SDK's own client, its server, and the real HTTP face behind it. */
async function startAgent(
  world: IncidentWorld,
  { offered = operations, key = KEYS.agent }: { offered?: readonly Operation[]; key?: string } = {},
): Promise<Client> {
  const call = createHttpCall({
    url: "http://allclear",
    key,
    client: "mcp",
    fetch: async (request) => world.app.request(request),
  });
  const server = createMcpServer({ operations: offered, call, version: "1.2.3" });
  const client = new Client({ name: "test-agent", version: "1" });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(far), client.connect(near)]);
  onTestFinished(() => client.close());
  return client;
}

async function use(client: Client, name: string, input: Record<string, unknown> = {}) {
  const result = CallToolResultSchema.parse(await client.callTool({ name, arguments: input }));
  const [first] = result.content;
  const text = first?.type === "text" ? first.text : "";
  return {
    text,
    structure: result.structuredContent ?? {},
    isError: result.isError === true,
    tokens: tokensOf(result),
  };
}

/** About four characters are a token. */
function tokensOf(value: unknown): number {
  return JSON.stringify(value).length / 4;
}

describe("the tools", () => {
  test("hold each operation that does not say why agents do not get it", async ({ annotate }) => {
    const { tools } = await (await startAgent(createIncidentWorld())).listTools();

    const groups = groupTools(operations);
    const without = operations.flatMap(({ name, agents }) => ("none" in agents ? [`${name}: ${agents.none}`] : []));
    await annotate(
      groups.map(({ name, operations: of }) => `${name}: ${of.map((one) => one.name).join(", ")}`).join("; "),
    );
    await annotate(`not for agents: ${without.join("; ")}`);
    expect(tools.map(({ name }) => name)).toEqual(groups.map(({ name }) => name));
    expect(groups.flatMap((group) => group.operations).length + without.length).toBe(operations.length);
    expect(without.filter((reason) => !/: .{10,}/.test(reason))).toEqual([]);
  });

  test("are at most 14 and together under 4,000 tokens", async () => {
    const list = await (await startAgent(createIncidentWorld())).listTools();

    expect(list.tools.length).toBeLessThanOrEqual(14);
    expect(tokensOf(list)).toBeLessThan(4_000);
  });

  test("describe every field of their operations, flat", async () => {
    for (const group of groupTools(operations)) {
      const { inputSchema, description = "" } = describeTool(group);
      for (const operation of group.operations) {
        expect(Object.keys(inputSchema.properties ?? {})).toEqual(
          expect.arrayContaining(Object.keys(operation.input.shape)),
        );
        expect(description).toContain(`${operation.name}(`);
        expect(description).toContain(`Needs: ${operation.authority}`);
      }
    }
  });

  test("a new operation is in its tool without further code", async () => {
    const [first] = operations;
    const added = { ...first, name: "brand-new" } as Operation;

    const { tools } = await (await startAgent(createIncidentWorld(), { offered: [...operations, added] })).listTools();

    expect(JSON.stringify(tools.find(({ name }) => name === "look"))).toContain("brand-new(");
  });
});

test("HTTP paths, sub-commands and agents' operations are the catalogue, all the same set", async () => {
  const names = operations.map(({ name }) => name).sort();
  const document = await (await createIncidentWorld().app.request("/openapi.json")).json();
  const program = createProgram({
    operations,
    version: "1",
    connection: {},
    fetch: () => Promise.reject(new Error("not asked")),
    serve: async () => undefined,
    mcp: async () => undefined,
    local: localWorld({}).context,
    output: { out: () => undefined, error: () => undefined },
  });
  const forAgents = groupTools(operations).flatMap((group) => group.operations.map(({ name }) => name));
  const notForAgents = operations.filter(({ agents }) => "none" in agents).map(({ name }) => name);

  const paths = Object.keys(Object(document).paths).map((path) => path.replace("/v1/", ""));
  expect(paths.sort()).toEqual(names);
  const withoutServer = ["serve", "mcp", "triage", "signatures", "investigate", "case", "playbook"];
  expect(program.commands.filter((name) => !withoutServer.includes(name)).sort()).toEqual(names);
  expect([...forAgents, ...notForAgents].sort()).toEqual(names);
});

describe("an agent", () => {
  test("finds its way from the list to the next action, by what the answers say", async () => {
    const world = createIncidentWorld();
    await openStory(world);
    const client = await startAgent(world);

    const list = await use(client, "look", { operation: "list-incidents" });
    const shown = await use(client, "look", { operation: "show-incident", incidentId: "inc-2" });
    const [next] = shown.structure.nextActions as { tool: string; operation: string; input: Record<string, unknown> }[];
    const done = await use(client, next?.tool ?? "", { operation: next?.operation, ...next?.input });

    expect(list.structure).toMatchObject({ incidents: [{ incidentId: "inc-2" }] });
    expect(next).toMatchObject({ tool: "claim", operation: "claim-incident", input: { incidentId: "inc-2" } });
    expect(done.isError).toBe(false);
    expect((await world.context.incidents.find("inc-2"))?.lease?.holder.name).toBe("night-agent");
  });

  test("reads verdict, evidence, clock and plan from one answer, the same in text and structure", async () => {
    const world = createIncidentWorld();
    await openStory(world);

    const { structure, text } = await use(await startAgent(world), "look", {
      operation: "show-incident",
      incidentId: "inc-2",
    });

    expect(structure).toMatchObject({
      clock: { phase: "stabilization", minutesLeft: 29 },
      verdict: { status: "confirmed", evidence: [expect.stringContaining("logs-1")] },
      remedies: [{ remedyId: "remedy-1", state: "proposed", planDigest: plan.digest, undo: plan.undo }],
    });
    expect(JSON.parse(text)).toEqual(structure);
  });

  test("has the authority of its key and no more, and is told what to do", async () => {
    const world = createIncidentWorld();
    await openStory(world);

    const input = { operation: "approve-remedy", incidentId: "inc-2", remedyId: "remedy-1", planDigest: plan.digest };
    const answer = await use(await startAgent(world), "remedy", input);

    expect(answer.isError).toBe(true);
    expect(answer.structure).toMatchObject({
      code: "forbidden",
      nextSteps: ["Ask somebody with the role approver to do it"],
    });
  });

  test("is told which operations a tool has, and which input is wrong", async () => {
    const client = await startAgent(createIncidentWorld());

    const without = await use(client, "look");
    const wrong = await use(client, "look", { operation: "show-incident", id: "inc-2" });

    expect(without.isError).toBe(true);
    expect(without.text).toContain("list-incidents, show-incident");
    expect(wrong.structure).toMatchObject({
      code: "invalid-input",
      message: expect.stringContaining("does not know id"),
    });
  });

  test("is told when the server is away", async () => {
    const world = createIncidentWorld();
    const away = { request: () => Promise.reject(new TypeError("fetch failed")) };
    const client = await startAgent({ ...world, app: Object.assign(Object.create(world.app), away) });

    const answer = await use(client, "look", { operation: "list-incidents" });

    expect(answer.isError).toBe(true);
    expect(answer.structure).toMatchObject({ code: "unreachable" });
  });
});

function operationNamed(operation: string) {
  return expect.objectContaining({ operation });
}

describe("an agent with a person's key", () => {
  test("is told as whom it acts, and stands on the timeline as that person's agent", async () => {
    const world = createIncidentWorld();
    await openStory(world);
    const client = await startAgent(world, { key: KEYS.ana });

    const list = await use(client, "look", { operation: "list-incidents" });
    const shown = await use(client, "look", { operation: "show-incident", incidentId: "inc-2" });
    await use(client, "record", { operation: "add-note", incidentId: "inc-2", text: "seen" });

    const you = { name: "ana-agent", kind: "agent", owner: "ana", role: "approver" };
    expect([list.structure.you, shown.structure.you]).toEqual([you, you]);
    const timeline = await world.context.incidents.readTimeline("inc-2");
    expect(timeline.at(-1)).toMatchObject({ actor: { kind: "agent", name: "ana-agent", principal: "ana" } });
  });

  test("does nothing that only people may do", async () => {
    const world = createIncidentWorld();
    await openStory(world);
    const client = await startAgent(world, { key: KEYS.adam });

    const input = { operation: "resolve-incident", incidentId: "inc-2", reason: "over", withoutProof: true };
    const answer = await use(client, "finish", input);

    expect(answer.structure).toMatchObject({ code: "refused", reason: "humans-only" });
    expect((await world.context.incidents.find("inc-2"))?.resolvedAt).toBeUndefined();
  });

  test("does not approve what that person proposed", async () => {
    const world = createIncidentWorld();
    await openStory(world);
    const proposed = { ...plan, id: "remedy-2" };
    await happen(
      world,
      "inc-2",
      { type: "remedy-rejected", remedyId: "remedy-1", reason: "again by hand" },
      { type: "remedy-requested", requestId: "remedy-2", action: plan.action },
      {
        type: "remedy-proposed",
        requestId: "remedy-2",
        plan: proposed,
        by: { kind: "human", name: "ana", principal: "ana" },
      },
    );
    const input = { operation: "approve-remedy", incidentId: "inc-2", remedyId: "remedy-2", planDigest: plan.digest };

    const own = await use(await startAgent(world, { key: KEYS.ana }), "remedy", input);
    const other = await use(await startAgent(world, { key: KEYS.adam }), "remedy", input);

    expect(own.structure).toMatchObject({ code: "refused", reason: "own-proposal" });
    expect(other.isError).toBe(false);
  });
});

describe("the size of an answer", () => {
  test("stays under 2,000 tokens for a long story, keeps what is needed to act, and says how to get more", async () => {
    const world = createIncidentWorld();
    await openStory(world);
    for (let round = 0; round < 150; round += 1) {
      await happen(world, "inc-2", {
        type: "escalated",
        reason: "update-missed",
        says: `${"long ".repeat(60)}${round}`,
      });
    }
    const client = await startAgent(world);

    const shown = await use(client, "look", { operation: "show-incident", incidentId: "inc-2", events: 200 });
    const timeline = await use(client, "look", { operation: "show-timeline", incidentId: "inc-2", limit: 1_000 });
    const full = await use(client, "look", {
      operation: "show-timeline",
      incidentId: "inc-2",
      limit: 1_000,
      full: true,
    });

    expect(shown.tokens).toBeLessThan(2_000);
    expect(shown.text).toContain(plan.digest);
    expect(shown.structure.nextActions).toEqual(expect.arrayContaining([operationNamed("add-note")]));
    expect(shown.structure.shortened).toContain("full: true");
    expect(timeline.tokens).toBeLessThan(2_000);
    expect(timeline.text).toContain("more");
    expect(full.structure.events).toHaveLength((await world.context.incidents.find("inc-2"))?.sequence ?? 0);
  });

  test("stays under 2,000 tokens for many incidents and for commands", async () => {
    const world = createIncidentWorld();
    await openStory(world);
    const client = await startAgent(world);

    const noted = await use(client, "record", { operation: "add-note", incidentId: "inc-2", text: "x".repeat(9_000) });
    const list = await use(client, "look", { operation: "list-incidents", limit: 200 });

    expect(noted.isError).toBe(false);
    expect(noted.tokens).toBeLessThan(2_000);
    expect(noted.structure.nextActions).toBeInstanceOf(Array);
    expect(list.tokens).toBeLessThan(2_000);
  });
});

test("over standard streams it answers the protocol and ends when its client goes", async () => {
  const input = new PassThrough();
  const output = new PassThrough();
  const served = serveMcp({
    operations,
    call: () => Promise.reject(new Error("not asked")),
    version: "1",
    input,
    output,
  });
  const hello = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "test", version: "1" } };

  input.write(`${JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params: hello })}\n`);
  const [line] = await once(output, "data");
  input.end();
  await served;

  expect(JSON.parse(String(line))).toMatchObject({ id: 1, result: { serverInfo: { name: "allclear" } } });
});
