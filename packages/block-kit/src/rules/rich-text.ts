import {
  block,
  flag,
  id,
  list,
  number,
  object,
  oneOf,
  opaque,
  part,
  required,
  type Shape,
  shown,
  typed,
  unlimited,
  untyped,
  url,
} from "./field.ts";

const style = object("rich_text_style");
const target = opaque(255, required);
const border = number(0, 1);
const words = shown(unlimited);

function leaf(type: string, fields: Shape["fields"]): Shape {
  return typed(`rich_text_${type}`, { ...fields, style }, { type });
}

/** References to things in Slack, with keys of their own. */
const references =
  "attachment_mention canvas canvas_message_unfurl canvas_user_mention citation file list_record message_mention salesforce_data_field tag work_object_mention workflow_mention";

const leaves: readonly Shape[] = [
  leaf("text", { text: shown(unlimited, required) }),
  leaf("link", {
    url: opaque(3000, required),
    text: words,
    unsafe: flag,
    from_llm: flag,
    is_slack_url: flag,
    truncated: flag,
  }),
  leaf("user", { user_id: target, from_llm: flag }),
  leaf("usergroup", { usergroup_id: target }),
  leaf("team", { team_id: target }),
  leaf("channel", { channel_id: target, tab_id: id, from_llm: flag }),
  leaf("emoji", { name: target, unicode: id, url, skin_tone: number(1, 6) }),
  leaf("broadcast", { range: oneOf("here channel everyone", required) }),
  leaf("color", {
    value: opaque(255, { ...required, pattern: /^#[\da-f]{3,8}$/i, form: "a colour such as #2eb67d" }),
  }),
  leaf("date", {
    timestamp: number(0, unlimited, required),
    format: opaque(3000, required),
    timezone: id,
    url,
    fallback: words,
  }),
  ...references.split(" ").map((type) => ({ ...leaf(type, {}), open: true as const })),
];

const anyLeaf = list(part(leaves.map(({ name }) => name).join(" ")), [1, unlimited], required);

/** Rich text: docs.slack.dev/reference/block-kit/blocks/rich-text-block. New leaves appear, so an unknown one is never wrong. */
export const richText: readonly Shape[] = [
  block("rich_text", {
    elements: list(
      part("rich_text_section rich_text_list rich_text_preformatted rich_text_quote"),
      [1, unlimited],
      required,
    ),
  }),
  typed("rich_text_section", { elements: anyLeaf }),
  typed("rich_text_list", {
    elements: list(part("rich_text_section"), [1, unlimited], required),
    style: oneOf("bullet ordered", required),
    indent: number(0, 8),
    border,
    offset: number(0, unlimited),
  }),
  typed("rich_text_preformatted", { elements: anyLeaf, border, language: id }),
  typed("rich_text_quote", { elements: anyLeaf, border }),
  untyped(
    "rich_text_style",
    Object.fromEntries(
      "bold italic strike code underline unlink highlight client_highlight".split(" ").map((key) => [key, flag]),
    ),
  ),
  ...leaves,
];
