import type { Path } from "./finding.ts";

export interface SlackCode {
  readonly code: string;
  readonly rule: string;
  /** Where `validate` finds it. */
  readonly path: Path;
  /** The type or the keys that the rule is about. */
  readonly wanted?: readonly string[];
  /** What to do, where the rule is none of the table. */
  readonly advice?: string;
}

const askValidate = "Run validate on the payload: it says what is wrong.";
const dropMetadata = "Mend the metadata, or leave it out.";

/** What Slack says in one word, with no pointer: docs.slack.dev, errors of chat.postMessage and chat.update. */
export const slackCodes: readonly SlackCode[] = [
  { code: "invalid_blocks_format", rule: "message.blocks.type", path: ["blocks"], wanted: ["an array"] },
  {
    code: "markdown_text_conflict",
    rule: "message.markdown_text.conflict",
    path: [],
    wanted: ["markdown_text", "text", "blocks"],
  },
  { code: "too_many_attachments", rule: "message.attachments.max_items", path: ["attachments"] },
  { code: "only_one_table_allowed", rule: "message.tables.max_items", path: ["blocks"] },
  { code: "msg_blocks_too_long", rule: "message.text_total.max_length", path: ["blocks"] },
  { code: "msg_blocks_too_long", rule: "message.markdown_total.max_length", path: ["blocks"] },
  { code: "msg_too_long", rule: "message.text.max_length", path: ["text"] },
  { code: "msg_too_long", rule: "message.markdown_text.max_length", path: ["markdown_text"] },
  {
    code: "no_text",
    rule: "message.content.required",
    path: [],
    wanted: ["text", "blocks", "attachments", "markdown_text"],
  },
  { code: "invalid_metadata_format", rule: "message.metadata.type", path: ["metadata"], wanted: ["an object"] },
  { code: "invalid_metadata_schema", rule: "message.metadata.invalid", path: ["metadata"], advice: dropMetadata },
  {
    code: "metadata_must_be_sent_from_app",
    rule: "message.metadata.invalid",
    path: ["metadata"],
    advice: dropMetadata,
  },
  { code: "metadata_too_large", rule: "message.metadata.too_large", path: ["metadata"], advice: dropMetadata },
  {
    code: "block_mismatch",
    rule: "message.blocks.mismatch",
    path: ["blocks"],
    advice: "Slack does not replace rich text by other blocks: send rich text, or a new message.",
  },
  { code: "invalid_blocks", rule: "message.blocks.invalid", path: ["blocks"], advice: askValidate },
  { code: "invalid_attachments", rule: "message.attachments.invalid", path: ["attachments"], advice: askValidate },
];
