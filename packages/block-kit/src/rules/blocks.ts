import { elements, imageFields } from "./elements.ts";
import { blockId, flag, list, number, opaque, part, plain, required, type Shape, shown, text, url } from "./field.ts";

const everywhere = ["message", "modal", "home"] as const;
const https = { pattern: /^https:\/\//i, form: "an https address" } as const;

function named(pattern: RegExp): string[] {
  return elements.map((shape) => shape.name).filter((name) => pattern.test(name));
}

const selects = named(/select$/);
const pickers = named(/picker$/);
const choices = ["checkboxes", "radio_buttons"];
const inAccessories = [...selects, ...choices, "datepicker", "timepicker", "button", "workflow_button", "overflow"];
const inActions = [...selects, ...choices, ...pickers, "button", "workflow_button", "overflow", "rich_text_input"];
const inInputs = [...selects, ...choices, ...pickers, ...named(/_input$/)];

/** Blocks: docs.slack.dev/reference/block-kit/blocks. Cards, plans and tables stand in files of their own. */
export const blocks: readonly Shape[] = [
  {
    name: "section",
    surfaces: everywhere,
    fields: {
      block_id: blockId,
      text: text(3000, { fix: "split" }),
      fields: list(text(2000), [1, 10], { fix: "split" }),
      accessory: part([...inAccessories, "image_element"]),
      expand: flag,
    },
    together: [{ is: "any", of: ["text", "fields"] }],
    carries: ["expand"],
    trails: ["fields"],
  },
  {
    name: "header",
    surfaces: everywhere,
    fields: { block_id: blockId, text: plain(150, required), level: number(1, 4) },
  },
  { name: "divider", surfaces: everywhere, fields: { block_id: blockId } },
  {
    name: "context",
    surfaces: everywhere,
    fields: {
      block_id: blockId,
      elements: list(part(["image_element"], { text: text(3000) }), [1, 10], { ...required, fix: "split" }),
    },
  },
  {
    name: "context_actions",
    surfaces: ["message"],
    fields: {
      block_id: blockId,
      elements: list(part(["feedback_buttons", "icon_button"]), [1, 5], { ...required, unique: "action_id" }),
    },
  },
  {
    name: "actions",
    surfaces: everywhere,
    fields: {
      block_id: blockId,
      elements: list(part(inActions), [1, 25], {
        ...required,
        fix: "split",
        unique: "action_id",
      }),
    },
  },
  {
    name: "image",
    surfaces: everywhere,
    fields: { block_id: blockId, ...imageFields, title: plain(2000) },
    together: [{ is: "one", of: ["image_url", "slack_file"] }],
  },
  {
    name: "input",
    surfaces: everywhere,
    fields: {
      block_id: blockId,
      label: plain(2000, required),
      element: part(inInputs, required),
      hint: plain(2000),
      optional: flag,
      dispatch_action: flag,
    },
    together: [{ is: "not-with", field: "dispatch_action", part: "element", type: "file_input" }],
  },
  {
    name: "markdown",
    surfaces: ["message"],
    surfaceFix: "section",
    fields: { block_id: blockId, text: shown(12_000, { ...required, fix: "split" }) },
    meter: "markdown",
  },
  {
    name: "video",
    surfaces: everywhere,
    fields: {
      block_id: blockId,
      title: plain(199, required),
      alt_text: shown(2000, required),
      thumbnail_url: opaque(3000, required),
      video_url: opaque(3000, { ...required, ...https }),
      title_url: opaque(3000, https),
      author_name: shown(49),
      description: plain(199),
      provider_name: shown(2000),
      provider_icon_url: url,
    },
  },
  {
    name: "file",
    surfaces: [],
    fields: {
      block_id: blockId,
      source: opaque(255),
      external_id: opaque(255),
      file_id: opaque(255),
      file: { is: "open" },
    },
  },
  {
    name: "call",
    surfaces: [],
    fields: {},
    open: true,
  },
  {
    name: "share_shortcut",
    surfaces: [],
    fields: {},
    open: true,
  },
];
