import type { SlackService } from "./slack-service.suite.ts";
import { startSlackSimulator } from "./start-slack-simulator.ts";

export async function startSimulatedService(): Promise<SlackService> {
  const slack = await startSlackSimulator();
  const app = await slack.createApp({ name: "crm-bot" });
  const narrow = await slack.createApp({ name: "narrow", scopes: ["chat:write", "channels:read"] });
  const { id: userId } = await slack.createUser({ name: "ana" });
  const members = [userId, app.botUserId, narrow.botUserId];
  const { id: channel } = await slack.createChannel({ name: "sales", members });
  const { id: elsewhere } = await slack.createChannel({ name: "elsewhere", members: [userId] });
  return {
    apiUrl: slack.apiUrl,
    channel,
    elsewhere,
    bot: { token: app.botToken, userId: app.botUserId, botId: app.botId },
    person: { token: await slack.createUserToken({ appId: app.appId, userId }), userId },
    narrowToken: narrow.botToken,
    archive: (channelId) => slack.archive(channelId),
    async issueTrigger() {
      // Nobody listens to the command, which does not matter: its trigger is issued all the same.
      const command = { appId: app.appId, channel, user: userId, command: "/crm" };
      return (await slack.slashCommand(command)).triggerId;
    },
    stop: () => slack.stop(),
  };
}
