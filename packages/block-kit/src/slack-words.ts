import type { Constraint } from "./finding.ts";

/**
 * What is wrong, which the part may have to tell, and how Slack says it: `#` stands for the limit, from which the number may be shifted,
 * `*` for what it is about.
 */
export type Sentence = readonly [constraints: readonly Constraint[], words: string, shift?: number];

/** Slack's sentences, as its replies show them and its published validator makes them (slackhq/hack-json-schema). */
export const sentences: readonly Sentence[] = [
  [["max_items"], "no more than # items allowed"],
  [["min_items"], "must provide at least # items"],
  [["max_length"], "must be less than # characters", 1],
  [["min_length"], "must be more than # characters", -1],
  [["max"], "must be less than or equal to #"],
  [["min"], "must be greater than #"],
  [["required"], "missing required field: *"],
  [["required"], "must define either *"],
  [["unknown_key"], "invalid additional property: *"],
  [["unsupported", "text_type", "surface", "unknown_type"], "unsupported type: *"],
  [["type"], "must provide *"],
  [["enum"], "must be a valid enum value"],
  [["format"], "input must match regex pattern: *"],
  [["unique"], "* already exists"],
  [["needs"], "must define *"],
];

type Code = readonly [code: string, rule: string, pointer: string];

/** What Slack says in one word, and where `validate` finds it: docs.slack.dev, errors of chat.postMessage and chat.update. */
export const codes: readonly Code[] = [
  ["invalid_blocks", "message.blocks.invalid", "/blocks"],
  ["invalid_blocks_format", "message.blocks.type", "/blocks"],
  ["msg_blocks_too_long", "message.text_total.max_length", "/blocks"],
  ["msg_blocks_too_long", "message.markdown_total.max_length", "/blocks"],
  ["only_one_table_allowed", "message.tables.max_items", "/blocks"],
  ["block_mismatch", "message.blocks.mismatch", "/blocks"],
  ["invalid_attachments", "message.attachments.invalid", "/attachments"],
  ["too_many_attachments", "message.attachments.max_items", "/attachments"],
  ["no_text", "message.content.required", ""],
  ["msg_too_long", "message.text.max_length", "/text"],
  ["msg_too_long", "message.markdown_text.max_length", "/markdown_text"],
  ["markdown_text_conflict", "message.markdown_text.conflict", ""],
  ["invalid_metadata_format", "message.metadata.type", "/metadata"],
  ["metadata_too_large", "message.metadata.too_large", "/metadata"],
];
