import { button, card, line, mrkdwn, picture, plain, richText, section } from "./example-parts.fixture.ts";

function reference(type: string, keys: object): object {
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type, ...keys }] }] };
}

function chart(type: string, parts: object): object {
  return { type: "data_visualization", title: "Errors", chart: { type, ...parts } };
}

const axes = { categories: ["Mon", "Tue"], x_label: "Day", y_label: "Errors" };
const series = ["eu", "us"].map((name) => ({
  name,
  data: [
    { label: "Mon", value: 12_000 },
    { label: "Tue", value: -5 },
  ],
}));

/** What the documentation shows and `@slack/types` 3.2 does not know yet, as messages. */
export const newerMessages: Readonly<Record<string, readonly object[]>> = {
  "button: that asks Slackbot": [
    section(),
    {
      type: "actions",
      elements: [
        {
          type: "button",
          text: plain("Summarize"),
          action_id: "summarize",
          agent_prompt: "Summarize this incident and say what to do next.",
          agent_prompt_display: "Summarize this incident",
        },
      ],
    },
  ],
  "card: an icon of Slack, a subtext, plain texts": [
    {
      type: "card",
      slack_icon: { type: "icon", name: "sparkle" },
      title: plain("Payments"),
      body: mrkdwn("See the <https://example.com|runbook>."),
      subtext: mrkdwn("Seen a minute ago"),
    },
  ],
  "card: no title": [{ ...card("hero"), title: undefined, hero_image: picture }],
  "charts: a pie and bars": [
    chart("pie", {
      segments: [
        { label: "Timeouts", value: 45 },
        { label: "Refused", value: 0.5 },
      ],
    }),
    chart("bar", { series, axis_config: axes }),
  ],
  "charts: an area and a line": [
    chart("area", { series, axis_config: axes }),
    chart("line", { series: series.slice(0, 1), axis_config: { categories: axes.categories } }),
  ],
  "checkboxes: with formatted descriptions": [
    {
      ...section(),
      accessory: {
        type: "checkboxes",
        action_id: "checks",
        options: [
          { value: "A1", text: mrkdwn("*Restart*") },
          { value: "A2", text: plain("Wait"), description: mrkdwn("*Ten minutes*") },
        ],
        initial_options: [{ value: "A1", text: mrkdwn("*Restart*") }],
      },
    },
  ],
  "data table: a button in a cell": [
    {
      type: "data_table",
      caption: "Tasks",
      rows: [
        [
          { type: "raw_text", text: "Task" },
          { type: "raw_text", text: "State" },
        ],
        [
          { type: "raw_text", text: "Restart" },
          { type: "action_cell", element: button("Done"), fallback: { type: "raw_text", text: "Open" } },
        ],
      ],
    },
  ],
  "header: with a level": [{ type: "header", level: 2, text: plain("Timeline") }],
  "rich text: references to things in Slack": [
    reference("attachment_mention", { url: "https://example.com/attachment" }),
    reference("canvas", { file_id: "F123ABC456" }),
    reference("canvas_message_unfurl", { root_message_ts: "1783613573", root_message_channel: "C123ABC456" }),
    reference("canvas_user_mention", { user_id: "U123ABC456" }),
    reference("citation", { url: "https://example.com", text: "Title", index: 1, details: { citation_type: "web" } }),
    reference("file", { file_id: "F123ABC456" }),
    reference("list_record", { file_id: "F123ABC456" }),
    reference("message_mention", { channel_id: "C123ABC456", message_ts: "1720710212.123456" }),
    reference("salesforce_data_field", { salesforce_record_id: "001ABC456DEF789" }),
    reference("tag", { text: "In progress", color: "blue" }),
    reference("work_object_mention", {
      entity_id: "E1",
      app_id: "A1",
      text: "Thing",
      url: "https://example.com/thing",
    }),
    reference("workflow_mention", { workflow_id: "Wf1", function_trigger_id: "Ft1", text: "Run" }),
  ],
  "rich text: what Slack adds to the older parts": [
    reference("link", { url: "https://example.com", from_llm: true, is_slack_url: false, truncated: false }),
    reference("user", { user_id: "U123ABC456", from_llm: true }),
    reference("channel", { channel_id: "C123ABC456", tab_id: "Ct1" }),
    reference("date", { timestamp: 1720710212, format: "{ago}", timezone: "Europe/Paris" }),
    reference("text", { text: "marked", style: { highlight: true, underline: true, client_highlight: true } }),
    {
      type: "rich_text",
      elements: [{ type: "rich_text_preformatted", language: "json", elements: [{ type: "text", text: "{}" }] }],
    },
    { type: "rich_text", elements: [line({ type: "text", text: "ü × —" })] },
  ],
  "task card: an icon, and no title": [
    {
      type: "task_card",
      task_id: "call_001",
      title: "Searching",
      hide_title: true,
      icon: { type: "icon", name: "globe" },
      details: richText("Searching"),
    },
  ],
  "table: a column without settings": [
    {
      type: "table",
      column_settings: [null, { align: "right" }],
      rows: [[richText("a"), { type: "raw_text", text: "b" }]],
    },
  ],
};
