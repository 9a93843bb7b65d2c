import { App } from "@slack/bolt";
import { answerCommand, parseCommand } from "./commands.ts";
import type { Config } from "./config.ts";
import { logRequest } from "./request-log.ts";

export interface CrmBot {
  readonly app: App;
  /** Resolves when no request is being answered any more. */
  settled(): Promise<void>;
}

export function createCrmBot(config: Config): CrmBot {
  const running = new Set<Promise<void>>();
  const app = new App({
    token: config.botToken,
    appToken: config.appToken,
    socketMode: true,
    clientOptions: config.slackApiUrl === undefined ? {} : { slackApiUrl: config.slackApiUrl },
  });
  app.event("app_mention", async ({ event, say }) => {
    const command = parseCommand(event.text);
    const request = logRequest(command.name, command.query, async () => {
      const reply = await answerCommand(command, config.features);
      await say({ ...reply, thread_ts: event.thread_ts ?? event.ts });
    });
    running.add(request);
    await request.finally(() => running.delete(request));
  });
  return { app, settled: async () => void (await Promise.allSettled(running)) };
}
