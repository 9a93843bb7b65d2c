import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** What Railway's edge answers while no deployment can take a request. */
const unavailableBody = JSON.stringify({ status: "error", code: 502, message: "Application failed to respond" });
const unavailableReply = [
  "HTTP/1.1 502 Bad Gateway",
  "Content-Type: application/json",
  `Content-Length: ${Buffer.byteLength(unavailableBody)}`,
  "X-Railway-Fallback: true",
  "Connection: close",
  "",
  unavailableBody,
].join("\r\n");

/** A service's public address: one port for its whole life, which leads to whichever deployment is live. */
export class ServiceEdge {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #target: number | undefined;

  private constructor() {
    this.#server = createServer((socket) => this.#accept(socket));
  }

  static async open(): Promise<ServiceEdge> {
    const edge = new ServiceEdge();
    await new Promise<void>((resolve, reject) => {
      edge.#server.once("error", reject);
      edge.#server.listen(0, "127.0.0.1", resolve);
    });
    return edge;
  }

  /** Known as long as the edge is open. */
  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? 0;
  }

  leadTo(port: number | undefined): void {
    this.#target = port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #accept(incoming: Socket): void {
    this.#keep(incoming);
    if (this.#target === undefined) {
      // The request is read before the answer ends the connection; closing on unread bytes would reset it.
      incoming.once("data", () => incoming.end(unavailableReply));
      return;
    }
    const outgoing = connect(this.#target, "127.0.0.1");
    this.#keep(outgoing);
    let isConnected = false;
    outgoing.once("connect", () => {
      isConnected = true;
      incoming.pipe(outgoing).pipe(incoming);
    });
    outgoing.once("close", () => incoming.end(isConnected ? "" : unavailableReply));
    incoming.once("close", () => outgoing.destroy());
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    // Whatever breaks a connection, both ends learn of it by its "close".
    socket.on("error", () => socket.destroy());
    socket.once("close", () => this.#sockets.delete(socket));
  }
}

/** A port that is free now; the deployment's process is told to listen on it. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
