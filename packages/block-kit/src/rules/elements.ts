import {
  actionId,
  flag,
  id,
  list,
  mayBeEmpty,
  number,
  object,
  oneKey,
  oneOf,
  opaque,
  part,
  plain,
  required,
  type Shape,
  shown,
  typed,
  unlimited,
  url,
} from "./field.ts";

const count = number(1, unlimited);
const focus = { ...flag, once: true } as const;
const label = shown(75);
const style = oneOf("primary danger");
const prompt = opaque(unlimited);
const option = object("option");
const options = list(option, [1, 100]);
const marked = object("option_mrkdwn");
const ids = list(id, [0, 1000]);
const filter = object("conversation_filter");
const feedback = object("feedback_button", required);

const base = { action_id: actionId, confirm: object("confirm") };
const focused = { ...base, focus_on_load: focus };
const menu = { ...focused, placeholder: plain(150) };
const entry = {
  action_id: actionId,
  dispatch_action_config: object("dispatch_action_config"),
  focus_on_load: focus,
  placeholder: plain(150),
};
const button = { ...base, text: plain(75, { ...required, advised: 30 }), style, accessibility_label: label };
const value = opaque(2000, mayBeEmpty);
const offered = { ...menu, options, option_groups: list(object("option_group"), [1, 100]) };
const boxes = { ...focused, options: list(marked, [1, 10], required) };
const search = { ...menu, min_query_length: number(0, unlimited) };
const conversations = { ...menu, default_to_current_conversation: flag, filter };

/** An image is fetched by Slack from outside, so an address that only works inside can never be shown (`downloading image failed`). */
const outside =
  /^(?!https?:\/\/(?:(?:127|10)(?:\.\d+){3}|(?:192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d+){2}|0\.0\.0\.0|(?:[^/:?#]*\.)?(?:localhost|local|internal)|\[::1\]|\[f[cd][^\]]*\])(?:[/:?#]|$))/i;

/** The fields of an image, block or element. */
export const imageFields = {
  alt_text: shown(2000, required),
  image_url: opaque(3000, { pattern: outside, form: "an address that is open to the internet" }),
  slack_file: object("slack_file"),
};

const date = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const time = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** Block elements: docs.slack.dev/reference/block-kit/block-elements. */
export const elements: readonly Shape[] = [
  typed("button", { ...button, value, url, agent_prompt: prompt, agent_prompt_display: prompt }),
  typed("workflow_button", { ...button, workflow: object("workflow", required) }, { surfaces: ["message"] }),
  typed("overflow", { ...base, options: list(object("option_url"), [1, 5], required) }),
  typed(
    "static_select",
    { ...offered, initial_option: option },
    { together: { ...oneKey("options", "option_groups"), not_offered: ["initial_option"] } },
  ),
  typed(
    "multi_static_select",
    { ...offered, initial_options: options, max_selected_items: count },
    { together: { ...oneKey("options", "option_groups"), not_offered: ["initial_options"] } },
  ),
  typed("external_select", { ...search, initial_option: option }),
  typed("multi_external_select", { ...search, initial_options: options, max_selected_items: count }),
  typed("users_select", { ...menu, initial_user: id }),
  typed("multi_users_select", { ...menu, initial_users: ids, max_selected_items: count }),
  typed("conversations_select", { ...conversations, initial_conversation: id, response_url_enabled: flag }),
  typed("multi_conversations_select", { ...conversations, initial_conversations: ids, max_selected_items: count }),
  typed("channels_select", { ...menu, initial_channel: id, response_url_enabled: flag }),
  typed("multi_channels_select", { ...menu, initial_channels: ids, max_selected_items: count }),
  typed(
    "checkboxes",
    { ...boxes, initial_options: list(marked, [1, 10]) },
    { together: { not_offered: ["initial_options"] } },
  ),
  typed("radio_buttons", { ...boxes, initial_option: marked }, { together: { not_offered: ["initial_option"] } }),
  typed("datepicker", { ...menu, initial_date: opaque(10, { pattern: date, form: "a date as YYYY-MM-DD" }) }),
  typed("timepicker", {
    ...menu,
    initial_time: opaque(5, { pattern: time, form: "a time of 24 hours as HH:mm" }),
    timezone: id,
  }),
  typed(
    "datetimepicker",
    { ...focused, initial_date_time: number(0, 9_999_999_999) },
    { surfaces: ["message", "modal"] },
  ),
  typed("plain_text_input", {
    ...entry,
    initial_value: shown(3000, mayBeEmpty),
    multiline: flag,
    min_length: number(0, 3000),
    max_length: number(1, 3000),
  }),
  ...["email_text_input", "url_text_input"].map((name) =>
    typed(name, { ...entry, initial_value: opaque(3000, mayBeEmpty) }, { surfaces: ["modal"] }),
  ),
  typed(
    "number_input",
    { ...entry, is_decimal_allowed: { ...flag, ...required }, initial_value: id, min_value: id, max_value: id },
    { surfaces: ["modal"], together: { order: ["min_value", "max_value"] } },
  ),
  typed(
    "file_input",
    { action_id: actionId, filetypes: list(id, [1, 100]), max_files: number(1, 10) },
    { surfaces: ["modal"] },
  ),
  typed(
    "rich_text_input",
    { ...entry, initial_value: part("rich_text"), min_lines: number(1, 100), max_lines: number(1, 100) },
    { surfaces: ["modal", "home"] },
  ),
  typed("image_element", imageFields, { type: "image", together: oneKey("image_url", "slack_file") }),
  typed(
    "feedback_buttons",
    { action_id: actionId, positive_button: feedback, negative_button: feedback },
    { surfaces: ["message"] },
  ),
  typed(
    "icon_button",
    {
      ...base,
      icon: oneOf("trash", required),
      text: plain(75, required),
      value,
      accessibility_label: label,
      visible_to_user_ids: list(id, [1, 1000]),
    },
    { surfaces: ["message"] },
  ),
  typed(
    "url_source",
    { url: opaque(3000, required), text: shown(3000, required) },
    { type: "url", surfaces: ["message"] },
  ),
];
