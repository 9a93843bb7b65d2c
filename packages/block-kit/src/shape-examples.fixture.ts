import type { Path } from "./finding.ts";
import { isRecord, type Json } from "./json.ts";

/** The least that a shape of the table is valid with, and where it stands: in the example of another shape, or as a payload. */
export interface ShapeExample {
  readonly value: Json;
  readonly within?: string;
  readonly at?: Path;
}

const plain = { type: "plain_text", text: "a" };
const mrkdwn = { type: "mrkdwn", text: "a" };
const option = { text: plain, value: "a" };
const url = "https://example.com/a";
const leaf = { type: "text", text: "a" };
const section = { type: "rich_text_section", elements: [leaf] };
const richText = { type: "rich_text", elements: [section] };
const cell = { type: "raw_text", text: "a" };
const point = { label: "a", value: 1 };
const chart = { series: [{ name: "a", data: [point] }], axis_config: { categories: ["a"] } };
const task = { type: "task_card", task_id: "a", title: "a" };
const feedback = { text: plain, value: "a" };

/** Where a block stands in a message. */
function block(value: Json): ShapeExample {
  return { value, within: "message", at: ["blocks", 0] };
}

/** Where an element stands in an `actions` block. */
function element(type: string, value: Json = {}): ShapeExample {
  return { value: { type, ...value }, within: "actions", at: ["elements", 0] };
}

/** Where an element stands in an `input` block of a modal. */
function entry(type: string, value: Json = {}): ShapeExample {
  return { value: { type, ...value }, within: "input", at: ["element"] };
}

function child(within: string, at: Path, value: Json): ShapeExample {
  return { value, within, at };
}

function richLeaf(type: string, value: Json): ShapeExample {
  return child("rich_text_section", ["elements", 0], { type, ...value });
}

const payloads: Readonly<Record<string, ShapeExample>> = {
  message: { value: { text: "a", blocks: [] } },
  modal: { value: { type: "modal", title: plain, submit: plain, blocks: [] } },
  workflow_step: { value: { type: "workflow_step", blocks: [] } },
  home: { value: { type: "home", blocks: [] } },
  attachment: child("message", ["attachments", 0], { blocks: [] }),
  metadata: child("message", ["metadata"], { event_type: "a", event_payload: {} }),
};

const blocks: Readonly<Record<string, ShapeExample>> = {
  section: block({ type: "section", text: mrkdwn }),
  header: block({ type: "header", text: plain }),
  divider: block({ type: "divider" }),
  context: block({ type: "context", elements: [mrkdwn] }),
  context_actions: block({
    type: "context_actions",
    elements: [{ type: "feedback_buttons", positive_button: feedback, negative_button: feedback }],
  }),
  actions: block({ type: "actions", elements: [{ type: "button", text: plain }] }),
  image: block({ type: "image", alt_text: "a", image_url: url }),
  input: child("modal", ["blocks", 0], { type: "input", label: plain, element: { type: "plain_text_input" } }),
  markdown: block({ type: "markdown", text: "a" }),
  video: block({ type: "video", title: plain, alt_text: "a", thumbnail_url: url, video_url: url }),
  file: block({ type: "file", external_id: "a", source: "remote" }),
  call: block({ type: "call" }),
  share_shortcut: block({ type: "share_shortcut" }),
  alert: child("modal", ["blocks", 0], { type: "alert", text: mrkdwn }),
  card: block({ type: "card", title: mrkdwn }),
  carousel: block({ type: "carousel", elements: [{ type: "card", title: mrkdwn }] }),
  container: block({ type: "container", title: plain, child_blocks: [{ type: "divider" }] }),
  task_card: block(task),
  plan: block({ type: "plan", title: "a", tasks: [task] }),
  table: block({ type: "table", rows: [[cell]] }),
  data_table: block({ type: "data_table", caption: "a", rows: [[cell], [cell]] }),
  data_visualization: block({ type: "data_visualization", title: "a", chart: { type: "line", ...chart } }),
  rich_text: block(richText),
};

const elements: Readonly<Record<string, ShapeExample>> = {
  button: element("button", { text: plain }),
  workflow_button: element("workflow_button", { text: plain, workflow: { trigger: { url } } }),
  overflow: element("overflow", { options: [option] }),
  static_select: element("static_select", { options: [option] }),
  multi_static_select: element("multi_static_select", { option_groups: [{ label: plain, options: [option] }] }),
  ...Object.fromEntries(
    ["external", "users", "conversations", "channels"].flatMap((kind) => [
      [`${kind}_select`, element(`${kind}_select`)],
      [`multi_${kind}_select`, element(`multi_${kind}_select`)],
    ]),
  ),
  checkboxes: element("checkboxes", { options: [option] }),
  radio_buttons: element("radio_buttons", { options: [option] }),
  datepicker: element("datepicker"),
  timepicker: element("timepicker"),
  datetimepicker: element("datetimepicker"),
  plain_text_input: entry("plain_text_input"),
  email_text_input: entry("email_text_input"),
  url_text_input: entry("url_text_input"),
  number_input: entry("number_input", { is_decimal_allowed: true }),
  file_input: entry("file_input"),
  rich_text_input: entry("rich_text_input"),
  image_element: child("section", ["accessory"], { type: "image", alt_text: "a", slack_file: { id: "F1" } }),
  feedback_buttons: child("context_actions", ["elements", 0], {
    type: "feedback_buttons",
    positive_button: feedback,
    negative_button: feedback,
  }),
  icon_button: child("context_actions", ["elements", 0], { type: "icon_button", icon: "trash", text: plain }),
  url_source: child("task_card", ["sources", 0], { type: "url", url, text: "a" }),
};

const objects: Readonly<Record<string, ShapeExample>> = {
  option: child("static_select", ["options", 0], option),
  option_mrkdwn: child("checkboxes", ["options", 0], option),
  option_url: child("overflow", ["options", 0], option),
  option_group: child("multi_static_select", ["option_groups", 0], { label: plain, options: [option] }),
  confirm: child("button", ["confirm"], { title: plain, text: mrkdwn, confirm: plain, deny: plain }),
  conversation_filter: child("conversations_select", ["filter"], { exclude_bot_users: true }),
  dispatch_action_config: child("plain_text_input", ["dispatch_action_config"], {}),
  slack_file: child("image_element", ["slack_file"], { id: "F1" }),
  slack_icon: child("card", ["slack_icon"], { type: "icon", name: "rocket" }),
  workflow: child("workflow_button", ["workflow"], { trigger: { url } }),
  trigger: child("workflow", ["trigger"], { url }),
  input_parameter: child("trigger", ["customizable_input_parameters", 0], { name: "a", value: "a" }),
  feedback_button: child("feedback_buttons", ["positive_button"], feedback),
};

const tables: Readonly<Record<string, ShapeExample>> = {
  action_cell: child("data_table", ["rows", 1, 0], { type: "action_cell", element: { type: "button", text: plain } }),
  column_settings: child("table", ["column_settings", 0], {}),
  raw_text: child("table", ["rows", 0, 0], cell),
  raw_number: child("table", ["rows", 0, 0], { type: "raw_number", value: 1, text: "1" }),
  ...Object.fromEntries(
    ["line", "bar", "area"].map((type) => [type, child("data_visualization", ["chart"], { type, ...chart })]),
  ),
  pie: child("data_visualization", ["chart"], { type: "pie", segments: [point] }),
  series: child("line", ["series", 0], { name: "a", data: [point] }),
  point: child("series", ["data", 0], point),
  segment: child("pie", ["segments", 0], point),
  axis_config: child("line", ["axis_config"], { categories: ["a"] }),
};

const richTexts: Readonly<Record<string, ShapeExample>> = {
  rich_text_section: child("rich_text", ["elements", 0], section),
  rich_text_list: child("rich_text", ["elements", 0], { type: "rich_text_list", style: "bullet", elements: [section] }),
  rich_text_preformatted: child("rich_text", ["elements", 0], { type: "rich_text_preformatted", elements: [leaf] }),
  rich_text_quote: child("rich_text", ["elements", 0], { type: "rich_text_quote", elements: [leaf] }),
  rich_text_style: child("rich_text_text", ["style"], { bold: true }),
  rich_text_text: richLeaf("text", { text: "a" }),
  rich_text_link: richLeaf("link", { url }),
  rich_text_user: richLeaf("user", { user_id: "U1" }),
  rich_text_usergroup: richLeaf("usergroup", { usergroup_id: "S1" }),
  rich_text_team: richLeaf("team", { team_id: "T1" }),
  rich_text_channel: richLeaf("channel", { channel_id: "C1" }),
  rich_text_emoji: richLeaf("emoji", { name: "wave" }),
  rich_text_broadcast: richLeaf("broadcast", { range: "here" }),
  rich_text_color: richLeaf("color", { value: "#2eb67d" }),
  rich_text_date: richLeaf("date", { timestamp: 1, format: "{date}" }),
  rich_text_attachment_mention: richLeaf("attachment_mention", { url }),
  rich_text_canvas: richLeaf("canvas", { file_id: "F1" }),
  rich_text_canvas_message_unfurl: richLeaf("canvas_message_unfurl", {
    root_message_ts: "1.1",
    root_message_channel: "C1",
  }),
  rich_text_canvas_user_mention: richLeaf("canvas_user_mention", { user_id: "U1" }),
  rich_text_citation: richLeaf("citation", { url, text: "a", index: 1, details: {} }),
  rich_text_file: richLeaf("file", { file_id: "F1" }),
  rich_text_list_record: richLeaf("list_record", { file_id: "F1" }),
  rich_text_message_mention: richLeaf("message_mention", { channel_id: "C1", message_ts: "1.1" }),
  rich_text_salesforce_data_field: richLeaf("salesforce_data_field", { salesforce_record_id: "a" }),
  rich_text_tag: richLeaf("tag", { text: "a" }),
  rich_text_work_object_mention: richLeaf("work_object_mention", { entity_id: "a", app_id: "A1", text: "a", url }),
  rich_text_workflow_mention: richLeaf("workflow_mention", {}),
};

export const examples: Readonly<Record<string, ShapeExample>> = {
  ...payloads,
  ...blocks,
  ...elements,
  ...objects,
  ...tables,
  ...richTexts,
};

/** The example of a shape. */
export function exampleOf(name: string): Json {
  return placeOf(name).value;
}

/** A payload in which the value stands where the example of the shape does. */
export function place(name: string, value: unknown = exampleOf(name)): unknown {
  const { within, at = [] } = placeOf(name);
  return within === undefined ? value : place(within, put(exampleOf(within), at, value));
}

/** A payload in which a value stands at a path from the example of the shape; undefined takes away what is there. */
export function placeAt(name: string, at: Path, value: unknown): unknown {
  return place(name, put(exampleOf(name), at, value));
}

/** Where the example of a shape stands in `place(name)`, as the pointers of Slack have it. */
export function pathOf(name: string): Path {
  const { within, at = [] } = placeOf(name);
  if (within !== undefined) {
    return [...pathOf(within), ...at];
  }
  return name === "message" ? [] : ["view"];
}

/** The same value with another at a path. */
export function put(value: unknown, [key, ...rest]: Path, part: unknown): unknown {
  if (key === undefined) {
    return part;
  }
  if (typeof key === "number") {
    const items = Array.isArray(value) ? value : [];
    return Array.from({ length: Math.max(items.length, key + 1) }, (_, index) =>
      index === key ? put(items[index], rest, part) : items[index],
    );
  }
  const object = isRecord(value) ? value : {};
  const { [key]: old, ...others } = object;
  const next = put(old, rest, part);
  return next === undefined ? others : { ...object, [key]: next };
}

function placeOf(name: string): ShapeExample {
  const example = examples[name];
  if (example === undefined) {
    throw new Error(`there is no example of ${name}`);
  }
  return example;
}
