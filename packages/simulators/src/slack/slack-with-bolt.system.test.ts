import { afterEach, beforeEach, expect, test } from "vitest";
import { type BoltBot, type SocketBotOptions, startSocketBot } from "./bolt-bot.fixture.ts";
import type { NewApp } from "./slack-control.ts";
import { type SlackSimulator, startSlackSimulator } from "./start-slack-simulator.ts";
import { quietClient } from "./web-client.fixture.ts";

const limit = { timeout: 10_000, interval: 20 };

let slack: SlackSimulator;
let bots: BoltBot[];

beforeEach(async () => {
  slack = await startSlackSimulator({ ackTimeoutMs: 1000, retryDelaysMs: [0, 50] });
  bots = [];
});

afterEach(async () => {
  await Promise.all(bots.map((bot) => bot.stop()));
  await slack.stop();
});

interface BotSetup {
  readonly app?: Partial<NewApp>;
  readonly bolt?: SocketBotOptions;
}

async function workspaceWithBot({ app = {}, bolt = {} }: BotSetup = {}) {
  const credentials = await slack.createApp({ name: "crm-bot", ...app });
  const ana = (await slack.createUser({ name: "ana" })).id;
  const channel = (await slack.createChannel({ name: "sales", members: [ana, credentials.botUserId] })).id;
  const bot = await startSocketBot(slack.apiUrl, credentials, bolt);
  bots.push(bot);
  const mention = (text: string) => slack.say({ channel, user: ana, text: `<@${credentials.botUserId}> ${text}` });
  return { credentials, ana, channel, bot, mention };
}

function answerMentions(bot: BoltBot): void {
  bot.app.event("app_mention", async ({ event, say }) => {
    await say({ text: "Here is help", thread_ts: event.thread_ts ?? event.ts });
  });
}

const isAnswer = (message: { text: string }) => message.text === "Here is help";

test("a mention reaches a Bolt app over Socket Mode and its answer stands in the thread", async () => {
  const { credentials, ana, channel, bot, mention } = await workspaceWithBot();
  answerMentions(bot);

  const ts = await mention("help");
  const reply = await slack.waitForMessage(channel, isAnswer, 5000);

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

test("a mention in a thread carries the thread's ts and is answered there", async () => {
  const { credentials, ana, channel, bot } = await workspaceWithBot();
  answerMentions(bot);
  const parent = await slack.say({ channel, user: ana, text: "who knows Acme?" });

  await slack.say({ channel, user: ana, text: `<@${credentials.botUserId}> help`, threadTs: parent });

  expect((await slack.waitForMessage(channel, isAnswer, 5000)).thread_ts).toBe(parent);
});

test("a listener that throws was acknowledged before, so the event is not sent again", async () => {
  const { channel, bot, mention } = await workspaceWithBot({ app: { events: ["app_mention"] } });
  bot.app.event("app_mention", async () => {
    throw new Error("cannot read properties of undefined");
  });

  await mention("help");
  await expect.poll(() => bot.complaints.join(), limit).toContain("cannot read properties of undefined");

  const deliveries = () => slack.deliveries();
  await expect.poll(deliveries, limit).toMatchObject([{ what: "app_mention", attempt: 0, result: "acked" }]);
  expect(await slack.messages(channel)).toHaveLength(1);
});

test("an event that is not acknowledged comes again with its number and reason", async () => {
  const stalled = Promise.withResolvers<void>();
  let authorizations = 0;
  const beforeAuthorize = async () => {
    authorizations += 1;
    if (authorizations === 1) {
      await stalled.promise;
    }
  };
  const { channel, bot, mention } = await workspaceWithBot({
    app: { events: ["app_mention"] },
    bolt: { beforeAuthorize },
  });
  bot.app.event("app_mention", async ({ context, say }) => {
    await say(`attempt ${context.retryNum} because of ${context.retryReason}`);
  });

  await mention("help");

  await slack.waitForMessage(channel, (message) => message.text === "attempt 1 because of timeout", 10_000);
  await expect.poll(() => slack.deliveries(), limit).toHaveLength(2);
  const [first, second] = await slack.deliveries();
  expect([first?.result, second?.result, second?.attempt]).toEqual(["timeout", "acked", 1]);
  expect(second?.eventId).toBe(first?.eventId);
  stalled.resolve();
});

test("a deaf socket stays open and hears nothing until the bot connects anew", async () => {
  const { credentials, channel, bot, mention } = await workspaceWithBot({ app: { events: ["app_mention"] } });
  answerMentions(bot);

  await slack.deafen(credentials.appId, true);
  await mention("help");
  await expect
    .poll(async () => (await slack.deliveries()).map(({ result }) => result), limit)
    .toEqual(["timeout", "timeout", "timeout"]);

  expect(await slack.connections(credentials.appId)).toEqual({ open: 1, deaf: 1 });
  expect((await slack.messages(channel)).some(isAnswer)).toBe(false);
  await slack.dropSockets(credentials.appId);
  await expect.poll(() => slack.connections(credentials.appId), limit).toEqual({ open: 1, deaf: 0 });
  await mention("help");
  await slack.waitForMessage(channel, isAnswer, 5000);
});

test.each(["reset", "close", "disconnect"] as const)(
  "a bot comes back after its socket was dropped: %s",
  async (how) => {
    const { credentials, channel, bot, mention } = await workspaceWithBot();
    answerMentions(bot);
    const opened = async () => (await slack.calls({ method: "apps.connections.open" })).length;

    expect(await slack.dropSockets(credentials.appId, how)).toBe(1);
    await expect.poll(opened, limit).toBe(2);
    await expect.poll(() => slack.connections(credentials.appId), limit).toEqual({ open: 1, deaf: 0 });
    await mention("help");

    await slack.waitForMessage(channel, isAnswer, 5000);
  },
);

test("while new sockets are refused a dropped bot tries in vain", async () => {
  const { credentials, bot } = await workspaceWithBot();

  await slack.refuseSockets(credentials.appId, true);
  await slack.dropSockets(credentials.appId);
  await expect.poll(async () => (await slack.calls({ method: "apps.connections.open" })).length, limit).toBe(3);
  expect(await slack.connections(credentials.appId)).toEqual({ open: 0, deaf: 0 });

  await slack.refuseSockets(credentials.appId, false);
  await expect.poll(() => bot.connects(), limit).toBe(2);
  expect(await slack.connections(credentials.appId)).toEqual({ open: 1, deaf: 0 });
});

test("a bot whose token was rotated away hears the mention and cannot answer", async () => {
  const { credentials, channel, bot, mention } = await workspaceWithBot();
  answerMentions(bot);

  await slack.rotateToken(credentials.botToken);
  await mention("help");

  await expect.poll(() => bot.complaints.join(), limit).toContain("token_expired");
  expect(await slack.messages(channel)).toHaveLength(1);
});

test("a bot whose token was revoked is no longer installed and gets no events", async () => {
  const { credentials, channel, mention } = await workspaceWithBot();
  const witness = await slack.createApp({ name: "witness", events: ["message.channels"] });
  bots.push(await startSocketBot(slack.apiUrl, witness));
  await slack.invite(channel, witness.botUserId);

  await slack.revokeToken(credentials.botToken);
  await mention("help");

  // The witness was installed later, so it is told after the bot would have been.
  await expect.poll(() => slack.deliveries(), limit).toMatchObject([{ appId: witness.appId, result: "acked" }]);
});

test("a bot without a good app-level token cannot start", async () => {
  const credentials = await slack.createApp({ name: "crm-bot" });
  await slack.revokeToken(credentials.appToken);

  await expect(startSocketBot(slack.apiUrl, credentials)).rejects.toThrow("invalid_auth");
});

test("a 429 while the bot answers ends in its log and not in the channel", async () => {
  const { channel, bot, mention } = await workspaceWithBot();
  answerMentions(bot);
  await slack.script({ method: "chat.postMessage", kind: "rate-limited", retryAfterSeconds: 1, times: 1 });

  await mention("help");

  await expect.poll(() => bot.complaints.join(), limit).toContain("A rate limit was exceeded");
  expect(await slack.messages(channel)).toHaveLength(1);
});

test("an app's own message comes back to it and Bolt's ignoreSelf drops it", async () => {
  const { credentials, ana, channel, bot } = await workspaceWithBot();
  const heard: string[] = [];
  bot.app.message(async ({ message }) => {
    heard.push("text" in message ? (message.text ?? "") : "");
  });

  await quietClient(slack.apiUrl, credentials.botToken).chat.postMessage({ channel, text: "from the bot" });
  await slack.say({ channel, user: ana, text: "from ana" });

  await expect.poll(() => heard, limit).toEqual(["from ana"]);
  await expect
    .poll(() => slack.deliveries(), limit)
    .toMatchObject([
      { what: "message", result: "acked" },
      { what: "message", result: "acked" },
    ]);
});

test("without ignoreSelf an app sees its own message with the marks of its bot", async () => {
  const { credentials, channel, bot } = await workspaceWithBot({ bolt: { ignoreSelf: false } });
  const heard: unknown[] = [];
  bot.app.message(async ({ message }) => void heard.push(message));

  await quietClient(slack.apiUrl, credentials.botToken).chat.postMessage({ channel, text: "from the bot" });

  await expect
    .poll(() => heard, limit)
    .toMatchObject([
      {
        type: "message",
        text: "from the bot",
        user: credentials.botUserId,
        bot_id: credentials.botId,
        app_id: credentials.appId,
        bot_profile: { id: credentials.botId, name: "crm-bot" },
        channel_type: "channel",
      },
    ]);
});

test("a mention by another app's tester token reaches the bot as that person's words", async () => {
  const { credentials, ana, channel, bot } = await workspaceWithBot();
  const allclear = await slack.createApp({ name: "allclear" });
  const tester = await slack.createUserToken({ appId: allclear.appId, userId: ana });
  answerMentions(bot);

  const posted = await quietClient(slack.apiUrl, tester).chat.postMessage({
    channel,
    text: `<@${credentials.botUserId}> help`,
  });

  expect((await slack.waitForMessage(channel, isAnswer, 5000)).thread_ts).toBe(posted.ts);
});

test("an app hears nothing where it is no member, is not subscribed or its subscription is off", async () => {
  const { credentials, ana, channel, bot } = await workspaceWithBot({ app: { events: ["app_mention"] } });
  const heard: string[] = [];
  bot.app.event("app_mention", async ({ event }) => void heard.push(event.ts));
  const elsewhere = (await slack.createChannel({ name: "elsewhere", members: [ana] })).id;
  const text = `<@${credentials.botUserId}> help`;

  await slack.say({ channel: elsewhere, user: ana, text });
  await slack.say({ channel, user: ana, text: "no mention" });
  await slack.setSubscription(credentials.appId, false);
  await slack.say({ channel, user: ana, text });
  await slack.setSubscription(credentials.appId, true);
  const last = await slack.say({ channel, user: ana, text });

  await expect.poll(() => heard, limit).toEqual([last]);
});

test("of two connections of one app each event goes to one", async () => {
  const { credentials, channel, bot, mention } = await workspaceWithBot();
  const second = await startSocketBot(slack.apiUrl, credentials);
  bots.push(second);
  answerMentions(bot);
  answerMentions(second);

  await mention("one");
  await mention("two");

  await expect.poll(async () => (await slack.messages(channel)).filter(isAnswer).length, limit).toBe(2);
  await expect.poll(async () => (await slack.deliveries()).length, limit).toBe(6);
  expect((await slack.messages(channel)).filter(isAnswer)).toHaveLength(2);
});
