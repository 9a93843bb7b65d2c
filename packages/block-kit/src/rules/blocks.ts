import { elements, imageFields } from "./elements.ts";
import {
  block,
  flag,
  id,
  list,
  number,
  oneKey,
  opaque,
  open,
  part,
  plain,
  required,
  type Shape,
  shown,
  text,
  url,
} from "./field.ts";

const https = { pattern: /^https:\/\//i, form: "an https address" } as const;

function named(pattern: RegExp): string {
  return elements.flatMap(({ name }) => (pattern.test(name) ? [name] : [])).join(" ");
}

const clickable = `${named(/select$/)} checkboxes radio_buttons datepicker timepicker`;
const inSections = `${clickable} button workflow_button overflow`;

/** Blocks: docs.slack.dev/reference/block-kit/blocks. Cards, plans and tables stand in files of their own. */
export const blocks: readonly Shape[] = [
  block(
    "section",
    {
      text: text(3000, { fix: "split" }),
      fields: list(text(2000), [1, 10], { fix: "split" }),
      accessory: part(`${inSections} image_element`),
      expand: flag,
    },
    { together: { required: ["text", "fields"] }, carries: ["expand"], trails: ["fields"] },
  ),
  block("header", { text: plain(150, required), level: number(1, 4) }),
  block("divider", {}),
  block("context", {
    elements: list(part("image_element", { text: text(3000) }), [1, 10], { ...required, fix: "split" }),
  }),
  block(
    "context_actions",
    { elements: list(part("feedback_buttons icon_button"), [1, 5], { ...required, unique: "action_id" }) },
    { surfaces: ["message"] },
  ),
  block("actions", {
    elements: list(part(`${inSections} datetimepicker rich_text_input`), [1, 25], {
      ...required,
      fix: "split",
      unique: "action_id",
    }),
  }),
  block("image", { ...imageFields, title: plain(2000) }, { together: oneKey("image_url", "slack_file") }),
  block(
    "input",
    {
      label: plain(2000, required),
      element: part(`${clickable} datetimepicker ${named(/_input$/)}`, required),
      hint: plain(2000),
      optional: flag,
      dispatch_action: flag,
    },
    { together: { not_with: ["dispatch_action", "element", "file_input"] } },
  ),
  block(
    "markdown",
    { text: shown(12_000, { ...required, fix: "split" }) },
    { surfaces: ["message"], surfaceFix: "section", meter: "markdown" },
  ),
  block("video", {
    title: plain(199, required),
    alt_text: shown(2000, required),
    thumbnail_url: opaque(3000, required),
    video_url: opaque(3000, { ...required, ...https }),
    title_url: opaque(3000, https),
    author_name: shown(49),
    description: plain(199),
    provider_name: shown(2000),
    provider_icon_url: url,
  }),
  block("file", { source: id, external_id: id, file_id: id, file: open }, { surfaces: [] }),
  block("call", {}, { surfaces: [], open: true }),
  block("share_shortcut", {}, { surfaces: [], open: true }),
];
