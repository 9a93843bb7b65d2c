import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { DropHow } from "./slack-control.ts";
import { issueSecret, type SimulatedApp, type Workspace } from "./workspace.ts";

/** One envelope for an app, without the id that its attempt gets. */
export interface Envelope {
  readonly type: "events_api" | "slash_commands" | "interactive";
  readonly payload: Readonly<Record<string, unknown>>;
  readonly acceptsResponse: boolean;
  readonly attempt: number;
  readonly retryReason: string;
}

export type SocketSendResult =
  | { readonly kind: "acked"; readonly response?: unknown }
  | { readonly kind: "timeout" }
  | { readonly kind: "connection_failed" };

interface Connection {
  readonly appId: string;
  readonly socket: WebSocket;
  isDeaf: boolean;
}

/** Slack opens at most ten connections for one app (docs.slack.dev/apis/events-api/using-socket-mode). */
const mostConnections = 10;
const pingEveryMs = 5000;

/** The WebSocket side of Socket Mode. It lives from the first upgrade to `stop`. */
export class SocketMode {
  readonly #workspace: Workspace;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Map<string, string>();
  readonly #refused = new Set<string>();
  readonly #waiting = new Map<string, (response: unknown) => void>();
  readonly #pinging: NodeJS.Timeout;
  #connections: Connection[] = [];
  #turn = 0;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.#pinging = setInterval(() => this.#pingAll(), pingEveryMs).unref();
  }

  /** The path and query of a WebSocket address that works once. */
  issuePath(app: SimulatedApp): string {
    const ticket = issueSecret("");
    this.#tickets.set(ticket, app.id);
    return `/link/?ticket=${ticket}&app_id=${app.id}`;
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const ticket = searchParams.get("ticket") ?? "";
    const app = this.#workspace.apps.get(this.#tickets.get(ticket) ?? "");
    this.#tickets.delete(ticket);
    if (pathname !== "/link/" || app === undefined) {
      refuseUpgrade(socket, "401 Unauthorized");
      return;
    }
    if (this.#refused.has(app.id)) {
      refuseUpgrade(socket, "503 Service Unavailable");
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#welcome(app, webSocket));
  }

  /** Sends to one of the app's connections, in turn, and waits for its acknowledgement. */
  async send(app: SimulatedApp, envelope: Envelope, timeoutMs: number): Promise<SocketSendResult> {
    const open = this.#connections.filter((candidate) => candidate.appId === app.id);
    this.#turn += 1;
    const connection = open[this.#turn % Math.max(open.length, 1)];
    if (connection === undefined) {
      return { kind: "connection_failed" };
    }
    const envelopeId = randomUUID();
    const acknowledgement = this.#acknowledgement(envelopeId, timeoutMs);
    if (!connection.isDeaf) {
      connection.socket.send(JSON.stringify(toFrame(envelope, envelopeId)));
    }
    return await acknowledgement;
  }

  connections(appId: string): { open: number; deaf: number } {
    const open = this.#connections.filter((connection) => connection.appId === appId);
    return { open: open.length, deaf: open.filter((connection) => connection.isDeaf).length };
  }

  drop(appId: string, how: DropHow): number {
    const dropped = this.#connections.filter((connection) => connection.appId === appId);
    for (const { socket } of dropped) {
      dropSocket(socket, how);
    }
    return dropped.length;
  }

  deafen(appId: string, isDeaf: boolean): void {
    for (const connection of this.#connections.filter((open) => open.appId === appId)) {
      connection.isDeaf = isDeaf;
    }
  }

  refuse(appId: string, isRefused: boolean): void {
    if (isRefused) {
      this.#refused.add(appId);
    } else {
      this.#refused.delete(appId);
    }
  }

  stop(): void {
    clearInterval(this.#pinging);
    for (const { socket } of this.#connections) {
      socket.terminate();
    }
    for (const settle of this.#waiting.values()) {
      settle(undefined);
    }
    this.#connections = [];
    this.#server.close();
  }

  #welcome(app: SimulatedApp, socket: WebSocket): void {
    const before = this.connections(app.id).open;
    if (before >= mostConnections) {
      socket.send(JSON.stringify({ type: "disconnect", reason: "too_many_websockets" }));
      socket.close();
      return;
    }
    const connection: Connection = { appId: app.id, socket, isDeaf: false };
    this.#connections.push(connection);
    socket.on("message", (data) => this.#receive(String(data)));
    socket.on("close", () => {
      this.#connections = this.#connections.filter((open) => open !== connection);
    });
    // A client that dies mid-frame is followed by `close`; the error itself has nobody to tell.
    socket.on("error", () => socket.terminate());
    socket.send(
      JSON.stringify({
        type: "hello",
        num_connections: before + 1,
        debug_info: { host: "applink-simulated", build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: app.id },
      }),
    );
  }

  #receive(frame: string): void {
    const { envelope_id: envelopeId, payload } = readFrame(frame);
    this.#waiting.get(envelopeId)?.(payload);
  }

  #acknowledgement(envelopeId: string, timeoutMs: number): Promise<SocketSendResult> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(envelopeId);
        resolve({ kind: "timeout" });
      }, timeoutMs).unref();
      this.#waiting.set(envelopeId, (response) => {
        clearTimeout(timer);
        this.#waiting.delete(envelopeId);
        resolve({ kind: "acked", response });
      });
    });
  }

  #pingAll(): void {
    for (const { socket } of this.#connections) {
      socket.ping();
    }
  }
}

function toFrame(envelope: Envelope, envelopeId: string): Record<string, unknown> {
  const isEvent = envelope.type === "events_api";
  return {
    envelope_id: envelopeId,
    type: envelope.type,
    accepts_response_payload: envelope.acceptsResponse,
    payload: envelope.payload,
    ...(isEvent ? { retry_attempt: envelope.attempt, retry_reason: envelope.retryReason } : {}),
  };
}

function readFrame(frame: string): { envelope_id: string; payload?: unknown } {
  try {
    const value: unknown = JSON.parse(frame);
    return typeof value === "object" && value !== null && "envelope_id" in value
      ? (value as { envelope_id: string; payload?: unknown })
      : { envelope_id: "" };
  } catch {
    return { envelope_id: "" };
  }
}

function dropSocket(socket: WebSocket, how: DropHow): void {
  switch (how) {
    case "reset":
      socket.terminate();
      return;
    case "close":
      socket.close(1001);
      return;
    case "disconnect":
      socket.send(JSON.stringify({ type: "disconnect", reason: "refresh_requested", debug_info: {} }));
      return;
  }
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
