import { describe, expect, test } from "vitest";
import { messageOf, modalOf, mrkdwn, plain, problemsIn, warningsIn } from "./findings.fixture.ts";

const divider = { type: "divider" };

describe("a message", () => {
  test.each([
    {},
    { text: "" },
    { text: null },
    { blocks: [] },
    { attachments: [] },
    { channel: "C1", thread_ts: "1.1" },
    { text: "", blocks: [], attachments: [], markdown_text: "" },
  ])("without anything to show is refused: %j", (message) => {
    expect(problemsIn(message)).toContain("message.content.required at ");
  });

  test.each([
    { text: "a" },
    { blocks: [divider] },
    { attachments: [{ text: "a" }] },
    { markdown_text: "a" },
    { delete_original: true },
  ])("that shows something, or takes something away, passes: %j", (message) => {
    expect(problemsIn(message)).toEqual([]);
  });

  test.each([{ text: "a" }, { blocks: [divider] }])("has markdown_text alone, not beside %j", (beside) => {
    expect(problemsIn({ markdown_text: "a", ...beside })).toEqual(["message.markdown_text.conflict at "]);
  });

  test("may have markdown_text beside a text that is empty", () => {
    expect(problemsIn({ markdown_text: "a", text: "" })).toEqual([]);
  });

  test("with blocks and no text draws a warning, for notifications and screen readers", () => {
    expect(warningsIn({ blocks: [divider] })).toEqual(["message.text.advised at "]);
    expect(warningsIn(messageOf(divider))).toEqual([]);
  });

  test("with a text of more than 4,000 characters draws a warning", () => {
    expect(warningsIn({ text: "a".repeat(4000) })).toEqual([]);
    expect(warningsIn({ text: "a".repeat(4001) })).toEqual(["message.text.advised_length at /text"]);
  });

  test("with a text of more than 40,000 characters is cut by Slack, which is a warning", () => {
    const message = { text: "a".repeat(40_001) };

    expect(problemsIn(message)).toEqual([]);
    expect(warningsIn(message)).toContain("message.text.max_length at /text");
  });

  test.each([{ ts: "1.1" }, { replace_original: true }, { replace_original: "true" }])(
    "that updates another is refused with a text of more than 40,000 characters: %j",
    (update) => {
      expect(problemsIn({ ...update, text: "a".repeat(40_000) })).toEqual([]);
      expect(problemsIn({ ...update, text: "a".repeat(40_001) })).toEqual(["message.text.max_length at /text"]);
    },
  );

  test("keeps what else chat.postMessage takes", () => {
    const message = { channel: "C1", text: "a", unfurl_links: false, icon_emoji: ":robot_face:", username: "bot" };

    expect(problemsIn(message)).toEqual([]);
  });

  test("may have its blocks as JSON text, which is read", () => {
    const blocks = JSON.stringify([{ type: "header", text: plain("") }]);

    expect(problemsIn({ text: "a", blocks })).toEqual(["header.text.min_length at /blocks/0/text/text"]);
  });

  test.each(["words", "[", "{}", "1", 1, {}])("with blocks that are no list is refused: %j", (blocks) => {
    expect(problemsIn({ text: "a", blocks })).toEqual(["message.blocks.type at /blocks"]);
  });

  test("has at most 50 blocks, a view 100", () => {
    const blocks = Array.from({ length: 51 }, () => divider);

    expect(problemsIn(messageOf(...blocks))).toEqual(["message.blocks.max_items at /blocks"]);
    expect(problemsIn(modalOf(...blocks))).toEqual([]);
    expect(problemsIn(modalOf(...blocks, ...blocks))).toEqual(["modal.blocks.max_items at /view/blocks"]);
  });

  test("has metadata of an event with its payload, or of entities", () => {
    const of = (metadata: object) => problemsIn({ text: "a", metadata });

    expect(of({ event_type: "done", event_payload: {} })).toEqual([]);
    expect(of({ entities: [] })).toEqual([]);
    expect(of({ event_type: "done" })).toEqual(["metadata.event_type.needs at /metadata/event_type"]);
    expect(of({})).toEqual(["metadata.content.required at /metadata"]);
  });
});

describe("all texts of a message together", () => {
  const sections = (count: number, text: string) =>
    Array.from({ length: count }, () => ({ type: "section", text: mrkdwn(text) }));

  test("are refused above 12,000 characters, although each block is within its own limit", () => {
    expect(problemsIn(messageOf(...sections(4, "a".repeat(3000))))).toEqual([]);
    expect(problemsIn(messageOf(...sections(5, "a".repeat(2401))))).toEqual([
      "message.text_total.max_length at /blocks",
    ]);
  });

  test("take an emoji for one character", () => {
    expect(problemsIn(messageOf(...sections(4, "\u{1f6a8}".repeat(3000))))).toEqual([]);
  });

  test("are those of buttons, options, titles and rich text too", () => {
    const text = "a".repeat(75);
    const options = Array.from({ length: 100 }, (_, value) => ({ text: plain(text), value: `${value}` }));
    const elements = [
      { type: "static_select", action_id: "a", options },
      { type: "static_select", action_id: "b", options },
    ];

    expect(problemsIn(messageOf({ type: "actions", elements }))).toEqual(["message.text_total.max_length at /blocks"]);
  });

  test("have no such limit in a view", () => {
    expect(problemsIn(modalOf(...sections(6, "a".repeat(3000))))).toEqual([]);
  });

  test("draw a warning above 10,000 characters when most of them are rich text", () => {
    const rich = (size: number) => ({
      type: "rich_text",
      elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "a".repeat(size) }] }],
    });

    expect(warningsIn(messageOf(rich(10_000)))).toEqual([]);
    expect(warningsIn(messageOf(rich(10_001)))).toEqual(["message.text_total.advised_length at /blocks"]);
    expect(warningsIn(messageOf(rich(5000), ...sections(2, "a".repeat(2600))))).toEqual([]);
  });

  test("are counted apart for markdown and for tables", () => {
    const cell = (size: number) => ({ type: "raw_text", text: "a".repeat(size) });
    const markdown = { type: "markdown", text: "a".repeat(12_000) };
    const table = { type: "table", rows: [[cell(10_000)]] };

    expect(problemsIn(messageOf(...sections(4, "a".repeat(3000)), markdown, table))).toEqual([]);
    expect(problemsIn(messageOf(markdown, { type: "markdown", text: "a" }))).toEqual([
      "message.markdown_total.max_length at /blocks",
    ]);
    expect(problemsIn(messageOf(markdown, ...sections(5, "a".repeat(2401))))).toEqual([
      "message.text_total.max_length at /blocks",
    ]);
    expect(problemsIn(messageOf({ type: "table", rows: [[cell(10_001)]] }))).toEqual([
      "message.table_total.max_length at /blocks",
    ]);
  });

  test("of a message with a second table are refused, of whatever kind it is", () => {
    const row = [{ type: "raw_text", text: "a" }];
    const table = { type: "table", rows: [row] };
    const data = { type: "data_table", caption: "a", rows: [row, row] };

    for (const pair of [
      [table, table],
      [table, data],
      [data, data],
    ]) {
      expect(problemsIn(messageOf(...pair))).toEqual(["message.tables.max_items at /blocks"]);
    }
  });
});
