import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countCharacters } from "./count-characters.ts";
import { fiveMillion, hasClosedFences } from "./text.fixture.ts";
import { toText } from "./to-text.ts";

const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const richSection = (...elements: unknown[]) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements }],
});

describe("the text of a message", () => {
  const blocks = [{ type: "section", text: mrkdwn("Deploy *failed* on web") }];

  test.each([
    ["text alone", { text: "hi <@U1>" }, "hi <@U1>"],
    ["text that the blocks contain", { text: "Deploy failed", blocks }, "Deploy *failed* on web"],
    ["text that contains the blocks", { text: "Alarm: Deploy failed on web", blocks }, "Alarm: Deploy failed on web"],
    ["text beside the blocks", { text: "Alarm", blocks }, "Alarm\n\nDeploy *failed* on web"],
    ["text that is only part of a word of the blocks", { text: "ail", blocks }, "ail\n\nDeploy *failed* on web"],
    [
      "a mention that the blocks have as literal text",
      { text: "<@U1>", blocks: [{ type: "header", text: plain("<@U1>") }] },
      "<@U1>\n\n*&lt;@U1&gt;*",
    ],
    ["an emoji alone", { text: "👍", blocks }, "👍\n\nDeploy *failed* on web"],
    ["markdown text", { markdown_text: "**a**" }, "*a*"],
    ["a view", { type: "modal", title: plain("Settings"), blocks }, "Settings\n\nDeploy *failed* on web"],
    ["nothing", {}, ""],
    ["only what cannot be read", { text: "", blocks: [{ type: "divider" }], attachments: [{}] }, ""],
  ])("%s", (_, message, text) => {
    expect(toText(message)).toBe(text);
  });

  test("attachments are read with their fields and blocks", () => {
    const attachment = {
      fallback: "not this",
      pretext: "Before <@U1>",
      title: "A <title>",
      title_link: "https://a.b",
      text: "*text*",
      fields: [{ title: "Owner", value: "<@U2>" }],
      blocks,
    };

    expect(toText({ attachments: [attachment] })).toBe(
      "Before <@U1>\n<https://a.b|A &lt;title&gt;>\n*text*\nOwner\n<@U2>\nDeploy *failed* on web",
    );
    expect(toText({ attachments: [{ fallback: "just this" }] })).toBe("just this");
  });

  test("attachments show their pictures and links, and leave out buttons that do nothing in a text", () => {
    const actions = [
      { type: "button", text: "Open", url: "https://a.b" },
      { type: "button", text: "Approve", value: "yes" },
    ];

    expect(toText({ attachments: [{ text: "Look", image_url: "https://a.b/c.png", actions, footer: "Web" }] })).toBe(
      "Look\n<https://a.b|Open>\n<https://a.b/c.png>\nWeb",
    );
    expect(toText({ attachments: [{ fallback: "a chart", image_url: "https://a.b/c.png" }] })).toBe(
      "<https://a.b/c.png|a chart>",
    );
  });

  test("is never longer than 4,000 characters and leaves no fence open", () => {
    const text = toText({ blocks: [{ type: "markdown", text: `\`\`\`\n${"code\n".repeat(2_000)}\`\`\`` }] });

    expect(countCharacters(text)).toBeLessThanOrEqual(4_000);
    expect(hasClosedFences(text)).toBe(true);
  });
});

describe("the text of anything", () => {
  const type = fc.constantFrom(
    ...[
      "section",
      "header",
      "context",
      "actions",
      "image",
      "input",
      "markdown",
      "rich_text",
      "table",
      "data_table",
      "card",
    ],
    ...[
      "data_visualization",
      "video",
      "alert",
      "carousel",
      "container",
      "plan",
      "task_card",
      "mrkdwn",
      "plain_text",
      "date",
    ],
    ...[
      "rich_text_section",
      "rich_text_list",
      "rich_text_quote",
      "rich_text_preformatted",
      "link",
      "user",
      "emoji",
      "button",
    ],
  );
  const key = fc.constantFrom(
    ...[
      "text",
      "elements",
      "fields",
      "accessory",
      "url",
      "title",
      "rows",
      "chart",
      "series",
      "data",
      "child_blocks",
      "tasks",
    ],
    ...[
      "style",
      "timestamp",
      "format",
      "fallback",
      "alt_text",
      "image_url",
      "slack_file",
      "options",
      "name",
      "user_id",
      "indent",
    ],
  );
  const { value: blockLike } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.string({ unit: "binary" }),
      fc.jsonValue(),
      tie("object"),
      fc.array(tie("value")),
    ),
    object: fc
      .tuple(fc.option(type, { nil: undefined }), fc.dictionary(key, tie("value")))
      .map(([name, fields]) => ({ type: name, ...fields })),
  }));

  test("is a text of at most 4,000 characters", () => {
    const payload = fc.oneof(
      fc.jsonValue(),
      fc.anything(),
      fc.array(blockLike),
      fc.record({ text: blockLike, blocks: fc.array(blockLike), attachments: fc.array(blockLike), title: blockLike }),
    );
    fc.assert(
      fc.property(payload, (message) => {
        expect(countCharacters(toText(message))).toBeLessThanOrEqual(4_000);
      }),
      { numRuns: 2_000 },
    );
  });

  test("mentions nobody whom plain text only named", () => {
    const leaf = fc.record({
      type: fc.constantFrom("text", "link", "emoji", "color", "team", "new"),
      text: injection(),
      url: injection(),
      name: injection(),
      value: injection(),
      team_id: injection(),
    });
    fc.assert(
      fc.property(leaf, injection(), (found, words) => {
        const text = toText([
          richSection(found),
          { type: "header", text: plain(words) },
          { type: "image", alt_text: words, image_url: words },
        ]);

        expect(text).not.toMatch(/<[@#!]/);
      }),
    );
  });

  test.each([
    [
      "nested containers",
      JSON.parse(`${'{"type":"container","child_blocks":['.repeat(100_000)}${"]}".repeat(100_000)}`),
    ],
    ["nested objects", JSON.parse(`${'{"type":"new","a":'.repeat(100_000)}1${"}".repeat(100_000)}`)],
    ["nested lists", { type: "table", rows: JSON.parse("[".repeat(100_000) + "]".repeat(100_000)) }],
    ["a million blocks", Array.from({ length: 1_000_000 }, () => ({ type: "divider" }))],
    ["a million fields", { type: "section", fields: Array.from({ length: 1_000_000 }, () => plain("a")) }],
    ["a million rows", { type: "table", rows: Array.from({ length: 1_000_000 }, () => [plain("a")]) }],
    ["five million letters", { type: "markdown", text: fiveMillion("a") }],
    ["five million opened links", { type: "markdown", text: fiveMillion("[a](") }],
    ["five million stars", { type: "markdown", text: fiveMillion("**a ") }],
    ["five million backticks", { type: "markdown", text: fiveMillion("`a\n```") }],
    ["a label of five million letters", { type: "button", text: plain(fiveMillion("a b")), url: "https://a.b" }],
  ])("survives %s", (_, hostile) => {
    const message = { text: fiveMillion("ab"), blocks: Array.isArray(hostile) ? hostile : [hostile] };

    expect(countCharacters(toText(message))).toBeLessThanOrEqual(4_000);
    expect(countCharacters(toText(message.blocks))).toBeLessThanOrEqual(4_000);
  });
});

function injection() {
  return fc.constantFrom(
    "<@U1>",
    "@U1",
    "!here",
    "<!channel>",
    "https://a.b|<@U1>",
    "x><!here>",
    "#C1|y",
    "> <@U1",
    "https://a.b><!here>",
  );
}
