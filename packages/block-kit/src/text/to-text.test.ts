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
const card = (title: string) => ({ type: "card", title: mrkdwn(title), body: mrkdwn("the *body*") });
const container = (child: unknown) => ({ type: "container", title: plain("in"), child_blocks: [child] });

describe("the text of a block", () => {
  test.each<[string, unknown, string]>([
    [
      "a section",
      { type: "section", text: mrkdwn("*hi* <@U1>"), fields: [mrkdwn("a"), plain("b & c")] },
      "*hi* <@U1>\na\nb &amp; c",
    ],
    [
      "plain text that looks like a mention",
      { type: "section", text: plain("<@U1> <!here>") },
      "&lt;@U1&gt; &lt;!here&gt;",
    ],
    ["a string in the place of a text object", { type: "section", text: "<!here>" }, "&lt;!here&gt;"],
    [
      "a section with a link button",
      {
        type: "section",
        text: mrkdwn("x"),
        accessory: { type: "button", text: plain("Open"), url: "https://a.b/?c=d&e" },
      },
      "x\n<https://a.b/?c=d&amp;e|Open>",
    ],
    ["a header", { type: "header", text: plain("Deployed") }, "*Deployed*"],
    ["a divider", { type: "divider" }, ""],
    [
      "a context",
      {
        type: "context",
        elements: [{ type: "image", alt_text: "logo", image_url: "https://a.b/l.png" }, mrkdwn("by <@U1>")],
      },
      "<https://a.b/l.png|logo> · by <@U1>",
    ],
    [
      "actions",
      {
        type: "actions",
        elements: [
          { type: "button", text: plain("Approve"), value: "yes" },
          { type: "button", text: plain("Logs"), url: "https://a.b" },
          { type: "overflow", options: [{ text: plain("More"), url: "https://c.d" }] },
        ],
      },
      "<https://a.b|Logs> · <https://c.d|More>",
    ],
    [
      "an image",
      { type: "image", alt_text: "a chart", image_url: "https://a.b/c.png", title: plain("CPU") },
      "<https://a.b/c.png|CPU: a chart>",
    ],
    ["an image of Slack", { type: "image", alt_text: "a chart", slack_file: { id: "F1" } }, "a chart"],
    ["an input", { type: "input", label: plain("Why?"), hint: plain("Be short"), element: {} }, "Why?\nBe short"],
    [
      "a markdown block",
      { type: "markdown", text: "# Title\n**b** [a](https://x.y)\n```\n**c**\n```" },
      "*Title*\n*b* <https://x.y|a>\n```\n**c**\n```",
    ],
    [
      "a table",
      {
        type: "table",
        rows: [
          [
            { type: "raw_text", text: "a" },
            { type: "raw_number", value: 2 },
            richSection({ type: "text", text: "c\nd" }),
          ],
          [
            { type: "raw_text", text: "" },
            { type: "raw_text", text: "e" },
          ],
        ],
      },
      "a | 2 | c d\n | e",
    ],
    ["a data table", { type: "data_table", caption: "Costs", rows: [[{ type: "raw_text", text: "a" }]] }, "*Costs*\na"],
    [
      "a chart of series",
      {
        type: "data_visualization",
        title: "Load",
        chart: {
          type: "line",
          series: [
            {
              name: "web",
              data: [
                { label: "Mon", value: 1 },
                { label: "Tue", value: 2 },
              ],
            },
          ],
        },
      },
      "*Load*\nweb: Mon 1, Tue 2",
    ],
    [
      "a chart of segments",
      {
        type: "data_visualization",
        title: "Share",
        chart: {
          type: "pie",
          segments: [
            { label: "a", value: 70 },
            { label: "b", value: 30 },
          ],
        },
      },
      "*Share*\na 70, b 30",
    ],
    ["an alert", { type: "alert", text: mrkdwn("Take *care*"), level: "warning" }, "Take *care*"],
    [
      "a card",
      { ...card("t"), actions: [{ type: "button", text: plain("Go"), url: "https://a.b" }] },
      "t\nthe *body*\n<https://a.b|Go>",
    ],
    ["a carousel", { type: "carousel", elements: [card("t"), card("u")] }, "t\nthe *body*\n\nu\nthe *body*"],
    ["a container", { ...container({ type: "header", text: plain("h") }), subtitle: mrkdwn("sub") }, "*in*\nsub\n*h*"],
    [
      "a plan",
      {
        type: "plan",
        title: "Fix",
        tasks: [
          {
            task_id: "1",
            title: "Look",
            status: "in_progress",
            sources: [{ type: "url", url: "https://a.b", text: "log" }],
          },
        ],
      },
      "*Fix*\nLook (in progress)\n<https://a.b|log>",
    ],
    [
      "a task",
      {
        type: "task_card",
        task_id: "1",
        title: "Look",
        status: "complete",
        output: richSection({ type: "text", text: "ok" }),
      },
      "Look (complete)\nok",
    ],
    [
      "a video",
      {
        type: "video",
        title: plain("Demo"),
        title_url: "https://a.b",
        video_url: "https://v.w",
        alt_text: "x",
        author_name: "Ann",
        description: plain("d"),
      },
      "<https://a.b|Demo>\nAnn\nd",
    ],
    [
      "a block that nobody knows yet",
      { type: "new", parts: [{ text: mrkdwn("*a*") }, { body: { text: "<b>" } }] },
      "*a*\n&lt;b&gt;",
    ],
    ["a block that is called like something of JavaScript", { type: "constructor", text: "a" }, "a"],
  ])("%s", (_, block, text) => {
    expect(toText([block])).toBe(text);
  });
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
    ["a view", { type: "modal", title: plain("Settings"), blocks }, "*Settings*\n\nDeploy *failed* on web"],
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
      "Before <@U1>\n<https://a.b|A &lt;title&gt;>\n*text*\nOwner: <@U2>\nDeploy *failed* on web",
    );
    expect(toText({ attachments: [{ fallback: "just this" }] })).toBe("just this");
  });

  test("attachments show their pictures and links, and leave out buttons that do nothing in a text", () => {
    const actions = [
      { type: "button", text: "Open", url: "https://a.b" },
      { type: "button", text: "Approve", value: "yes" },
    ];

    expect(toText({ attachments: [{ text: "Look", image_url: "https://a.b/c.png", actions, footer: "Web" }] })).toBe(
      "Look\n<https://a.b|Open>\nWeb\n<https://a.b/c.png>",
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
