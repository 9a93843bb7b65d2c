import { expect, test } from "vitest";
import { richTextToMrkdwn } from "./rich-text-to-mrkdwn.ts";

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
  ["an emoji", { type: "emoji", name: "wave", skin_tone: 3 }, ":wave::skin-tone-3:"],
  ["a link", { type: "link", url: "https://a.b", text: "x > y" }, "<https://a.b|x &gt; y>"],
  ["a bare link", { type: "link", url: "https://a.b/|c" }, "<https://a.b/%7Cc>"],
  ["a link that would be a mention", { type: "link", url: "@U1", text: "" }, "@U1"],
  [
    "a date",
    { type: "date", timestamp: 0, format: "{date}", url: "https://a.b", fallback: "then" },
    "<!date^0^{date}^https://a.b|then>",
  ],
  [
    "a date without a fallback",
    { type: "date", timestamp: 0, format: "{date}" },
    "<!date^0^{date}|1970-01-01T00:00:00.000Z>",
  ],
  ["a date beyond all time", { type: "date", timestamp: 1e300, format: "{date}", fallback: "never" }, "never"],
  ["a color", { type: "color", value: "#fff" }, "#fff"],
  ["a leaf that nobody knows yet", { type: "citation", text: "<1>" }, "&lt;1&gt;"],
])("%s in rich text", (_, leaf, text) => {
  expect(richTextToMrkdwn(richText({ type: "rich_text_section", elements: [leaf] }))).toBe(text);
});

test("rich text keeps lists, quotes and code in their form", () => {
  const block = richText(
    { type: "rich_text_list", style: "bullet", elements: [item("a"), item("b")] },
    { type: "rich_text_list", style: "bullet", indent: 1, elements: [item("c")] },
    { type: "rich_text_list", style: "ordered", offset: 2, elements: [item("d"), item("e")] },
    { type: "rich_text_quote", elements: [{ type: "text", text: "f\ng" }] },
    { type: "rich_text_preformatted", elements: [{ type: "text", text: "if (h < i) ```" }] },
  );

  expect(richTextToMrkdwn(block)).toBe("• a\n• b\n    ◦ c\n3. d\n4. e\n> f\n> g\n```\nif (h &lt; i) ``\u200b`\n```");
});
