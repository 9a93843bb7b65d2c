import type { KnownBlock } from "@slack/types";
import {
  button,
  card,
  environments,
  input,
  line,
  mrkdwn,
  option,
  people,
  picture,
  plain,
  richText,
  section,
  severity,
} from "./example-parts.fixture.ts";

/** What Slack's documentation shows of every block, element and object, in our words; the types of `@slack/types` agree. */
export const messages: Readonly<Record<string, readonly KnownBlock[]>> = {
  "actions: a menu and a button": [
    {
      type: "actions",
      block_id: "triage",
      elements: [{ type: "static_select", ...severity, options: environments }, button("Cancel")],
    },
  ],
  "actions: a date, a menu of five and a button": [
    {
      type: "actions",
      elements: [
        { type: "datepicker", action_id: "day", initial_date: "1990-04-28", placeholder: plain("Day") },
        { type: "overflow", action_id: "more", options: ["1", "2", "3", "4", "5"].map(option) },
        button("Plan"),
      ],
    },
  ],
  "actions: everything that may stand there": [
    {
      type: "actions",
      elements: [
        { type: "checkboxes", action_id: "checks", options: environments },
        { type: "radio_buttons", action_id: "radios", options: environments },
        { type: "datetimepicker", action_id: "moment", initial_date_time: 1628633820 },
        { type: "timepicker", action_id: "time", initial_time: "11:40" },
        { type: "users_select", action_id: "user" },
        { type: "multi_users_select", action_id: "users" },
      ],
    },
  ],
  "buttons: plain, styled, a link, unnamed": [
    section(button("Open")),
    { type: "actions", block_id: "links", elements: [{ ...button("Save"), style: "primary" }] },
    {
      type: "actions",
      elements: [
        { type: "button", text: plain("Primary"), style: "primary", value: "a" },
        { type: "button", text: plain("Runbook"), url: "https://example.com/runbook" },
      ],
    },
  ],
  "buttons: with a confirmation": [
    {
      type: "actions",
      elements: [
        {
          ...button("Roll back"),
          style: "danger",
          accessibility_label: "Roll back to the last good version",
          confirm: {
            title: plain("Sure?"),
            text: mrkdwn("This goes back to _v41_."),
            confirm: plain("Do it"),
            deny: plain("Stop"),
            style: "danger",
          },
        },
      ],
    },
  ],
  "buttons: that run a workflow": [
    section({
      type: "workflow_button",
      text: plain("Declare"),
      action_id: "declare",
      workflow: {
        trigger: {
          url: "https://slack.com/shortcuts/Ft0123ABC456/abc...xyz",
          customizable_input_parameters: [
            { name: "service", value: "payments" },
            { name: "severity", value: "high" },
          ],
        },
      },
    }),
  ],
  "card: with everything": [card("payments")],
  "card: only a title": [{ type: "card", title: mrkdwn("Payments") }],
  carousel: [{ type: "carousel", elements: [card("one"), card("two"), card("three")] }],
  container: [
    {
      type: "container",
      block_id: "bulk",
      title: plain("Two services"),
      subtitle: plain("Before you confirm"),
      is_collapsible: true,
      child_blocks: [
        { ...section(), block_id: "row-1" },
        { type: "divider", block_id: "line-1" },
        { type: "context", block_id: "state", elements: [mrkdwn(":white_check_mark: 2 services")] },
        {
          type: "actions",
          block_id: "choice",
          elements: [{ ...button("Confirm"), style: "primary" }, button("Cancel")],
        },
      ],
    },
  ],
  "container: with a rich title": [
    {
      type: "container",
      rich_text_title: richText("Two services"),
      icon: picture,
      width: "full",
      has_header_divider: true,
      child_blocks: [
        { type: "header", text: plain("State") },
        { type: "image", image_url: "https://example.com/a.png", alt_text: "Map" },
      ],
    },
  ],
  "context: an image and a text": [{ type: "context", elements: [picture, mrkdwn("Region: **eu**"), plain("now")] }],
  "context actions: thumbs": [
    {
      type: "context_actions",
      elements: [
        {
          type: "feedback_buttons",
          action_id: "feedback",
          positive_button: { text: plain("👍"), value: "good", accessibility_label: "This helped" },
          negative_button: { text: plain("👎"), value: "bad" },
        },
        { type: "icon_button", icon: "trash", text: plain("Delete"), action_id: "delete", value: "message" },
      ],
    },
  ],
  "data table": [
    {
      type: "data_table",
      caption: "Errors by service",
      page_size: 10,
      row_header_column_index: 0,
      rows: [
        [
          { type: "raw_text", text: "Service" },
          { type: "raw_text", text: "Errors" },
          { type: "raw_text", text: "Owner" },
        ],
        [{ type: "raw_text", text: "payments" }, { type: "raw_number", value: 3.5, text: "3.5 %" }, richText("Ada")],
      ],
    },
  ],
  divider: [{ type: "divider" }],
  header: [{ type: "header", text: plain("A quiet night") }],
  "image: from an address": [
    {
      type: "image",
      title: plain("Errors"),
      block_id: "image4",
      image_url: "http://example.com/a.png",
      alt_text: "Errors",
    },
  ],
  "image: a file of Slack": [
    { type: "image", slack_file: { url: "https://files.slack.com/files-pri/T0-F0/xyz.png" }, alt_text: "Errors" },
    { type: "image", slack_file: { id: "F0123456" }, alt_text: "Errors" },
    section({ type: "image", slack_file: { id: "F01234567" }, alt_text: "Errors" }),
  ],
  "inputs that a message takes": [
    input("What happened?", { type: "plain_text_input" }),
    input("Since when?", { type: "datetimepicker", action_id: "since" }),
    {
      ...input("Notes", {
        type: "plain_text_input",
        multiline: true,
        dispatch_action_config: { trigger_actions_on: ["on_character_entered"] },
      }),
      dispatch_action: true,
      hint: plain("A line is enough"),
      optional: true,
    },
  ],
  markdown: [{ type: "markdown", text: "**It is over.**" }],
  "menus: of options": [
    section({ type: "static_select", ...severity, options: environments, initial_option: option("Staging") }),
    section({ type: "multi_static_select", ...severity, options: environments, initial_options: [option("Staging")] }),
    section({ type: "overflow", options: [option("Docs"), { text: plain("Runbook"), url: "https://example.com" }] }),
  ],
  "menus: of groups": [
    section({
      type: "static_select",
      placeholder: { ...plain("Manage"), emoji: true },
      option_groups: [
        { label: plain("Live"), options: environments },
        { label: plain("Other"), options: [option("Local")] },
      ],
    }),
  ],
  "menus: filled by Slack or by the app": [
    section({ type: "external_select", ...severity, min_query_length: 3 }),
    section({ type: "users_select", ...people }),
    section({ type: "conversations_select", ...people }),
    section({ type: "channels_select", ...people }),
    section({ type: "multi_external_select", ...severity, min_query_length: 3 }),
    section({ type: "multi_users_select", ...people, initial_users: ["U123ABC456"], max_selected_items: 2 }),
    section({ type: "multi_conversations_select", ...people }),
    section({ type: "multi_channels_select", ...people }),
  ],
  "plan: of tasks without a type, whose texts share a block_id": [
    {
      type: "plan",
      title: "Looked into it",
      tasks: [
        {
          task_id: "call_001",
          title: "Read the logs",
          status: "in_progress",
          details: richText("Searching", "viMWO"),
          output: richText("Found two errors", "viMWO"),
        },
        { task_id: "call_002", title: "Ask the owner", status: "pending" },
        { task_id: "call_003", title: "Write it down", status: "complete", output: richText("Written", "crsk") },
      ],
    },
  ],
  "rich text: styles": [
    richText("Only words"),
    { type: "rich_text", elements: [line({ type: "text", text: "bold", style: { bold: true } })] },
    { type: "rich_text", elements: [line({ type: "text", text: "both", style: { italic: true, strike: true } })] },
    { type: "rich_text", elements: [line({ type: "text", text: "code", style: { code: true } })] },
  ],
  "rich text: lists": [
    {
      type: "rich_text",
      block_id: "lists",
      elements: [
        line({ type: "text", text: "Breakfast:" }),
        { type: "rich_text_list", style: "bullet", elements: [line({ type: "text", text: "Eggs" })], border: 1 },
        { type: "rich_text_list", style: "ordered", indent: 1, elements: [line({ type: "text", text: "Fried" })] },
      ],
    },
  ],
  "rich text: quotes and code": [
    {
      type: "rich_text",
      elements: [
        { type: "rich_text_quote", elements: [{ type: "text", text: "It is DNS." }] },
        line({ type: "text", text: "It was." }),
        { type: "rich_text_preformatted", elements: [{ type: "text", text: '{\n  "dns": true\n}' }], border: 0 },
      ],
    },
  ],
  "rich text: everything in a line": [
    {
      type: "rich_text",
      elements: [
        line(
          { type: "broadcast", range: "everyone" },
          { type: "channel", channel_id: "C123ABC456" },
          { type: "color", value: "#F405B3" },
          { type: "date", timestamp: 1720710212, format: "{date_num} at {time}", fallback: "then" },
          { type: "emoji", name: "basketball" },
          { type: "text", text: " " },
          { type: "link", url: "https://example.com" },
          { type: "team", team_id: "T123ABC456" },
          { type: "user", user_id: "U123ABC456", style: { bold: true } },
          { type: "usergroup", usergroup_id: "G123ABC456" },
        ),
      ],
    },
  ],
  "section: a text, fields, or both": [
    section(),
    { type: "section", fields: [mrkdwn("*Priority*"), mrkdwn("*Type*"), plain("High"), plain("Outage")] },
    { ...section(), fields: [mrkdwn("High"), { ...plain("Silly"), emoji: true }], expand: true },
  ],
  "section: beside pickers and choices": [
    { ...section(picture), block_id: "section567" },
    section({ type: "datepicker", action_id: "day", initial_date: "1990-04-28", placeholder: plain("Day") }),
    section({ type: "timepicker", initial_time: "11:40", timezone: "America/Los_Angeles", placeholder: plain("Time") }),
    section({ type: "radio_buttons", options: environments, initial_option: option("Staging") }),
    section({ type: "checkboxes", options: environments, initial_options: [option("Preview")] }),
  ],
  table: [
    {
      type: "table",
      column_settings: [{ is_wrapped: true }, { align: "right" }],
      rows: [
        [
          { type: "raw_text", text: "Service" },
          { type: "raw_text", text: "Run" },
        ],
        [
          { type: "raw_text", text: "payments" },
          { type: "rich_text", elements: [line({ type: "link", text: "41", url: "https://example.com" })] },
        ],
      ],
    },
  ],
  "task card": [
    {
      type: "task_card",
      task_id: "task_1",
      title: "Fetching traces",
      status: "in_progress",
      output: richText("Two sources"),
      sources: [{ type: "url", url: "https://example.com/", text: "example.com" }],
    },
  ],
  "video: with everything": [
    {
      type: "video",
      title: { ...plain("How to page"), emoji: true },
      title_url: "https://example.com/watch?v=1",
      description: plain("In two minutes"),
      video_url: "https://example.com/embed/1?autoplay=1",
      alt_text: "How to page",
      thumbnail_url: "https://example.com/1.jpg",
      author_name: "Ada",
      provider_name: "Example",
      provider_icon_url: "https://example.com/icon.png",
    },
  ],
};
