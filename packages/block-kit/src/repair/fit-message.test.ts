import { describe, expect, test } from "vitest";
import { repair } from "../repair.ts";
import { cell, many, option, plain, richText, section, table, textsOf, words } from "../repaired-blocks.fixture.ts";

describe("too much for one message", () => {
  const place = { channel: "C1", thread_ts: "1.2" };

  test("60 blocks go into two messages of one thread; text and metadata with the first, attachments with the last", () => {
    const blocks = many(60, (index) => section(`line ${index}`));
    const metadata = { event_type: "deployed", event_payload: {} };

    const { messages, changes } = repair({
      ...place,
      text: "Deployed",
      metadata,
      attachments: [{ text: "a" }],
      blocks,
    });

    expect(messages).toEqual([
      { ...place, text: "Deployed", metadata, blocks: blocks.slice(0, 50) },
      {
        ...place,
        text: many(10, (index) => `line ${index + 50}`).join("\n\n"),
        attachments: [{ text: "a" }],
        blocks: blocks.slice(50),
      },
    ]);
    expect(changes).toEqual([{ rule: "message.blocks.max_items", path: "/blocks", message: "split over 2 messages" }]);
  });

  test("130 attachments go into two messages, and the blocks are shown once", () => {
    const attachments = many(130, (index) => ({ fallback: `${index}` }));

    const { messages } = repair({ ...place, blocks: [section("a")], attachments });

    expect(messages).toEqual([
      { ...place, blocks: [section("a")], attachments: attachments.slice(0, 100) },
      { ...place, attachments: attachments.slice(100) },
    ]);
  });

  test("a table of 150 rows goes into two messages with the same columns", () => {
    const long = { ...table(150), column_settings: [{ align: "right" }] };

    const { messages } = repair({ ...place, blocks: [long] });

    expect(messages).toEqual([
      { ...place, blocks: [{ ...long, rows: long.rows.slice(0, 100) }] },
      { ...place, blocks: [{ ...long, rows: long.rows.slice(100) }] },
    ]);
  });

  test("a long data table has its heading in each message", () => {
    const { rows } = table(300);
    const long = { type: "data_table", caption: "Builds", rows };

    const { messages } = repair({ ...place, blocks: [long] });

    expect(messages.flatMap((message) => message.blocks)).toEqual([
      { ...long, rows: rows.slice(0, 201) },
      { ...long, rows: [rows[0], ...rows.slice(201)] },
    ]);
  });

  test("of two tables the second begins a further message, with what follows it", () => {
    const { messages } = repair({ blocks: [table(1), section("a"), table(2), section("b")] });

    expect(messages).toEqual([{ blocks: [table(1), section("a")] }, { blocks: [table(2), section("b")] }]);
  });

  test("a rich text of 30,000 characters is told over several messages, word for word", () => {
    const { messages } = repair({ blocks: [richText(words(3500))] });

    expect(messages.length).toBeGreaterThan(2);
    expect(textsOf(messages).join(" ")).toBe(words(3500));
  });

  test("the numbers of a long list go on in the next message", () => {
    const items = many(300, (index) => ({
      type: "rich_text_section",
      elements: [{ type: "text", text: words(9, index) }],
    }));
    const list = { type: "rich_text_list", style: "ordered" };

    const { messages } = repair({ blocks: [{ type: "rich_text", elements: [{ ...list, elements: items }] }] });

    expect(messages.flatMap((message) => message.blocks.flatMap((block) => block.elements))).toEqual([
      { ...list, elements: items.slice(0, 150) },
      { ...list, offset: 150, elements: items.slice(150) },
    ]);
  });

  test("a text of emoji is split too, though each of them counts as one character and is two units long", () => {
    const { messages } = repair({ blocks: [richText("🚀".repeat(15_000))] });

    expect(textsOf(messages).join("")).toBe("🚀".repeat(15_000));
  });

  test("what cannot be told in parts is left out, and the rest of the message stays", () => {
    const options = many(100, (index) => ({
      ...option(`${index}`),
      text: plain("t".repeat(75)),
      description: plain("d".repeat(75)),
    }));
    const menu = { type: "actions", elements: [{ type: "static_select", options }] };

    const { messages, changes } = repair({ text: "Deployed", blocks: [menu], attachments: [{ text: "a" }] });

    expect(messages).toEqual([{ text: "Deployed", blocks: [], attachments: [{ text: "a" }] }]);
    expect(changes.map((change) => change.message)).toEqual(["cut to 12,000 characters"]);
  });

  test("what cannot be told in parts leaves no gap, and no empty message", () => {
    const options = many(100, (index) => ({
      text: plain("t".repeat(75)),
      value: `${index}`,
      description: plain("d".repeat(75)),
    }));
    const menu = { type: "actions", elements: [{ type: "static_select", options }] };

    const { messages } = repair({ blocks: [section("a"), menu, section("b")] });

    expect(messages).toEqual([{ blocks: [section("a"), section("b")] }]);
  });

  test("a row that is too long for any message is cut", () => {
    const { messages } = repair({ blocks: [{ type: "table", rows: [[cell("word ".repeat(2500)), cell("end")]] }] });

    const [text, ...others] = textsOf(messages);

    expect(text).toMatch(/^(?:word )+word…$/);
    expect(text?.length).toBeGreaterThan(9_900);
    expect(others).toEqual([]);
  });
});

describe("a message that must stay one", () => {
  const filler = many(4, () => section("x".repeat(2_995)));

  test.each([
    [{ ts: "1.2" }, {}],
    [{ replace_original: true }, {}],
    [{}, { split: false }],
  ])("%j with %j is cut to 50 blocks", (place, options) => {
    const blocks = many(60, (index) => section(`line ${index}`));

    const { messages, changes } = repair({ ...place, text: "a", blocks }, options);

    expect(messages).toEqual([{ ...place, text: "a", blocks: blocks.slice(0, 50) }]);
    expect(changes.map((change) => change.message)).toEqual(["cut to 50 items"]);
  });

  test("the text that passes the limit ends with an ellipsis and not within a mention", () => {
    const { messages } = repair({ ts: "1.2", blocks: [...filler, section(`For the team of <@U012AB3CD>`)] });

    expect(messages).toEqual([{ ts: "1.2", blocks: [...filler, section("For the team of…")] }]);
  });

  test("no more of a long rich text is cut than must be", () => {
    const { messages } = repair({ ts: "1.2", blocks: [richText(words(3500))] });

    const [text = ""] = textsOf(messages);

    expect(text.length).toBeGreaterThan(11_950);
    expect(words(3500).startsWith(text.replace(/…$/, ""))).toBe(true);
  });

  test("what stands behind the cut goes too", () => {
    const { elements } = richText(words(1000), words(900, 1000));
    const user = { type: "user", user_id: "U012AB3CD" };
    const leaves = elements.flatMap((container) => container.elements);

    const { messages } = repair({
      ts: "1.2",
      blocks: [{ type: "rich_text", elements: [{ type: "rich_text_section", elements: [...leaves, user] }] }],
    });

    expect(JSON.stringify(messages)).not.toContain(user.user_id);
  });

  test("of long Markdown text the beginning is kept", () => {
    const { messages } = repair({ ts: "1.2", markdown_text: "word ".repeat(3000) });

    expect(messages.map((message) => message.markdown_text)).toEqual([
      expect.stringMatching(/^(?:word ){2398,}word…$/),
    ]);
  });

  test("a view of 120 blocks is cut to 100", () => {
    const blocks = many(120, (index) => section(`line ${index}`));

    expect(repair({ type: "home", blocks }).messages).toEqual([{ type: "home", blocks: blocks.slice(0, 100) }]);
  });
});
