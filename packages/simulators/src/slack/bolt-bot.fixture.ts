import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver } from "@slack/bolt";
import type { AppCredentials } from "./slack-control.ts";

export interface BoltBot {
  readonly app: App;
  /** What Bolt logged at level warn or error. */
  readonly complaints: string[];
  stop(): Promise<void>;
}

/** Its socket was opened so many times. Stopping in the middle of a reconnect makes socket-mode 3.1 reject with nobody
 * to catch it, so a test that drops sockets waits for this first. */
export interface SocketBot extends BoltBot {
  connects(): number;
}

export interface SocketBotOptions {
  readonly ignoreSelf?: boolean;
  /** Runs before Bolt authorizes, and so before it acknowledges, each event. */
  readonly beforeAuthorize?: () => Promise<void>;
}

/** A real Bolt app in Socket Mode whose log is kept and not shown; it reconnects after a second. */
export async function startSocketBot(
  slackApiUrl: string,
  credentials: AppCredentials,
  { ignoreSelf = true, beforeAuthorize = async () => undefined }: SocketBotOptions = {},
): Promise<SocketBot> {
  const complaints: string[] = [];
  const logger = quietLogger(complaints);
  const clientOptions = { slackApiUrl, retryConfig: { retries: 0 } };
  const receiver = new SocketModeReceiver({
    appToken: credentials.appToken,
    logger,
    clientPingTimeout: 1000,
    installerOptions: { clientOptions },
  });
  let connects = 0;
  receiver.client.on("connected", () => {
    connects += 1;
  });
  const { botId, botUserId, botToken } = credentials;
  const authorize = async () => {
    await beforeAuthorize();
    return { botId, botUserId, botToken };
  };
  const app = new App({ authorize, receiver, logger, clientOptions, ignoreSelf });
  await app.start();
  return { app, complaints, connects: () => connects, stop: async () => void (await app.stop()) };
}

/** A real Bolt app with its HTTP receiver on a port of the system's choice. */
export async function startHttpBot(
  slackApiUrl: string,
  credentials: AppCredentials,
  options: { processBeforeResponse?: boolean } = {},
): Promise<BoltBot & { requestUrl: string }> {
  const complaints: string[] = [];
  const logger = quietLogger(complaints);
  const receiver = new HTTPReceiver({ signingSecret: credentials.signingSecret, logger, ...options });
  const clientOptions = { slackApiUrl, retryConfig: { retries: 0 } };
  const app = new App({ token: credentials.botToken, receiver, logger, clientOptions });
  const server = await app.start({ port: 0, host: "127.0.0.1" });
  const address = server && "address" in server ? server.address() : null;
  if (address === null || typeof address === "string") {
    throw new Error("The Bolt app does not listen");
  }
  const requestUrl = `http://127.0.0.1:${address.port}/slack/events`;
  return { app, complaints, requestUrl, stop: async () => void (await app.stop()) };
}

export function quietLogger(complaints: string[] = []): Logger {
  const keep = (...parts: unknown[]) => void complaints.push(parts.map(String).join(" "));
  const drop = () => undefined;
  return {
    debug: drop,
    info: drop,
    warn: keep,
    error: keep,
    setLevel: drop,
    getLevel: () => LogLevel.WARN,
    setName: drop,
  };
}
