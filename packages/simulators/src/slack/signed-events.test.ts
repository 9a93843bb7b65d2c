import { createServer } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type BoltBot, startHttpBot } from "./bolt-bot.fixture.ts";
import type { AppCredentials } from "./slack-control.ts";
import { type SlackSimulator, startSlackSimulator } from "./start-slack-simulator.ts";
import { quietClient } from "./web-client.fixture.ts";

const limit = { timeout: 10_000, interval: 20 };

let slack: SlackSimulator;
let credentials: AppCredentials;
let ana: string;
let channel: string;
let bots: BoltBot[];

beforeEach(async () => {
  slack = await startSlackSimulator({ retryDelaysMs: [0, 50] });
  const events = ["app_mention", "reaction_added", "reaction_removed"];
  credentials = await slack.createApp({ name: "crm-bot", events });
  ana = (await slack.createUser({ name: "ana" })).id;
  channel = (await slack.createChannel({ name: "sales", members: [ana, credentials.botUserId] })).id;
  bots = [];
});

afterEach(async () => {
  await Promise.all(bots.map((bot) => bot.stop()));
  await slack.stop();
});

async function httpBot(options = {}) {
  const bot = await startHttpBot(slack.apiUrl, credentials, options);
  bots.push(bot);
  await slack.setRequestUrl(credentials.appId, bot.requestUrl);
  return bot;
}

const mention = () => slack.say({ channel, user: ana, text: `<@${credentials.botUserId}> help` });

test("a Bolt app with an HTTP receiver passes the URL check, trusts the signature and answers", async () => {
  const bot = await httpBot();
  bot.app.event("app_mention", async ({ event, say }) => void (await say({ text: "yes?", thread_ts: event.ts })));

  const ts = await mention();

  expect((await slack.waitForMessage(channel, (message) => message.text === "yes?", 5000)).thread_ts).toBe(ts);
});

test("a request URL whose app has another signing secret is refused", async () => {
  const stranger = await startHttpBot(slack.apiUrl, { ...credentials, signingSecret: "not the secret" });
  bots.push(stranger);

  const attempt = slack.setRequestUrl(credentials.appId, stranger.requestUrl);

  await expect(attempt).rejects.toThrow("did not answer with the challenge");
  expect(stranger.complaints.join()).toContain("signature mismatch");
});

test("an address that does not answer with the challenge is refused as request URL", async () => {
  const server = createServer((_request, response) => void response.end("hello"));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;

  const attempt = slack.setRequestUrl(credentials.appId, `http://127.0.0.1:${port}/slack/events`);

  await expect(attempt).rejects.toThrow("did not answer with the challenge");
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
});

test("a bot hears of reactions that come and go", async () => {
  const bot = await httpBot();
  const tell = (event: { type: string; reaction: string; item: { channel: string } }) =>
    bot.app.client.chat.postMessage({ channel: event.item.channel, text: `${event.type} ${event.reaction}` });
  bot.app.event("reaction_added", async ({ event }) => void (await tell(event)));
  bot.app.event("reaction_removed", async ({ event }) => void (await tell(event)));
  const person = quietClient(slack.apiUrl, await slack.createUserToken({ appId: credentials.appId, userId: ana }));
  const reaction = { channel, timestamp: await slack.say({ channel, user: ana, text: "nice" }), name: "eyes" };

  await person.reactions.add(reaction);
  await slack.waitForMessage(channel, ({ text }) => text === "reaction_added eyes", 5000);
  await person.reactions.remove(reaction);

  await slack.waitForMessage(channel, ({ text }) => text === "reaction_removed eyes", 5000);
});

test("an event that fails before the answer is sent again with its number and reason", async () => {
  const bot = await httpBot({ processBeforeResponse: true });
  bot.app.event("app_mention", async ({ context, say }) => {
    if (context.retryNum === undefined) {
      throw new Error("first time");
    }
    await say(`attempt ${context.retryNum}: ${context.retryReason}`);
  });

  await mention();

  await slack.waitForMessage(channel, (message) => message.text === "attempt 1: http_error", 10_000);
});

test("an app made with a request URL gets its URL check before its first event", async () => {
  const bot = await httpBot();
  const twin = await slack.createApp({
    name: "twin",
    events: ["app_mention"],
    delivery: { requestUrl: bot.requestUrl },
  });
  await slack.invite(channel, twin.botUserId);

  await slack.say({ channel, user: ana, text: `<@${twin.botUserId}> help` });

  const results = async () => (await slack.deliveries({ appId: twin.appId })).map(({ result }) => result);
  await expect.poll(results, limit).toEqual(["connection_failed", "connection_failed", "connection_failed"]);
  expect(bot.complaints.join()).toContain("signature mismatch");
});

test("events for an app that is down are recorded as failed connections", async () => {
  const bot = await httpBot();
  await bot.stop();
  bots = [];

  await mention();

  await expect
    .poll(async () => (await slack.deliveries()).map(({ result }) => result), limit)
    .toEqual(["connection_failed", "connection_failed", "connection_failed"]);
});

test("commands and clicks reach an HTTP receiver as signed forms", async () => {
  const bot = await httpBot();
  bot.app.command("/crm", async ({ ack, command }) => await ack(`Looking for ${command.text}`));

  const outcome = await slack.slashCommand({
    appId: credentials.appId,
    channel,
    user: ana,
    command: "/crm",
    text: "Acme & Sons",
  });

  expect(outcome).toMatchObject({ acked: true, response: "Looking for Acme & Sons" });
});
