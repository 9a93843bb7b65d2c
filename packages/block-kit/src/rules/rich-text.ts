import {
  blockId,
  flag,
  list,
  number,
  object,
  oneOf,
  opaque,
  open,
  part,
  required,
  type Shape,
  shown,
} from "./field.ts";

const unlimited = Number.POSITIVE_INFINITY;
const style = object("rich_text_style");
const id = opaque(255, required);
const border = number(0, 1);

function leaf(type: string, fields: Shape["fields"]): Shape {
  return { name: `rich_text_${type}`, type, fields: { ...fields, style } };
}

const leaves: readonly Shape[] = [
  leaf("text", { text: shown(unlimited, required) }),
  leaf("link", {
    url: opaque(3000, required),
    text: shown(unlimited),
    unsafe: flag,
    from_llm: flag,
    is_slack_url: flag,
    truncated: flag,
  }),
  leaf("user", { user_id: id, from_llm: flag }),
  leaf("usergroup", { usergroup_id: id }),
  leaf("team", { team_id: id }),
  leaf("channel", { channel_id: id, tab_id: opaque(255), from_llm: flag }),
  leaf("emoji", { name: id, unicode: opaque(255), url: opaque(3000), skin_tone: number(1, 6) }),
  leaf("broadcast", { range: oneOf(["here", "channel", "everyone"], required) }),
  leaf("color", { value: opaque(255, { ...required, pattern: /^#[\da-f]{3,8}$/i, form: "a colour such as #2eb67d" }) }),
  leaf("date", {
    timestamp: number(0, Number.MAX_SAFE_INTEGER, required),
    format: opaque(3000, required),
    timezone: opaque(255),
    url: opaque(3000),
    fallback: shown(unlimited),
  }),
];

/** References to things in Slack, and what they cannot do without. */
const references = [
  ["attachment_mention", "url"],
  ["canvas", "file_id"],
  ["canvas_message_unfurl", "root_message_ts", "root_message_channel"],
  ["canvas_user_mention", "user_id"],
  ["citation", "url", "text", "index", "details"],
  ["file", "file_id"],
  ["list_record", "file_id"],
  ["message_mention", "channel_id", "message_ts"],
  ["salesforce_data_field", "salesforce_record_id"],
  ["tag", "text"],
  ["work_object_mention", "entity_id", "app_id", "text", "url"],
  ["workflow_mention"],
].map(
  ([type = "", ...keys]): Shape => ({
    ...leaf(type, Object.fromEntries(keys.map((key) => [key, { ...open, ...required }]))),
    open: true,
  }),
);

const leafShapes = [...leaves, ...references].map((shape) => shape.name);
const anyLeaf = list(part(leafShapes), [1, unlimited], required);

function container(type: string, fields: Shape["fields"]): Shape {
  return { name: `rich_text_${type}`, fields };
}

/** Rich text: docs.slack.dev/reference/block-kit/blocks/rich-text-block. New leaves appear, so an unknown one is never wrong. */
export const richText: readonly Shape[] = [
  {
    name: "rich_text",
    surfaces: ["message", "modal", "home"],
    fields: {
      block_id: blockId,
      elements: list(
        part(["rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"]),
        [1, unlimited],
        required,
      ),
    },
  },
  container("section", { elements: anyLeaf }),
  container("list", {
    elements: list(part(["rich_text_section"]), [1, unlimited], required),
    style: oneOf(["bullet", "ordered"], required),
    indent: number(0, 8),
    border,
    offset: number(0, Number.MAX_SAFE_INTEGER),
  }),
  container("preformatted", {
    elements: list(part(leafShapes), [1, unlimited], required),
    border,
    language: opaque(255),
  }),
  container("quote", { elements: anyLeaf, border }),
  {
    name: "rich_text_style",
    type: null,
    fields: Object.fromEntries(
      ["bold", "italic", "strike", "code", "underline", "unlink", "highlight", "client_highlight"].map((key) => [
        key,
        flag,
      ]),
    ),
  },
  ...leaves,
  ...references,
];
