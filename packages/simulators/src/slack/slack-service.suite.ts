import type { WebClient } from "@slack/web-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { quietClient, refusalOf } from "./web-client.fixture.ts";

export interface SlackIdentity {
  readonly token: string;
  readonly userId: string;
}

/** A workspace that answers like Slack's Web API, with a bot and a person in one public channel, where nothing is written yet. */
export interface SlackService {
  /** Base address of the Web API, with a slash at its end. */
  readonly apiUrl: string;
  readonly channel: string;
  /** A public channel that the bot is not in. */
  readonly elsewhere: string;
  readonly bot: SlackIdentity & { readonly botId: string };
  readonly person: SlackIdentity;
  /** A bot's token with the scopes `chat:write` and `channels:read` alone. */
  readonly narrowToken: string;
  archive(channelId: string): Promise<void>;
  /** The person does something by which the bot may open a view. */
  issueTrigger(): Promise<string>;
  stop(): Promise<void>;
}

export interface SlackServiceCandidate {
  readonly name: string;
  start(): Promise<SlackService>;
}

const absentTs = "1700000000.000001";
const blocks = [
  { type: "header", block_id: "title", text: { type: "plain_text", text: "Acme & Söhne", emoji: true } },
  { type: "divider", block_id: "line" },
  {
    type: "section",
    block_id: "facts",
    text: { type: "mrkdwn", text: "*3* notes <https://example.com|here>" },
    fields: [{ type: "mrkdwn", text: "Owner" }],
    accessory: { type: "button", action_id: "open", value: "42", text: { type: "plain_text", text: "Open" } },
  },
];

/** What an app sees of Slack through the real client. */
export function describeSlackService({ name, start }: SlackServiceCandidate): void {
  describe(`an app of ${name}`, () => {
    let service: SlackService;
    let bot: WebClient;
    let person: WebClient;
    let channel: string;

    beforeEach(async () => {
      service = await start();
      channel = service.channel;
      bot = quietClient(service.apiUrl, service.bot.token);
      person = quietClient(service.apiUrl, service.person.token);
    });
    afterEach(() => service.stop());

    const errorOf = async (call: Promise<unknown>) => (await refusalOf(call)).error;
    const history = async () => (await bot.conversations.history({ channel })).messages ?? [];

    async function post(text: string, threadTs?: string): Promise<string> {
      const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
      return (await bot.chat.postMessage({ channel, text, ...thread })).ts ?? "";
    }

    describe("asks who it is", () => {
      test("a bot's token speaks as the bot, a person's as the person", async () => {
        expect(await bot.auth.test()).toMatchObject({ user_id: service.bot.userId, bot_id: service.bot.botId });
        expect((await person.auth.test()).user_id).toBe(service.person.userId);
        expect((await person.auth.test()).bot_id).toBeUndefined();
      });

      test("without a token everything is not_authed", async () => {
        const nobody = quietClient(service.apiUrl);

        expect(await errorOf(nobody.auth.test())).toBe("not_authed");
        expect(await errorOf(nobody.chat.postMessage({ channel, text: "x" }))).toBe("not_authed");
        expect(await errorOf(nobody.conversations.history({ channel }))).toBe("not_authed");
      });

      test("a missing scope is named together with those that were granted", async () => {
        const narrow = quietClient(service.apiUrl, service.narrowToken);

        expect(await refusalOf(narrow.conversations.history({ channel }))).toMatchObject({
          error: "missing_scope",
          needed: "channels:history",
          provided: "chat:write,channels:read",
        });
      });
    });

    describe("looks at channels", () => {
      test("a channel is told the same by conversations.list and conversations.info", async () => {
        const { channels = [] } = await bot.conversations.list();
        const { channel: info } = await bot.conversations.info({ channel });

        const listed = channels.find(({ id }) => id === channel);
        expect(info).toMatchObject({ id: channel, is_channel: true, is_private: false, is_archived: false });
        expect(listed).toMatchObject({ id: channel, name: info?.name, is_member: true });
        expect(channels.find(({ id }) => id === service.elsewhere)?.is_member).toBe(false);
      });

      test("the list goes on, page by page, until every channel was there once", async () => {
        const all = (await bot.conversations.list()).channels?.map(({ id }) => id);
        const paged: unknown[] = [];

        for await (const page of bot.paginate("conversations.list", { limit: 1 })) {
          paged.push(...(page as unknown as { channels: { id: string }[] }).channels.map(({ id }) => id));
        }

        expect(paged).toEqual(all);
      });

      test("an unknown channel is channel_not_found", async () => {
        const unknown = { channel: "C0UNKNOWN" };

        expect(await errorOf(bot.conversations.info(unknown))).toBe("channel_not_found");
        expect(await errorOf(bot.conversations.history(unknown))).toBe("channel_not_found");
        expect(await errorOf(bot.conversations.replies({ ...unknown, ts: absentTs }))).toBe("channel_not_found");
        expect(await errorOf(bot.chat.postMessage({ ...unknown, text: "x" }))).toBe("channel_not_found");
        expect(await errorOf(bot.chat.getPermalink({ ...unknown, message_ts: absentTs }))).toBe("channel_not_found");
      });

      test("an archived channel is read and not written", async () => {
        await post("before");

        await service.archive(channel);

        expect(await errorOf(bot.chat.postMessage({ channel, text: "after" }))).toBe("is_archived");
        expect((await bot.conversations.info({ channel })).channel?.is_archived).toBe(true);
        expect((await history()).map(({ text }) => text)).toContain("before");
        const { channels = [] } = await bot.conversations.list({ exclude_archived: true });
        expect(channels.map(({ id }) => id)).not.toContain(channel);
      });
    });

    describe("posts", () => {
      test("a message is answered as it stands in the channel", async () => {
        const reply = await bot.chat.postMessage({ channel, text: "hello" });

        expect(reply).toMatchObject({ channel, message: { type: "message", text: "hello", user: service.bot.userId } });
        expect(reply.ts).toMatch(/^\d{10}\.\d{6}$/);
        expect(await history()).toMatchObject([{ text: "hello", ts: reply.ts, user: service.bot.userId }]);
      });

      test("messages of the same moment get a ts each, and a later message a later one", async () => {
        const stamps = await Promise.all(Array.from({ length: 20 }, (_, index) => post(`${index}`)));

        const last = await post("last");

        expect(new Set(stamps).size).toBe(20);
        expect(stamps.filter((ts) => ts >= last)).toEqual([]);
      });

      test("blocks come back as they were given, in the answer and in the channel", async () => {
        const reply = await bot.chat.postMessage({ channel, text: "fallback", blocks });

        expect(reply.message).toMatchObject({ text: "fallback", blocks });
        expect(await history()).toMatchObject([{ text: "fallback", blocks }]);
      });

      test("blocks are enough without text, and neither is no_text", async () => {
        expect((await bot.apiCall("chat.postMessage", { channel, blocks })).ok).toBe(true);
        expect(await errorOf(bot.chat.postMessage({ channel, text: "" }))).toBe("no_text");
        expect(await errorOf(bot.apiCall("chat.postMessage", { channel, blocks: [] }))).toBe("no_text");
      });

      test("a text of 40,000 characters is whole, a longer one is cut with a warning", async () => {
        const whole = await bot.chat.postMessage({ channel, text: "x".repeat(40_000) });
        const cut = await bot.chat.postMessage({ channel, text: `${"x".repeat(39_999)}yz` });

        expect(whole.warning).toBeUndefined();
        expect(cut).toMatchObject({ warning: "message_truncated", message: { text: `${"x".repeat(39_999)}y` } });
        expect(cut.response_metadata?.warnings).toEqual(["message_truncated"]);
      });
    });

    describe("reads", () => {
      test("the history is newest first and goes back in pages until nothing is left", async () => {
        for (const text of ["1", "2", "3", "4", "5"]) {
          await post(text);
        }
        const pages: string[][] = [];

        for await (const page of bot.paginate("conversations.history", { channel, limit: 2 })) {
          pages.push((page as unknown as { messages: { text: string }[] }).messages.map(({ text }) => text));
        }

        expect(pages).toEqual([["5", "4"], ["3", "2"], ["1"]]);
      });

      test("a reply stands in its thread, is counted at its parent and is not in the history", async () => {
        const parent = await post("parent");
        await post("elsewhere");
        const first = await post("first", parent);
        const second = await post("second", parent);

        const { messages } = await bot.conversations.replies({ channel, ts: parent });

        expect(messages).toMatchObject([
          { ts: parent, reply_count: 2, reply_users: [service.bot.userId] },
          { ts: first, thread_ts: parent, text: "first" },
          { ts: second, thread_ts: parent, text: "second" },
        ]);
        expect((await history()).map(({ text }) => text)).toEqual(["elsewhere", "parent"]);
      });

      test("a permalink names channel and message, and for a reply the thread", async () => {
        const parent = await post("parent");
        const reply = await post("reply", parent);
        const linkTo = async (ts: string) =>
          new URL((await bot.chat.getPermalink({ channel, message_ts: ts })).permalink ?? "");

        expect((await linkTo(parent)).pathname).toBe(`/archives/${channel}/p${parent.replace(".", "")}`);
        expect((await linkTo(parent)).search).toBe("");
        expect((await linkTo(reply)).pathname).toBe(`/archives/${channel}/p${reply.replace(".", "")}`);
        expect((await linkTo(reply)).search).toBe(`?thread_ts=${parent}&cid=${channel}`);
        expect(await errorOf(bot.chat.getPermalink({ channel, message_ts: absentTs }))).toBe("message_not_found");
      });
    });

    describe("changes", () => {
      test("an update puts new text and blocks in the place of the old and marks the message as edited", async () => {
        const { ts = "" } = await bot.chat.postMessage({ channel, text: "old", blocks: blocks.slice(0, 1) });

        const reply = await bot.chat.update({ channel, ts, text: "new", blocks: blocks.slice(1) });

        expect(reply).toMatchObject({ channel, ts, text: "new" });
        const [message] = await history();
        expect(message).toMatchObject({ ts, text: "new", edited: { user: service.bot.userId } });
        expect(message?.blocks).toMatchObject(blocks.slice(1));
      });

      test("an update by text alone takes the blocks away, one by blocks alone keeps the text", async () => {
        const { ts = "" } = await bot.chat.postMessage({ channel, text: "old", blocks });

        await bot.chat.update({ channel, ts, text: "new" });
        const plain = (await history())[0]?.blocks?.map(({ type }) => type) ?? [];
        await bot.apiCall("chat.update", { channel, ts, blocks });

        expect(plain.filter((type) => type !== "rich_text")).toEqual([]);
        expect(await history()).toMatchObject([{ text: "new", blocks }]);
      });

      test("a deleted message is gone", async () => {
        const kept = await post("kept");
        const ts = await post("gone");

        expect(await bot.chat.delete({ channel, ts })).toMatchObject({ channel, ts });

        expect((await history()).map((message) => message.ts)).toEqual([kept]);
        expect(await errorOf(bot.chat.delete({ channel, ts }))).toBe("message_not_found");
        expect(await errorOf(bot.chat.update({ channel, ts, text: "x" }))).toBe("message_not_found");
      });

      test("what somebody else wrote can be neither changed nor deleted", async () => {
        const { ts = "" } = await person.chat.postMessage({ channel, text: "mine" });

        expect(await errorOf(bot.chat.update({ channel, ts, text: "x" }))).toBe("cant_update_message");
        expect(await errorOf(bot.chat.delete({ channel, ts }))).toBe("cant_delete_message");
        expect(await history()).toMatchObject([{ text: "mine", user: service.person.userId }]);
      });
    });

    describe("reacts", () => {
      const reactionsOf = async (timestamp: string) =>
        (await bot.reactions.get({ channel, timestamp })).message?.reactions ?? [];

      test("reactions of two people are counted together, and go one by one", async () => {
        const timestamp = await post("nice");
        const eyes = { channel, timestamp, name: "eyes" };

        await bot.reactions.add(eyes);
        await person.reactions.add(eyes);
        await bot.reactions.add({ ...eyes, name: "tada" });
        const all = await reactionsOf(timestamp);
        await bot.reactions.remove(eyes);

        const { userId } = service.person;
        expect(all).toHaveLength(2);
        expect(all.find(({ name: emoji }) => emoji === "eyes")).toMatchObject({
          users: [service.bot.userId, userId],
          count: 2,
        });
        expect(await reactionsOf(timestamp)).toContainEqual({ name: "eyes", users: [userId], count: 1 });
        await person.reactions.remove(eyes);
        await bot.reactions.remove({ ...eyes, name: "tada" });
        expect(await reactionsOf(timestamp)).toEqual([]);
      });

      test("a second equal reaction is already_reacted, removing one that is not there no_reaction", async () => {
        const reaction = { channel, timestamp: await post("nice"), name: "eyes" };
        await bot.reactions.add(reaction);

        expect(await errorOf(bot.reactions.add(reaction))).toBe("already_reacted");
        expect(await errorOf(person.reactions.remove(reaction))).toBe("no_reaction");
        await bot.reactions.remove(reaction);
        expect(await errorOf(bot.reactions.remove(reaction))).toBe("no_reaction");
      });

      test("a reaction to a message that is not there is message_not_found", async () => {
        const absent = { channel, timestamp: absentTs };

        expect(await errorOf(bot.reactions.add({ ...absent, name: "eyes" }))).toBe("message_not_found");
        expect(await errorOf(bot.reactions.remove({ ...absent, name: "eyes" }))).toBe("message_not_found");
        expect(await errorOf(bot.reactions.get(absent))).toBe("message_not_found");
      });
    });

    test("a trigger opens one view, with its blocks as given", async () => {
      const title = { type: "plain_text" as const, text: "Acme" };
      const view = { type: "modal" as const, callback_id: "crm", title, blocks };
      const triggerId = await service.issueTrigger();

      const opened = await bot.views.open({ trigger_id: triggerId, view });

      expect(opened.view).toMatchObject({ type: "modal", callback_id: "crm", title, blocks });
      expect(opened.view?.id).toMatch(/^V/);
      expect(await errorOf(bot.views.open({ trigger_id: triggerId, view }))).toBe("exchanged_trigger_id");
      expect(await errorOf(bot.views.open({ trigger_id: "1.2.made-up", view }))).toBe("invalid_trigger_id");
    });
  });
}
