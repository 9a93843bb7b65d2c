import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { expect, onTestFinished, test } from "vitest";
import { processesUsing } from "./demo-process.fixture.ts";
import { keys, makePlace, type ServerPlace, serverBin, startServer } from "./server-process.fixture.ts";

async function place(port?: number): Promise<ServerPlace> {
  const made = await makePlace(port === undefined ? {} : { port });
  onTestFinished(made.remove);
  return made;
}

function start(where: ServerPlace) {
  const server = startServer(where);
  onTestFinished(async () => {
    if (server.child.exitCode === null && server.child.signalCode === null) server.child.kill("SIGKILL");
    await server.exited;
  });
  return server;
}

test("a server whose port is taken says so, ends with status 1, and leaves no database behind", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as AddressInfo;
  const where = await place(port);

  const server = start(where);

  expect(await server.exited).toBe(1);
  expect(server.errors()).toContain(`listen.port: 127.0.0.1:${port} cannot be listened on`);
  expect(server.errors()).toContain("free it or name another");
  expect(await processesUsing(where.folder)).toEqual([]);
});

test("a server that gets SIGTERM brings its work to an end, ends with status 0 and leaves nothing running", async () => {
  const where = await place();
  const server = start(where);
  const url = await server.ready;
  expect((await fetch(`${url}/openapi.json`)).status).toBe(200);

  server.child.kill("SIGTERM");

  expect(await server.exited).toBe(0);
  expect(server.errors()).toContain("stopping: running jobs come to their end first");
  expect(await processesUsing(where.folder)).toEqual([]);
});

test("a wrong configuration ends with status 2 and a line for each problem, and starts nothing", async () => {
  const where = await place();
  const right = await readFile(where.config, "utf8");
  await writeFile(where.config, right.replace("C0TEAM", "team").replace("role: responder", "role: boss"));

  const server = start(where);

  expect(await server.exited).toBe(2);
  expect(server.errors()).toMatch(/allclear\.yaml:\d+: slack\.incidentChannel: a Slack channel id/);
  expect(server.errors()).toMatch(/allclear\.yaml:\d+: keys\[1\]\.role: .*viewer/);
  expect(await processesUsing(where.folder)).toEqual([]);
});

test("allclear mcp, as a process of its own, serves an agent from a running server", async () => {
  const where = await place();
  const url = await start(where).ready;
  const client = new Client({ name: "test-agent", version: "1" });
  onTestFinished(() => client.close());

  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [serverBin, "mcp"],
      env: { ...where.environment, ALLCLEAR_URL: url, ALLCLEAR_KEY: keys.agent },
    }),
  );
  const { tools } = await client.listTools();
  const looked = await client.callTool({ name: "look", arguments: { operation: "list-incidents" } });

  expect(tools.map(({ name }) => name)).toContain("remedy");
  expect(looked.isError ?? false).toBe(false);
  expect(looked.structuredContent).toMatchObject({ incidents: expect.any(Array) });
});
