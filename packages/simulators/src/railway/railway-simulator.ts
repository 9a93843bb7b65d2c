import { mkdtemp, realpath, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { createControlRoutes } from "./control-routes.ts";
import { createGraphqlEndpoint } from "./graphql-endpoint.ts";
import { createRailwayControl } from "./railway-control.ts";
import { RailwayPlatform } from "./railway-platform.ts";
import type { RailwayOptions, RailwaySimulator } from "./railway-types.ts";

/**
 * Starts a Railway on loopback: its public GraphQL API at `${url}/graphql/v2`, the control verbs at `${url}/_control/`.
 * Services really run: each deployment is a process of its own from a checkout of its commit.
 *
 * Simplified against Railway: builds do not run in containers; a start that exits with an error before the deployment is
 * active fails it at once, retries come only after it was active; images are kept until the simulator stops.
 *
 * `stop()` ends every process and removes every checkout. When this process dies without it, the children are killed at
 * once by their guards (see process-group.ts); the checkouts then stay behind in the work folder.
 */
export async function startRailwaySimulator(options: RailwayOptions = {}): Promise<RailwaySimulator> {
  const workFolder = await createWorkFolder(options.workFolder ?? tmpdir());
  const platform = new RailwayPlatform({
    workFolder,
    settleMs: options.settleMs ?? 500,
    drainingMs: options.drainingMs ?? 3_000,
  });
  const app = new Hono();
  const server = createServer(getRequestListener(app.fetch));
  await listen(server, options.port ?? 0);
  const control = createRailwayControl(platform, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  app.post("/graphql/v2", createGraphqlEndpoint(platform, options.requestsPerHour ?? 10_000));
  app.route("/_control", createControlRoutes(control));
  return {
    ...control,
    stop: async () => {
      await platform.stop();
      await close(server);
      await rm(workFolder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function createWorkFolder(parent: string): Promise<string> {
  const folder = await realpath(parent);
  // Node refuses to strip types from files below such a folder, so a service in TypeScript could not start.
  if (folder.split(sep).includes("node_modules")) throw new Error(`work folder lies below a node_modules: ${folder}`);
  return mkdtemp(join(folder, "allclear-railway-"));
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
