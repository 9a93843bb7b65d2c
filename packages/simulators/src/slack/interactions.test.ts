import { afterEach, beforeEach, expect, test } from "vitest";
import { type SocketBot, startSocketBot } from "./bolt-bot.fixture.ts";
import type { AppCredentials } from "./slack-control.ts";
import { type SlackSimulator, startSlackSimulator } from "./start-slack-simulator.ts";
import { quietClient, refusalOf } from "./web-client.fixture.ts";

let slack: SlackSimulator;
let credentials: AppCredentials;
let ana: string;
let channel: string;
let bot: SocketBot;
let clock: number;

beforeEach(async () => {
  clock = Date.now();
  slack = await startSlackSimulator({ ackTimeoutMs: 1000, now: () => clock });
  credentials = await slack.createApp({ name: "crm-bot" });
  ana = (await slack.createUser({ name: "ana" })).id;
  channel = (await slack.createChannel({ name: "sales", members: [ana, credentials.botUserId] })).id;
  bot = await startSocketBot(slack.apiUrl, credentials);
});

afterEach(async () => {
  await bot.stop();
  await slack.stop();
});

const command = () =>
  slack.slashCommand({ appId: credentials.appId, channel, user: ana, command: "/crm", text: "Acme" });

async function postButton() {
  const elements = [
    { type: "button", action_id: "approve", value: "42", text: { type: "plain_text", text: "Approve" } },
  ];
  const { ts = "" } = await quietClient(slack.apiUrl, credentials.botToken).chat.postMessage({
    channel,
    text: "Approve?",
    blocks: [{ type: "actions", elements }] as never,
  });
  return ts;
}

test("a slash command is acknowledged with an answer that only its person sees", async () => {
  bot.app.command("/crm", async ({ ack, command: { text } }) => await ack(`Looking for ${text}`));

  const outcome = await command();

  expect(outcome).toMatchObject({ acked: true, response: { text: "Looking for Acme" } });
  expect(await slack.ephemerals(channel)).toMatchObject([{ text: "Looking for Acme", shownTo: ana }]);
});

test("a command's response_url posts into the channel", async () => {
  bot.app.command("/crm", async ({ ack, respond }) => {
    await ack();
    await respond({ text: "Acme: 3 notes", response_type: "in_channel" });
  });

  await command();

  await slack.waitForMessage(channel, (message) => message.text === "Acme: 3 notes", 5000);
});

test("a command that nobody acknowledges ends as operation_timeout", async () => {
  bot.app.command("/crm", async () => {
    throw new Error("before ack");
  });

  expect(await command()).toMatchObject({ acked: false, error: "operation_timeout" });
});

test("a command to an app without a connection ends as dispatch_failed", async () => {
  await slack.refuseSockets(credentials.appId, true);
  await slack.dropSockets(credentials.appId);
  await expect.poll(async () => (await slack.connections(credentials.appId)).open).toBe(0);

  expect(await command()).toMatchObject({ acked: false, error: "dispatch_failed" });
  await slack.refuseSockets(credentials.appId, false);
  await expect.poll(() => bot.connects(), { timeout: 10_000 }).toBe(2);
});

test("a click brings the button's value, and the answer replaces the message", async () => {
  bot.app.action("approve", async ({ ack, respond, action, body }) => {
    await ack();
    const value = "value" in action ? action.value : "";
    await respond({ text: `${body.user.id} approved ${value}`, replace_original: true });
  });
  const ts = await postButton();

  const outcome = await slack.clickButton({ channel, ts, actionId: "approve", user: ana });
  await slack.waitForMessage(channel, (message) => message.text === `${ana} approved 42`, 5000);

  expect(outcome.acked).toBe(true);
  expect((await slack.messages(channel)).map((message) => message.ts)).toEqual([ts]);
});

test("a click opens a view by its trigger, and a submission brings the values", async () => {
  const submitted: unknown[] = [];
  bot.app.action("approve", async ({ ack, client, body }) => {
    await ack();
    const view = {
      type: "modal" as const,
      callback_id: "reason",
      title: { type: "plain_text" as const, text: "Why?" },
      blocks: [{ type: "section" as const, text: { type: "mrkdwn" as const, text: "Say why" } }],
    };
    await client.views.open({ trigger_id: "trigger_id" in body ? body.trigger_id : "", view });
  });
  bot.app.view("reason", async ({ ack, view }) => {
    submitted.push(view.state.values);
    await ack();
  });

  await slack.clickButton({ channel, ts: await postButton(), actionId: "approve", user: ana });
  await expect.poll(() => slack.views(credentials.appId)).toMatchObject([{ callback_id: "reason", type: "modal" }]);
  const [opened] = await slack.views(credentials.appId);
  const values = { why: { text: { type: "plain_text_input", value: "safe" } } };
  const outcome = await slack.submitView({ viewId: String(opened?.id), user: ana, values });

  expect(outcome.acked).toBe(true);
  expect(submitted).toEqual([values]);
  expect(await slack.views(credentials.appId)).toEqual([]);
});

test("a trigger works once, for three seconds, and a view's faults are named by pointer", async () => {
  bot.app.command("/crm", async ({ ack }) => await ack());
  const client = quietClient(slack.apiUrl, credentials.botToken);
  const view = (title: string) => ({
    type: "modal" as const,
    title: { type: "plain_text" as const, text: title },
    blocks: [{ type: "divider" as const }],
  });
  const first = (await command()).triggerId;
  const second = (await command()).triggerId;

  expect(await refusalOf(client.views.open({ trigger_id: first, view: view("x".repeat(25)) }))).toMatchObject({
    error: "invalid_arguments",
    response_metadata: { messages: ["[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"] },
  });
  expect((await client.views.open({ trigger_id: first, view: view("x".repeat(24)) })).ok).toBe(true);
  expect((await refusalOf(client.views.open({ trigger_id: first, view: view("x") }))).error).toBe(
    "exchanged_trigger_id",
  );
  clock += 3001;
  expect((await refusalOf(client.views.open({ trigger_id: second, view: view("x") }))).error).toBe(
    "expired_trigger_id",
  );
  expect((await refusalOf(client.views.open({ trigger_id: "1.2", view: view("x") }))).error).toBe("invalid_trigger_id");
});

test("a response_url works five times and answers bad blocks with the bare word", async () => {
  bot.app.command("/crm", async ({ ack }) => await ack());
  const { responseUrl } = await command();
  const respond = async (body: unknown) => {
    const response = await fetch(responseUrl, { method: "POST", body: JSON.stringify(body) });
    return [response.status, await response.text()];
  };

  expect(await respond({ blocks: [{ type: "section" }] })).toEqual([400, "invalid_blocks"]);
  for (let use = 0; use < 5; use += 1) {
    expect(await respond({ text: "again" })).toEqual([200, "ok"]);
  }
  expect(await respond({ text: "too often" })).toEqual([404, "used_url"]);
});
