import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";

/** A server that listens on 127.0.0.1 only. `close` cuts what is still connected and resolves when the port is free. */
export interface LoopbackServer {
  readonly url: string;
  readonly port: number;
  readonly server: Server;
  close(): Promise<void>;
}

type FetchHandler = (request: Request, bindings: never) => Response | Promise<Response>;

/** Listens on 127.0.0.1; port 0 lets the system choose. Rejects when the port is taken. */
export async function listenOnLoopback(fetch: FetchHandler, port = 0): Promise<LoopbackServer> {
  // The adaptor also knows HTTP/2; without options of that kind it always makes a plain node:http server.
  const server = createAdaptorServer({ fetch: fetch as (request: Request) => Promise<Response> }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
  const bound = boundPort(server);
  return { url: `http://127.0.0.1:${bound}`, port: bound, server, close: () => closeNow(server) };
}

function boundPort(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new Error("The server has no port although it listens");
  }
  return address.port;
}

function closeNow(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
