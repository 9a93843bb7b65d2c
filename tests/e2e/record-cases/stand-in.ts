import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** Before the answer is sent. */
  readonly delayMs?: number;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}

/** Takes the place of the usual answer; undefined leaves it. */
export type Disturbance = (asked: Asked, count: number) => Answer | undefined;

/** A service of somebody else's, as far as the bot asks it. */
export interface StandIn {
  readonly url: string;
  readonly port: number;
  /** From now on; without one all is well again. */
  disturb(disturbance?: Disturbance): void;
  stop(): Promise<void>;
}

export async function startStandIn(answer: (asked: Asked) => Answer): Promise<StandIn> {
  let disturbance: Disturbance | undefined;
  let count = 0;
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = await readRequest(request);
    count += 1;
    const { status, body, delayMs = 0 } = disturbance?.(asked, count) ?? answer(asked);
    await pause(delayMs);
    const isText = typeof body === "string";
    response.writeHead(status, { "content-type": isText ? "text/html" : "application/json" });
    response.end(isText ? body : JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    disturb: (next) => {
      disturbance = next;
      count = 0;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  const body: unknown = text === "" ? undefined : JSON.parse(text);
  return { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
