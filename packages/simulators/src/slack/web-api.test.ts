import type { WebClient } from "@slack/web-api";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AppCredentials } from "./slack-control.ts";
import { type SlackSimulator, startSlackSimulator } from "./start-slack-simulator.ts";
import { quietClient, refusalOf } from "./web-client.fixture.ts";

let slack: SlackSimulator;
let app: AppCredentials;
let ana: string;
let channel: string;
let client: WebClient;

beforeEach(async () => {
  slack = await startSlackSimulator();
  app = await slack.createApp({ name: "crm-bot" });
  ana = (await slack.createUser({ name: "ana", realName: "Ana Lima" })).id;
  channel = (await slack.createChannel({ name: "sales", members: [ana, app.botUserId] })).id;
  client = quietClient(slack.apiUrl, app.botToken);
});

afterEach(() => slack.stop());

async function errorOf(call: Promise<unknown>): Promise<string> {
  return (await refusalOf(call)).error;
}

test("auth.test tells a bot who it is and which scopes its token has", async () => {
  const reply = await client.auth.test();

  expect(reply).toMatchObject({ user_id: app.botUserId, bot_id: app.botId, team_id: "T0SIMULATED" });
  expect(reply.response_metadata?.scopes).toContain("chat:write");
});

test("a person's token speaks as the person and still carries the app's marks", async () => {
  const token = await slack.createUserToken({ appId: app.appId, userId: ana });
  const tester = quietClient(slack.apiUrl, token);

  const { user_id: userId, bot_id: botId } = await tester.auth.test();
  const posted = await tester.chat.postMessage({ channel, text: "hello" });

  expect([userId, botId]).toEqual([ana, undefined]);
  expect(posted.message).toMatchObject({ user: ana, bot_id: app.botId, app_id: app.appId });
});

test("no token is not_authed and an unknown one is invalid_auth", async () => {
  expect(await errorOf(quietClient(slack.apiUrl).auth.test())).toBe("not_authed");
  expect(await errorOf(quietClient(slack.apiUrl, "xoxb-made-up").auth.test())).toBe("invalid_auth");
});

test("a revoked token is token_revoked", async () => {
  await slack.revokeToken(app.botToken);

  expect(await errorOf(client.auth.test())).toBe("token_revoked");
});

test("a rotated-out token is token_expired and its successor works", async () => {
  const successor = await slack.rotateToken(app.botToken);

  expect(await errorOf(client.auth.test())).toBe("token_expired");
  expect((await quietClient(slack.apiUrl, successor).auth.test()).user_id).toBe(app.botUserId);
});

test("a token of the wrong kind is not_allowed_token_type", async () => {
  const withAppToken = quietClient(slack.apiUrl, app.appToken);

  expect(await errorOf(withAppToken.chat.postMessage({ channel, text: "hello" }))).toBe("not_allowed_token_type");
  expect(await errorOf(client.apps.connections.open({}))).toBe("not_allowed_token_type");
});

test("apps.connections.open takes its token from the header alone", async () => {
  const inBody = await fetch(`${slack.apiUrl}apps.connections.open`, {
    method: "POST",
    body: new URLSearchParams({ token: app.appToken }),
  });
  const inHeader = await quietClient(slack.apiUrl, app.appToken).apps.connections.open({});

  expect(await inBody.json()).toMatchObject({ ok: false, error: "not_authed" });
  expect(inHeader.url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/link\//);
});

test("a missing scope is named together with those that were granted", async () => {
  const narrow = await slack.createApp({ name: "narrow", scopes: ["chat:write", "channels:read"] });
  await slack.invite(channel, narrow.botUserId);
  const limited = quietClient(slack.apiUrl, narrow.botToken);

  expect(await refusalOf(limited.conversations.history({ channel }))).toMatchObject({
    error: "missing_scope",
    needed: "channels:history",
    provided: "chat:write,channels:read",
  });
  expect(await errorOf(limited.users.info({ user: ana }))).toBe("missing_scope");
});

test("an unknown method is refused with HTTP 200 before the token is looked at", async () => {
  const response = await fetch(`${slack.apiUrl}chat.sing`, { method: "POST" });

  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ ok: false, error: "unknown_method" });
});

test("JSON bodies are taken with the token in the header, and not with one in the body", async () => {
  const post = (headers: Record<string, string>, body: unknown) =>
    fetch(`${slack.apiUrl}chat.postMessage`, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8", ...headers },
      body: JSON.stringify(body),
    }).then((response) => response.json());
  const blocks = [{ type: "section", text: { type: "mrkdwn", text: "as JSON" } }];

  expect(await post({ authorization: `Bearer ${app.botToken}` }, { channel, text: "hi", blocks })).toMatchObject({
    ok: true,
    message: { blocks: [{ type: "section" }] },
  });
  expect(await post({}, { channel, text: "hi", token: app.botToken })).toMatchObject({ error: "not_authed" });
});

test("a token in a form body is taken", async () => {
  const reply = await fetch(`${slack.apiUrl}auth.test`, {
    method: "POST",
    body: new URLSearchParams({ token: app.botToken }),
  });

  expect(await reply.json()).toMatchObject({ ok: true, user_id: app.botUserId });
});

test("channels that are unknown, private, foreign or archived are refused each in its own way", async () => {
  const elsewhere = (await slack.createChannel({ name: "elsewhere", members: [ana] })).id;
  const secret = (await slack.createChannel({ name: "secret", members: [ana], isPrivate: true })).id;

  expect(await errorOf(client.chat.postMessage({ channel: "C404", text: "x" }))).toBe("channel_not_found");
  expect(await errorOf(client.chat.postMessage({ channel: secret, text: "x" }))).toBe("channel_not_found");
  expect(await errorOf(client.chat.postMessage({ channel: elsewhere, text: "x" }))).toBe("not_in_channel");
  expect(await errorOf(client.conversations.history({ channel: elsewhere }))).toBe("not_in_channel");
  await slack.archive(channel);
  expect(await errorOf(client.chat.postMessage({ channel, text: "x" }))).toBe("is_archived");
  expect((await client.conversations.info({ channel })).channel?.is_archived).toBe(true);
});

test("a missing required argument is named", async () => {
  const refusal = await refusalOf(client.apiCall("chat.postMessage", { text: "x" }));

  expect(refusal).toMatchObject({
    error: "invalid_arguments",
    response_metadata: { messages: ["[ERROR] missing required field: channel"] },
  });
});

test("a message without anything to show is no_text", async () => {
  expect(await errorOf(client.chat.postMessage({ channel, text: "" }))).toBe("no_text");
});

test("markdown_text beside text is a conflict", async () => {
  const call = client.apiCall("chat.postMessage", { channel, text: "x", markdown_text: "y" });

  expect(await errorOf(call)).toBe("markdown_text_conflict");
});

test("text over 40,000 characters is cut with a warning by a post and refused by an update", async () => {
  const exact = await client.chat.postMessage({ channel, text: "x".repeat(40_000) });
  const cut = await client.chat.postMessage({ channel, text: "x".repeat(40_001) });

  expect(exact.warning).toBeUndefined();
  expect([cut.warning, cut.message?.text?.length]).toEqual(["message_truncated", 40_000]);
  const update = (length: number) => client.chat.update({ channel, ts: exact.ts ?? "", text: "y".repeat(length) });
  expect((await update(40_000)).ok).toBe(true);
  expect(await errorOf(update(40_001))).toBe("msg_too_long");
});

test("replies are counted at their parent and a ts never repeats", async () => {
  const parent = await client.chat.postMessage({ channel, text: "parent" });
  const reply = await client.chat.postMessage({ channel, text: "reply", thread_ts: parent.ts ?? "" });
  const { messages } = await client.conversations.replies({ channel, ts: parent.ts ?? "" });

  expect(parent.ts).toMatch(/^\d{10}\.\d{6}$/);
  expect((reply.ts ?? "") > (parent.ts ?? "")).toBe(true);
  expect(messages?.[0]).toMatchObject({ reply_count: 1, latest_reply: reply.ts, reply_users: [app.botUserId] });
  expect(messages?.[1]).toMatchObject({ thread_ts: parent.ts, parent_user_id: app.botUserId });
});

test("a thread that is not there is thread_not_found, a malformed thread_ts invalid_thread_ts", async () => {
  const absent = "1700000000.000001";

  expect(await errorOf(client.chat.postMessage({ channel, text: "x", thread_ts: absent }))).toBe("thread_not_found");
  expect(await errorOf(client.conversations.replies({ channel, ts: absent }))).toBe("thread_not_found");
  expect(await errorOf(client.chat.postMessage({ channel, text: "x", thread_ts: "7" }))).toBe("invalid_thread_ts");
});

test("only one's own message can be changed or deleted", async () => {
  const foreign = await slack.say({ channel, user: ana, text: "mine" });

  expect(await errorOf(client.chat.update({ channel, ts: foreign, text: "x" }))).toBe("cant_update_message");
  expect(await errorOf(client.chat.delete({ channel, ts: foreign }))).toBe("cant_delete_message");
  expect(await errorOf(client.chat.update({ channel, ts: "1.000000", text: "x" }))).toBe("message_not_found");
});

test("an update by text alone takes the blocks away and marks the message as edited", async () => {
  const blocks = [{ type: "section", text: { type: "mrkdwn", text: "old" } }];
  const { ts = "" } = await client.chat.postMessage({ channel, text: "old", blocks });

  await client.chat.update({ channel, ts, text: "new" });

  const [message] = await slack.messages(channel);
  expect(message).toMatchObject({ text: "new", edited: { user: app.botUserId }, blocks: [{ type: "rich_text" }] });
});

test("a deleted message is gone, and a deleted parent leaves a tombstone for its thread", async () => {
  const lone = await client.chat.postMessage({ channel, text: "lone" });
  const parent = await client.chat.postMessage({ channel, text: "parent" });
  await slack.say({ channel, user: ana, text: "reply", threadTs: parent.ts ?? "" });

  await client.chat.delete({ channel, ts: lone.ts ?? "" });
  await client.chat.delete({ channel, ts: parent.ts ?? "" });

  expect(await errorOf(client.conversations.replies({ channel, ts: lone.ts ?? "" }))).toBe("thread_not_found");
  const { messages } = await client.conversations.replies({ channel, ts: parent.ts ?? "" });
  expect(messages).toMatchObject([{ subtype: "tombstone" }, { text: "reply" }]);
});

test("a second equal reaction is already_reacted", async () => {
  const timestamp = await slack.say({ channel, user: ana, text: "nice" });

  await client.reactions.add({ channel, timestamp, name: "eyes" });

  expect(await errorOf(client.reactions.add({ channel, timestamp, name: "eyes" }))).toBe("already_reacted");
  expect((await slack.messages(channel))[0]?.reactions).toEqual([{ name: "eyes", users: [app.botUserId], count: 1 }]);
  expect(await errorOf(client.reactions.add({ channel, timestamp: "1.000000", name: "eyes" }))).toBe(
    "message_not_found",
  );
});

test("users.info knows people and bots and refuses others", async () => {
  expect((await client.users.info({ user: ana })).user).toMatchObject({ real_name: "Ana Lima", is_bot: false });
  expect((await client.users.info({ user: app.botUserId })).user?.profile).toMatchObject({ bot_id: app.botId });
  expect(await errorOf(client.users.info({ user: "U404" }))).toBe("user_not_found");
});

test("an ephemeral message is shown to its person alone", async () => {
  await client.chat.postEphemeral({ channel, user: ana, text: "psst" });
  const stranger = (await slack.createUser({ name: "bo" })).id;

  expect(await slack.ephemerals(channel)).toMatchObject([{ text: "psst", shownTo: ana }]);
  expect(await slack.messages(channel)).toEqual([]);
  expect(await errorOf(client.chat.postEphemeral({ channel, user: stranger, text: "x" }))).toBe("user_not_in_channel");
});

test("the history goes back in pages until nothing is left", async () => {
  for (const text of ["1", "2", "3", "4", "5"]) {
    await slack.say({ channel, user: ana, text });
  }
  const pages: string[][] = [];

  for await (const page of client.paginate("conversations.history", { channel, limit: 2 })) {
    const { messages } = page as unknown as { messages: { text: string }[] };
    pages.push(messages.map((message) => message.text));
  }

  expect(pages).toEqual([["5", "4"], ["3", "2"], ["1"]]);
});

test("oldest and latest leave out their own message unless inclusive", async () => {
  const ts: string[] = [];
  for (const text of ["1", "2", "3"]) {
    ts.push(await slack.say({ channel, user: ana, text }));
  }
  const texts = async (bounds: { oldest?: string; latest?: string; inclusive?: boolean }) =>
    (await client.conversations.history({ channel, ...bounds })).messages?.map((message) => message.text);

  expect(await texts({ oldest: ts[0] ?? "" })).toEqual(["3", "2"]);
  expect(await texts({ oldest: ts[0] ?? "", inclusive: true })).toEqual(["3", "2", "1"]);
  expect(await texts({ latest: ts[2] ?? "" })).toEqual(["2", "1"]);
  expect(await texts({ oldest: ts[1] ?? "", latest: ts[1] ?? "", inclusive: true })).toEqual(["2"]);
});

test("a thread is read in pages by cursor, parent first", async () => {
  const parent = await slack.say({ channel, user: ana, text: "parent" });
  for (const text of ["a", "b", "c"]) {
    await slack.say({ channel, user: ana, text, threadTs: parent });
  }

  const first = await client.conversations.replies({ channel, ts: parent, limit: 2 });
  const second = await client.conversations.replies({
    channel,
    ts: parent,
    limit: 2,
    cursor: first.response_metadata?.next_cursor ?? "",
  });

  expect(first.messages?.map((message) => message.text)).toEqual(["parent", "a"]);
  expect([first.has_more, second.has_more]).toEqual([true, false]);
  expect(second.messages?.map((message) => message.text)).toEqual(["b", "c"]);
});

test("cursors, limits and bounds that cannot be read are refused", async () => {
  expect(await errorOf(client.conversations.history({ channel, cursor: "bm90aGluZw==" }))).toBe("invalid_cursor");
  expect(await errorOf(client.conversations.history({ channel, limit: 1000 }))).toBe("invalid_limit");
  expect(await errorOf(client.conversations.history({ channel, oldest: "yesterday" }))).toBe("invalid_ts_oldest");
});

test("conversations.list shows private channels only to members with the scope, page by page", async () => {
  await slack.createChannel({ name: "hidden", members: [ana], isPrivate: true });
  await slack.createChannel({ name: "ours", members: [app.botUserId], isPrivate: true });

  const first = await client.conversations.list({ types: "public_channel,private_channel", limit: 1 });
  const rest = await client.conversations.list({
    types: "public_channel,private_channel",
    cursor: first.response_metadata?.next_cursor ?? "",
  });

  expect(first.channels?.map((listed) => listed.name)).toEqual(["sales"]);
  expect(rest.channels?.map((listed) => listed.name)).toEqual(["ours"]);
  expect(rest.response_metadata?.next_cursor).toBe("");
});

test("the journal keeps arguments and reply of a call, and no token", async () => {
  await client.chat.postMessage({ channel, text: `leaked ${app.botToken}` });

  const calls = await slack.calls({ method: "chat.postMessage", appId: app.appId });

  expect(calls).toMatchObject([{ tokenKind: "bot", status: 200, arguments: { channel, text: "leaked [redacted]" } }]);
  expect(JSON.stringify(calls)).not.toContain(app.botToken);
});

test("text is escaped as Slack stores it and mentions stay mentions", async () => {
  const { message } = await client.chat.postMessage({ channel, text: `a & b < c <@${ana}> &amp;` });

  expect(message?.text).toBe(`a &amp; b &lt; c <@${ana}> &amp;`);
});
