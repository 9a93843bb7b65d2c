import { App } from "@slack/bolt";
import { answerCommand, parseCommand } from "./commands.ts";
import type { Config } from "./config.ts";
import { logRequest } from "./request-log.ts";

export function createBoltApp(config: Config): App {
  const app = new App({
    token: config.botToken,
    appToken: config.appToken,
    socketMode: true,
    clientOptions: config.slackApiUrl === undefined ? {} : { slackApiUrl: config.slackApiUrl },
  });
  app.event("app_mention", async ({ event, say }) => {
    const command = parseCommand(event.text);
    await logRequest(command.name, command.query, async () => {
      const reply = await answerCommand(command, config.features);
      const threadTs = event.thread_ts ?? event.ts;
      await say({
        text: reply.text,
        thread_ts: threadTs,
        ...(reply.blocks ? { blocks: [...reply.blocks] as never[] } : {}),
      });
    });
  });
  return app;
}
