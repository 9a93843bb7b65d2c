import type { Path } from "./finding.ts";

export interface SlackCode {
  readonly code: string;
  readonly rule: string;
  /** Where `validate` finds it. */
  readonly path: Path;
}

function row(code: string, rule: string, ...path: Path): SlackCode {
  return { code, rule, path };
}

/**
 * What Slack says in one word, with no pointer, in the order in which the simulator looks for it: docs.slack.dev, errors of
 * chat.postMessage and chat.update. The last ones do not say what is wrong.
 */
export const slackCodes: readonly SlackCode[] = [
  row("invalid_blocks_format", "message.blocks.type", "blocks"),
  row("markdown_text_conflict", "message.markdown_text.conflict"),
  row("too_many_attachments", "message.attachments.max_items", "attachments"),
  row("only_one_table_allowed", "message.tables.max_items", "blocks"),
  row("msg_blocks_too_long", "message.text_total.max_length", "blocks"),
  row("msg_blocks_too_long", "message.markdown_total.max_length", "blocks"),
  row("msg_too_long", "message.text.max_length", "text"),
  row("msg_too_long", "message.markdown_text.max_length", "markdown_text"),
  row("no_text", "message.content.required"),
  row("invalid_metadata_format", "message.metadata.type", "metadata"),
  row("invalid_metadata_schema", "message.metadata.invalid", "metadata"),
  row("metadata_must_be_sent_from_app", "message.metadata.invalid", "metadata"),
  row("metadata_too_large", "message.metadata.max_length", "metadata"),
  row("block_mismatch", "message.blocks.mismatch", "blocks"),
  row("invalid_blocks", "message.blocks.invalid", "blocks"),
  row("invalid_attachments", "message.attachments.invalid", "attachments"),
];
