import { blocks } from "./blocks.ts";
import { flag, type ListField, list, object, oneOf, opaque, open, part, plain, required, type Shape } from "./field.ts";
import { layouts } from "./layouts.ts";
import { tables } from "./tables.ts";

const blockNames = [...blocks, ...layouts, ...tables.filter((shape) => "block_id" in shape.fields)]
  .map((shape) => shape.name)
  .concat("rich_text");

function blockList(most: number, extra?: Partial<ListField>): ListField {
  return list(part(blockNames), [0, most], extra);
}

const view = {
  blocks: blockList(100, required),
  private_metadata: opaque(3000, { min: 0 }),
  callback_id: opaque(255, { min: 0 }),
  external_id: opaque(255, { min: 0 }),
};

/** What holds the blocks: docs.slack.dev, chat.postMessage and reference/views. */
export const surfaces: readonly Shape[] = [
  {
    name: "message",
    type: null,
    fields: {
      text: {
        is: "string",
        min: 0,
        max: Number.POSITIVE_INFINITY,
        advised: 4000,
      },
      markdown_text: opaque(12_000, { min: 0, fix: "split-message" }),
      blocks: blockList(50, { fix: "split-message" }),
      attachments: list(object("attachment"), [0, 100], { advised: 20, fix: "split-message" }),
      metadata: object("metadata"),
    },
    open: true,
  },
  {
    name: "attachment",
    type: null,
    fields: { blocks: blockList(50) },
    open: true,
    apart: true,
  },
  {
    name: "metadata",
    type: null,
    fields: { event_type: opaque(255), event_payload: open, entities: open },
    together: [
      { is: "any", of: ["event_type", "entities"] },
      { is: "needs", field: "event_type", other: "event_payload" },
    ],
    open: true,
  },
  {
    name: "modal",
    fields: {
      ...view,
      type: oneOf(["modal"], required),
      title: plain(24, required),
      close: plain(24),
      submit: plain(24),
      clear_on_close: flag,
      notify_on_close: flag,
      submit_disabled: flag,
    },
    together: [{ is: "submit" }],
  },
  {
    name: "workflow_step",
    fields: { ...view, submit_disabled: flag },
  },
  { name: "home", fields: { ...view, type: oneOf(["home"], required) } },
];
