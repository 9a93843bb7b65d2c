import { repair } from "@allclear/block-kit";
import type { WebClient } from "@slack/web-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SlackService, SlackServiceCandidate } from "./slack-service.suite.ts";
import { quietClient, refusalOf } from "./web-client.fixture.ts";

const accented = "e\u0301";
const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const section = (text: string) => ({ type: "section", text: mrkdwn(text) });
const actions = (...elements: readonly unknown[]) => ({ type: "actions", elements });
const button = (extra: object) => ({ type: "button", text: plain("Open"), ...extra });
const times = <Item>(count: number, make: (index: number) => Item) => Array.from({ length: count }, (_, i) => make(i));
const select = (options: readonly unknown[]) => actions({ type: "static_select", action_id: "pick", options });

/** What bots send and Slack refuses; every one has something left to show. */
const brokenBlocks: Readonly<Record<string, readonly unknown[]>> = {
  "an unknown key": [actions(button({ disabled: true }))],
  "a null": [{ ...section("kept"), block_id: null, accessory: null }],
  "an empty text beside a good one": [section(""), section("kept")],
  "an empty field and an empty option": [
    { type: "section", fields: [mrkdwn(""), mrkdwn("kept")] },
    select([
      { text: plain(""), value: "a" },
      { text: plain("kept"), value: "b" },
    ]),
  ],
  "60 blocks": times(60, (index) => section(`line ${index}`)),
  "a text of 3,500 characters": [section("word ".repeat(700))],
  "a text of combined characters": [section(accented.repeat(1800))],
  "five full sections": times(5, () => section("word ".repeat(599))),
  "a repeated block_id": times(3, (index) => ({ ...section(`${index}`), block_id: "same" })),
  "14 fields": [{ type: "section", fields: times(14, (index) => mrkdwn(`field ${index}`)) }],
  "12 context elements": [{ type: "context", elements: times(12, (index) => mrkdwn(`fact ${index}`)) }],
  "30 buttons": [actions(...times(30, (index) => button({ action_id: `go-${index}` })))],
  "a header in mrkdwn": [{ type: "header", text: mrkdwn("Title") }],
  "a header of 200 characters": [{ type: "header", text: plain("title ".repeat(34)) }],
  "a button of 100 characters": [actions(button({ text: plain("open it ".repeat(13)) }))],
  "an image without alt_text": [{ type: "image", image_url: "https://example.com/a.png" }, section("kept")],
  "an actions block without buttons": [actions(), section("kept")],
  "a bare section": [{ type: "section" }, section("kept")],
};

export interface RepairCandidate extends SlackServiceCandidate {
  /** Whether it looks into blocks, as Slack does. */
  readonly refusesBlocks: boolean;
}

/** What an app sees that sends what the library returns. */
export function describeRepairedMessages({ name, start, refusesBlocks }: RepairCandidate): void {
  describe(`repaired messages at ${name}`, () => {
    let service: SlackService;
    let bot: WebClient;
    let channel: string;

    beforeAll(async () => {
      service = await start();
      channel = service.channel;
      bot = quietClient(service.apiUrl, service.bot.token);
    });
    afterAll(() => service.stop());

    const cases = Object.entries(brokenBlocks);

    if (refusesBlocks) {
      test.each(cases)("%s is refused as it is", async (_what, blocks) => {
        const refusal = await refusalOf(bot.apiCall("chat.postMessage", { channel, text: "fallback", blocks }));

        expect(["invalid_blocks", "msg_blocks_too_long"]).toContain(refusal.error);
      });
    }

    test.each(cases)("%s: every message is accepted and shown with its blocks", async (_what, blocks) => {
      const { messages, remaining } = repair({ channel, text: "fallback", blocks });

      expect(remaining).toEqual([]);
      for (const message of messages) {
        const { ts = "" } = (await bot.apiCall("chat.postMessage", message)) as { ok: boolean; ts?: string };
        const { messages: shown } = await bot.conversations.replies({ channel, ts });
        expect(shown).toMatchObject([{ ts, text: message.text, blocks: message.blocks }]);
      }
    });

    test("an update with too many blocks stays one message, which is shown with those that fit", async () => {
      const { ts = "" } = await bot.chat.postMessage({ channel, text: "old" });

      const { messages } = repair({ channel, ts, text: "new", blocks: times(60, (index) => section(`line ${index}`)) });

      expect(messages).toHaveLength(1);
      await bot.apiCall("chat.update", { ...messages[0] });
      const { messages: shown } = await bot.conversations.replies({ channel, ts });
      expect(shown).toMatchObject([{ ts, text: "new", blocks: messages[0]?.blocks }]);
    });
  });
}
