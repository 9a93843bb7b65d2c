import { type SlackMessage, type SlackSimulator, startSlackSimulator } from "@allclear/simulators";
import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver } from "@slack/bolt";
import type { Report } from "./report/report.ts";
import { type Allclear, type WatchOptions, watch } from "./watch.ts";

export interface WatchedBot {
  readonly slack: SlackSimulator;
  readonly app: App;
  /** Absent where the bot runs without the package. */
  readonly allclear: Allclear | undefined;
  readonly reports: Report[];
  /** What stands in the bot's log, each line with its level. */
  readonly lines: string[];
  readonly channel: string;
  readonly ana: string;
  readonly appId: string;
  readonly botToken: string;
  mention(text: string): Promise<string>;
  command(text?: string): ReturnType<SlackSimulator["slashCommand"]>;
  answers(): Promise<readonly SlackMessage[]>;
  stop(): Promise<void>;
}

export interface Setup {
  readonly delivery?: "socket" | "http";
  readonly isWatched?: boolean;
  readonly watch?: Partial<WatchOptions>;
  readonly processBeforeResponse?: boolean;
}

/** A real Bolt app beside a Slack simulator, with the package or without. */
export async function startWatchedBot(setup: Setup = {}): Promise<WatchedBot> {
  const slack = await startSlackSimulator({ ackTimeoutMs: 1_000, retryDelaysMs: [0, 50] });
  const credentials = await slack.createApp({ name: "crm-bot" });
  const ana = (await slack.createUser({ name: "ana" })).id;
  const channel = (await slack.createChannel({ name: "sales", members: [ana, credentials.botUserId] })).id;
  const lines: string[] = [];
  const reports: Report[] = [];
  const logger = keepLines(lines);
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } };
  const { appToken, signingSecret, botToken, appId, botUserId } = credentials;
  const isHttp = setup.delivery === "http";
  const { processBeforeResponse = false } = setup;
  const receiver = isHttp
    ? new HTTPReceiver({ signingSecret, logger, processBeforeResponse })
    : new SocketModeReceiver({ appToken, logger, installerOptions: { clientOptions } });
  const app = new App({ token: botToken, receiver, logger, clientOptions, processBeforeResponse });
  const onReport = (report: Report) => void reports.push(report);
  const allclear =
    setup.isWatched === false ? undefined : watch(app, { bot: "crm-bot", lastWords: false, onReport, ...setup.watch });
  const server: unknown = await (isHttp ? app.start({ port: 0, host: "127.0.0.1" }) : app.start());
  if (isHttp) await slack.setRequestUrl(appId, `http://127.0.0.1:${portOf(server)}/slack/events`);

  return {
    slack,
    app,
    allclear,
    reports,
    lines,
    channel,
    ana,
    appId,
    botToken,
    mention: (text) => slack.say({ channel, user: ana, text: `<@${botUserId}> ${text}` }),
    command: (text = "") => slack.slashCommand({ appId, channel, user: ana, command: "/crm", text }),
    answers: async () => (await slack.messages(channel)).filter(({ user }) => user === botUserId),
    stop: async () => {
      allclear?.close();
      await app.stop();
      await slack.stop();
    },
  };
}

function portOf(server: unknown): number {
  const address: unknown = Object(server).address();
  return Object(address).port;
}

function keepLines(lines: string[]): Logger {
  const keep =
    (level: string) =>
    (...parts: unknown[]) =>
      void lines.push(`${level} ${parts.map(String).join(" ")}`);
  return {
    debug: () => undefined,
    info: keep("info"),
    warn: keep("warn"),
    error: keep("error"),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
