import { createEmulator } from "emulate";
import type { SlackService } from "./slack-service.suite.ts";
import { quietClient } from "./web-client.fixture.ts";

const app = { app_id: "A0CRM", bot_id: "B0CRM", bot_user_id: "U0CRM" };
const tokens = {
  bot: { token: "xoxb-crm", type: "bot", user_id: app.bot_user_id, ...app },
  narrow: {
    token: "xoxb-narrow",
    type: "bot",
    user_id: app.bot_user_id,
    scopes: ["chat:write", "channels:read"],
    ...app,
  },
  person: { token: "xoxp-ana", type: "user", user: "ana", app_id: app.app_id },
};

/** `emulate` 0.12.2 on a port of the system's choice, with the bot joined to the channel that its person is in. */
export async function startEmulate(): Promise<SlackService> {
  const oauthApp = { ...app, client_id: "1.1", client_secret: "secret", name: "crm-bot", redirect_uris: [] };
  const slack = {
    users: [{ name: "ana" }],
    channels: [{ name: "sales" }],
    oauth_apps: [oauthApp],
    tokens: Object.values(tokens),
    strict_scopes: true,
  };
  const emulator = await createEmulator({ service: "slack", port: 0, seed: { slack } });
  // It listens on 127.0.0.1 and says localhost, which may be ::1 first.
  const apiUrl = `${emulator.url.replace("localhost", "127.0.0.1")}/api/`;
  const bot = quietClient(apiUrl, tokens.bot.token);
  const { channels = [] } = await bot.conversations.list();
  const idOf = (name: string) => channels.find((channel) => channel.name === name)?.id ?? "";
  await bot.conversations.join({ channel: idOf("sales") });
  const { user_id: personId = "" } = await quietClient(apiUrl, tokens.person.token).auth.test();
  return {
    apiUrl,
    channel: idOf("sales"),
    elsewhere: idOf("random"),
    bot: { token: tokens.bot.token, userId: app.bot_user_id, botId: app.bot_id },
    person: { token: tokens.person.token, userId: personId },
    narrowToken: tokens.narrow.token,
    archive: async (channelId) => void (await bot.conversations.archive({ channel: channelId })),
    async issueTrigger() {
      // The emulator's own method, so the client has no type for its answer.
      const reply = await bot.apiCall("views.generateTriggerId", { user_id: personId });
      return (reply as { ok: boolean; trigger_id: string }).trigger_id;
    },
    stop: () => emulator.close(),
  };
}
