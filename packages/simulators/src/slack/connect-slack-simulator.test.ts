import { afterEach, beforeEach, expect, test } from "vitest";
import { connectSlackSimulator } from "./connect-slack-simulator.ts";
import type { SlackControl } from "./slack-control.ts";
import { type SlackSimulator, startSlackSimulator } from "./start-slack-simulator.ts";
import { quietClient, refusalOf } from "./web-client.fixture.ts";

let slack: SlackSimulator;
let remote: SlackControl;

beforeEach(async () => {
  slack = await startSlackSimulator();
  remote = connectSlackSimulator(`${slack.url}/`);
});

afterEach(() => slack.stop());

test("a workspace is set up, spoken in and read over HTTP as by the handle", async () => {
  const app = await remote.createApp({ name: "crm-bot" });
  const ana = (await remote.createUser({ name: "ana" })).id;
  const channel = (await remote.createChannel({ name: "sales", members: [ana] })).id;
  await remote.invite(channel, app.botUserId);
  const client = quietClient(remote.apiUrl, app.botToken);

  const ts = await remote.say({ channel, user: ana, text: "question" });
  const waiting = remote.waitForMessage(channel, (message) => message.bot_id === app.botId, 5000);
  await client.chat.postMessage({ channel, text: "answer", thread_ts: ts });

  expect((await waiting).text).toBe("answer");
  expect((await remote.thread(channel, ts)).map((message) => message.text)).toEqual(["question", "answer"]);
  expect(await remote.messages(channel)).toEqual(await slack.messages(channel));
  expect(await remote.calls({ method: "chat.postMessage" })).toEqual(await slack.calls({ method: "chat.postMessage" }));
});

test("faults and tokens are handled over HTTP", async () => {
  const app = await remote.createApp({ name: "crm-bot" });
  const fault = await remote.script({ method: "auth.test", kind: "error", error: "fatal_error" });
  const client = quietClient(remote.apiUrl, app.botToken);

  expect((await refusalOf(client.auth.test())).error).toBe("fatal_error");
  await fault.clear();
  expect((await client.auth.test()).ok).toBe(true);
  const successor = await remote.rotateToken(app.botToken);
  expect((await quietClient(remote.apiUrl, successor).auth.test()).ok).toBe(true);
  await remote.revokeToken(successor);
  expect((await refusalOf(quietClient(remote.apiUrl, successor).auth.test())).error).toBe("token_revoked");
});

test("waiting for a message that does not come rejects after its time", async () => {
  const channel = (await remote.createChannel({ name: "sales" })).id;

  await expect(remote.waitForMessage(channel, () => true, 50)).rejects.toThrow(`No such message in ${channel}`);
});

test("a verb about something unknown says what is not there", async () => {
  await expect(remote.messages("C404")).rejects.toThrow("There is no channel C404");
  await expect(slack.messages("C404")).rejects.toThrow("There is no channel C404");
});

test("an unknown verb is refused", async () => {
  const response = await fetch(`${slack.url}/_control/sing`, { method: "POST" });

  expect([response.status, await response.json()]).toEqual([404, { error: "There is no verb sing" }]);
});

test("stopping ends what still waits for a message", async () => {
  const channel = (await slack.createChannel({ name: "sales" })).id;
  const here = expect(slack.waitForMessage(channel, () => true, 60_000)).rejects.toThrow("was stopped");
  const there = expect(remote.waitForMessage(channel, () => true, 60_000)).rejects.toThrow();
  await remote.messages(channel);

  await slack.stop();

  await Promise.all([here, there]);
});
