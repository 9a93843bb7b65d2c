import { expect, test } from "vitest";
import { readPart } from "./read-part.ts";

const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const richSection = (...elements: unknown[]) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements }],
});
const card = (title: string) => ({ type: "card", title: mrkdwn(title), body: mrkdwn("the *body*") });
const container = (child: unknown) => ({ type: "container", title: plain("in"), child_blocks: [child] });
const richText = (...elements: unknown[]) => ({ type: "rich_text", elements });
const item = (text: string) => ({ type: "rich_text_section", elements: [{ type: "text", text }] });

test.each<[string, unknown, string]>([
  [
    "styles",
    { type: "text", text: " bold & code ", style: { bold: true, italic: true, strike: true, code: true } },
    " *_~`bold &amp; code`~_* ",
  ],
  ["a literal mention", { type: "text", text: "<@U1>" }, "&lt;@U1&gt;"],
  ["a user", { type: "user", user_id: "U1" }, "<@U1>"],
  ["an id that is none", { type: "user", user_id: "U1> <!here" }, "U1&gt; &lt;!here"],
  ["a channel", { type: "channel", channel_id: "C1" }, "<#C1>"],
  ["a user group", { type: "usergroup", usergroup_id: "S1" }, "<!subteam^S1>"],
  ["a broadcast", { type: "broadcast", range: "here" }, "<!here>"],
  ["an emoji", { type: "emoji", name: "wave" }, ":wave:"],
  ["a link", { type: "link", url: "https://a.b", text: "x > y" }, "<https://a.b|x &gt; y>"],
  ["a bare link", { type: "link", url: "https://a.b/|c" }, "<https://a.b/%7Cc>"],
  ["a link that would be a mention", { type: "link", url: "@U1", text: "" }, "@U1"],
  ["a date", { type: "date", timestamp: 0, format: "{date}", fallback: "<then>" }, "&lt;then&gt;"],
  ["a date without a fallback", { type: "date", timestamp: 0, format: "{date}" }, "Thu, 01 Jan 1970 00:00:00 GMT"],
  ["a date beyond all time", { type: "date", timestamp: 1e300, fallback: "never" }, "never"],
  ["a color", { type: "color", value: "#fff" }, "#fff"],
  ["a leaf that nobody knows yet", { type: "citation", text: "<1>" }, "&lt;1&gt;"],
])("%s in rich text", (_, leaf, text) => {
  expect(readPart(richText({ type: "rich_text_section", elements: [leaf] }))).toBe(text);
});

test("the space between two mentions is kept", () => {
  const [user, space] = [
    { type: "user", user_id: "U1" },
    { type: "text", text: " " },
  ];

  expect(readPart({ type: "rich_text_section", elements: [user, space, user] })).toBe("<@U1> <@U1>");
});

test("rich text keeps lists, quotes and code in their form", () => {
  const block = richText(
    { type: "rich_text_list", style: "bullet", elements: [item("a"), item("b")] },
    { type: "rich_text_list", style: "bullet", indent: 1, elements: [item("c"), item("")] },
    { type: "rich_text_list", style: "ordered", offset: 2, elements: [item("d"), item("e")] },
    { type: "rich_text_quote", elements: [{ type: "text", text: "f\ng" }] },
    { type: "rich_text_preformatted", elements: [{ type: "text", text: "if (h < i) ```" }] },
  );

  expect(readPart(block)).toBe("• a\n• b\n• c\n3. d\n4. e\n> f\n> g\n```\nif (h &lt; i) ``\u200b`\n```");
});

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
    "<https://a.b/l.png|logo>\nby <@U1>",
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
    "<https://a.b|Logs>\n<https://c.d|More>",
  ],
  [
    "an image",
    { type: "image", alt_text: "a chart", image_url: "https://a.b/c.png", title: plain("CPU") },
    "<https://a.b/c.png|CPU a chart>",
  ],
  [
    "an image with its description as the title",
    { type: "image", alt_text: "CPU", image_url: "https://a.b/c.png", title: plain("CPU") },
    "<https://a.b/c.png|CPU>",
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
  ["a data table", { type: "data_table", caption: "Costs", rows: [[{ type: "raw_text", text: "a" }]] }, "Costs\na"],
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
    "Load\nweb\nMon\n1\nTue\n2",
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
    "Share\na\n70\nb\n30",
  ],
  ["an alert", { type: "alert", text: mrkdwn("Take *care*"), level: "warning" }, "Take *care*"],
  [
    "a card",
    { ...card("t"), actions: [{ type: "button", text: plain("Go"), url: "https://a.b" }] },
    "t\nthe *body*\n<https://a.b|Go>",
  ],
  ["a carousel", { type: "carousel", elements: [card("t"), card("u")] }, "t\nthe *body*\nu\nthe *body*"],
  ["a container", { ...container({ type: "header", text: plain("h") }), subtitle: mrkdwn("sub") }, "in\nsub\n*h*"],
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
    "Fix\nLook\nin_progress\n<https://a.b|log>",
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
    "Look\ncomplete\nok",
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
    "<https://a.b|Demo x d>",
  ],
  [
    "a block that nobody knows yet",
    { type: "new", elements: [{ text: mrkdwn("*a*") }, { body: { text: "<b>" } }] },
    "*a*\n&lt;b&gt;",
  ],
  ["a block that is called like something of JavaScript", { type: "constructor", text: "a" }, "a"],
])("%s is read", (_, block, text) => {
  expect(readPart(block)).toBe(text);
});
