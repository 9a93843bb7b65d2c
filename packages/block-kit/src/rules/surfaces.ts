import { blocks } from "./blocks.ts";
import {
  flag,
  type ListField,
  list,
  mayBeEmpty,
  object,
  oneOf,
  opaque,
  open,
  part,
  plain,
  required,
  type Shape,
  typed,
  unlimited,
  untyped,
} from "./field.ts";
import { layouts } from "./layouts.ts";
import { richText } from "./rich-text.ts";
import { tables } from "./tables.ts";

const anyBlock = part(
  [...blocks, ...layouts, ...tables, ...richText]
    .flatMap(({ name, fields }) => ("block_id" in fields ? [name] : []))
    .join(" "),
);

function blockList(most: number, extra?: Partial<ListField>): ListField {
  return list(anyBlock, [0, most], extra);
}

const identifier = opaque(255, mayBeEmpty);
const view = {
  blocks: blockList(100, required),
  private_metadata: opaque(3000, mayBeEmpty),
  callback_id: identifier,
  external_id: identifier,
};

/** What holds the blocks: docs.slack.dev, chat.postMessage and reference/views. */
export const surfaces: readonly Shape[] = [
  untyped(
    "message",
    {
      text: { is: "string", ...mayBeEmpty, max: unlimited, advised: 4000 },
      markdown_text: opaque(12_000, { ...mayBeEmpty, fix: "split-message" }),
      blocks: blockList(50, { fix: "split-message" }),
      attachments: list(object("attachment"), [0, 100], { advised: 20, fix: "split-message" }),
      metadata: object("metadata"),
    },
    { open: true },
  ),
  untyped("attachment", { blocks: blockList(50) }, { open: true, apart: true }),
  untyped(
    "metadata",
    { event_type: opaque(255), event_payload: open, entities: open },
    { open: true, together: { required: ["event_type", "entities"], needs: ["event_type", "event_payload"] } },
  ),
  typed(
    "modal",
    {
      ...view,
      type: oneOf("modal", required),
      title: plain(24, required),
      close: plain(24),
      submit: plain(24),
      clear_on_close: flag,
      notify_on_close: flag,
      submit_disabled: flag,
    },
    { together: { needed_by: ["submit", "blocks", "input"] } },
  ),
  typed("workflow_step", { ...view, submit_disabled: flag }),
  typed("home", { ...view, type: oneOf("home", required) }),
];
