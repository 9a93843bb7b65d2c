import { afterEach, beforeEach, expect, test } from "vitest";
import { type BoltBot, startSocketBot } from "./bolt-bot.fixture.ts";
import { type SlackSimulator, startSlackSimulator } from "./start-slack-simulator.ts";

let slack: SlackSimulator;
let bots: BoltBot[];

beforeEach(async () => {
  slack = await startSlackSimulator({ ackTimeoutMs: 300, retryDelaysMs: [0, 50, 50] });
  bots = [];
});

afterEach(async () => {
  await Promise.all(bots.map((bot) => bot.stop()));
  await slack.stop();
});

async function workspaceWithBot() {
  const credentials = await slack.createApp({ name: "crm-bot" });
  const ana = (await slack.createUser({ name: "ana" })).id;
  const channel = (await slack.createChannel({ name: "sales", members: [ana, credentials.botUserId] })).id;
  const bot = await startSocketBot(slack.apiUrl, credentials);
  bots.push(bot);
  return { credentials, ana, channel, bot };
}

test("a mention reaches a Bolt app over Socket Mode and its answer stands in the thread", async () => {
  const { credentials, ana, channel, bot } = await workspaceWithBot();
  bot.app.event("app_mention", async ({ event, say }) => {
    await say({ text: "Here is help", thread_ts: event.thread_ts ?? event.ts });
  });

  const ts = await slack.say({ channel, user: ana, text: `<@${credentials.botUserId}> help` });
  const reply = await slack.waitForMessage(channel, (message) => message.text === "Here is help", 5000);

  expect(reply).toMatchObject({
    thread_ts: ts,
    parent_user_id: ana,
    user: credentials.botUserId,
    bot_id: credentials.botId,
    app_id: credentials.appId,
  });
  const [parent] = await slack.thread(channel, ts);
  expect(parent).toMatchObject({ reply_count: 1, latest_reply: reply.ts, reply_users: [credentials.botUserId] });
});
