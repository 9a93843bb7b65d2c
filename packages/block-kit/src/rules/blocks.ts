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
    sources: "T P D",
  },
  {
    name: "header",
    surfaces: everywhere,
    fields: { block_id: blockId, text: plain(150, required), level: number(1, 4) },
    sources: "T P J D",
    choice: "`level` is unknown to T, P and J; D and X say 1 to 4.",
  },
  { name: "divider", surfaces: everywhere, fields: { block_id: blockId }, sources: "T D" },
  {
    name: "context",
    surfaces: everywhere,
    fields: {
      block_id: blockId,
      elements: list(part(["image_element"], { text: text(3000) }), [1, 10], { ...required, fix: "split" }),
    },
    sources: "T P D",
  },
  {
    name: "context_actions",
    surfaces: ["message"],
    fields: {
      block_id: blockId,
      elements: list(part(["feedback_buttons", "icon_button"]), [1, 5], { ...required, unique: "action_id" }),
    },
    sources: "T P D",
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
        choice: "25 since 2021; older pages say 5.",
      }),
    },
    sources: "T P D",
  },
  {
    name: "image",
    surfaces: everywhere,
    fields: { block_id: blockId, ...imageFields, title: plain(2000) },
    together: [{ is: "one", of: ["image_url", "slack_file"] }],
    sources: "T P D",
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
    sources: "T P X",
  },
  {
    name: "markdown",
    surfaces: ["message"],
    surfaceFix: "section",
    fields: { block_id: blockId, text: shown(12_000, { ...required, fix: "split" }) },
    meter: "markdown",
    sources: "T P D",
    choice: "`block_id` is accepted and ignored.",
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
      description: plain(199, { choice: "P and X say less than 200, T says nothing: 199 pass." }),
      provider_name: shown(2000),
      provider_icon_url: url,
    },
    sources: "T P J",
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
    sources: "T D",
    choice: "Comes back from Slack and cannot be sent.",
  },
  {
    name: "call",
    surfaces: [],
    fields: {},
    open: true,
    sources: "D",
    choice: "Comes back from Slack and cannot be sent.",
  },
  {
    name: "share_shortcut",
    surfaces: [],
    fields: {},
    open: true,
    sources: "D",
    choice: "Comes back from Slack and cannot be sent.",
  },
];
