import { listenOnLoopback } from "../http/listen-on-loopback.ts";
import { createSlackControl } from "./create-slack-control.ts";
import { createDelivery } from "./delivery.ts";
import { createFaultScript } from "./faults.ts";
import { createInteractions } from "./interactions.ts";
import { createRateLimiter } from "./rate-limits.ts";
import { createResponseUrls } from "./response-urls.ts";
import type { SlackControl } from "./slack-control.ts";
import { createSlackRoutes } from "./slack-routes.ts";
import { createSlackVerbs } from "./slack-verbs.ts";
import { SocketMode } from "./socket-mode.ts";
import { createWebApi } from "./web-api.ts";
import { createWorkspace } from "./workspace.ts";

export interface SlackSimulatorOptions {
  /** Port on 127.0.0.1; default: one that the system chooses. */
  readonly port?: number;
  /** Whether calls are limited as the real service limits them. Default: false. */
  readonly rateLimits?: boolean;
  /** Milliseconds since the epoch. Default: the system's clock. */
  readonly now?: () => number;
  /** How long an app has to acknowledge. Default: Slack's 3,000 ms. */
  readonly ackTimeoutMs?: number;
  /** Pauses before the retries of an event. Default: Slack's 0, 60,000 and 300,000 ms. */
  readonly retryDelaysMs?: readonly number[];
}

/** A running simulator, together with everything one can do to it. */
export interface SlackSimulator extends SlackControl {
  /** Closes sockets and server at once; no timer or handle is left. */
  stop(): Promise<void>;
}

/** Starts an empty workspace on 127.0.0.1. Rejects when the port is taken. */
export async function startSlackSimulator(options: SlackSimulatorOptions = {}): Promise<SlackSimulator> {
  const stopping = new AbortController();
  const workspace = createWorkspace(options.now ?? Date.now);
  const sockets = new SocketMode(workspace);
  const faults = createFaultScript();
  const times = {
    ackTimeoutMs: options.ackTimeoutMs ?? 3000,
    retryDelaysMs: options.retryDelaysMs ?? [0, 60_000, 300_000],
  };
  const delivery = createDelivery({ workspace, sockets, times, signal: stopping.signal });
  workspace.eventListeners.push((app, payload) => void delivery.event(app, payload));
  let address = "";
  const url = () => address;
  const responseUrls = createResponseUrls(workspace, url);
  const interactions = createInteractions({ workspace, delivery, responseUrls });
  const verbs = createSlackVerbs({ workspace, sockets, delivery, faults, interactions, signal: stopping.signal });
  const webApi = createWebApi({
    services: {
      workspace,
      url,
      issueSocketUrl: (app) => `${address.replace(/^http/, "ws")}${sockets.issuePath(app)}`,
      takeTrigger: interactions.takeTrigger,
    },
    faults,
    signal: stopping.signal,
    ...(options.rateLimits === true ? { rateLimiter: createRateLimiter(workspace.now) } : {}),
  });
  const listening = await listenOnLoopback(createSlackRoutes({ webApi, responseUrls, verbs }).fetch, options.port);
  address = listening.url;
  listening.server.on("upgrade", (request, socket, head) => sockets.handleUpgrade(request, socket, head));
  const stop = async () => {
    stopping.abort();
    sockets.stop();
    await listening.close();
  };
  return { ...createSlackControl(address, verbs), stop };
}
