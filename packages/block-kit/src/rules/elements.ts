import {
  actionId,
  type Field,
  flag,
  list,
  number,
  object,
  oneOf,
  opaque,
  part,
  plain,
  required,
  type Shape,
  shown,
  url,
} from "./field.ts";

const confirm = object("confirm");
const focus = { ...flag, once: true } as const;
const placeholder = plain(150);
const style = oneOf(["primary", "danger"]);
const label = shown(75);
const id = opaque(255);
const dispatch = object("dispatch_action_config");
const maxSelected = number(1, Number.MAX_SAFE_INTEGER);
const base = { action_id: actionId, confirm };
const menu = { ...base, focus_on_load: focus, placeholder };
const entry = { action_id: actionId, dispatch_action_config: dispatch, focus_on_load: focus, placeholder };
const prompt = opaque(Number.POSITIVE_INFINITY);
const buttonText = plain(75, { ...required, advised: 30 });
const options = list(object("option"), [1, 100]);
const groups = list(object("option_group"), [1, 100]);
const offered = { options, option_groups: groups };
const minQuery = number(0, Number.MAX_SAFE_INTEGER);
const filter = object("conversation_filter");
const everywhere = ["message", "modal", "home"] as const;

/** An image is fetched by Slack from outside, so an address that only works inside can never be shown (`downloading image failed`). */
const outside =
  /^(?!https?:\/\/(?:(?:127|10)(?:\.\d+){3}|(?:192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d+){2}|0\.0\.0\.0|(?:[^/:?#]*\.)?(?:localhost|local|internal)|\[::1\]|\[f[cd][^\]]*\])(?:[/:?#]|$))/i;
const imageUrl = opaque(3000, { pattern: outside, form: "an address that is open to the internet" });

/** The fields of an image, block or element. */
export const imageFields = { alt_text: shown(2000, required), image_url: imageUrl, slack_file: object("slack_file") };

const date = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const time = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

function select(name: string, fields: Readonly<Record<string, Field>>, together?: Shape["together"]): Shape {
  const shape = { name, surfaces: everywhere, fields: { ...menu, ...fields } };
  return together === undefined ? shape : { ...shape, together };
}

function entryField(name: string, fields: Readonly<Record<string, Field>>, surfaces: Shape["surfaces"] = ["modal"]) {
  return { name, surfaces, fields: { ...entry, ...fields } };
}

/** Block elements: docs.slack.dev/reference/block-kit/block-elements. */
export const elements: readonly Shape[] = [
  {
    name: "button",
    surfaces: everywhere,
    fields: {
      ...base,
      text: buttonText,
      value: opaque(2000, { min: 0 }),
      url,
      style,
      accessibility_label: label,
      agent_prompt: prompt,
      agent_prompt_display: prompt,
    },
  },
  {
    name: "workflow_button",
    surfaces: ["message"],
    fields: { ...base, text: buttonText, workflow: object("workflow", required), style, accessibility_label: label },
  },
  {
    name: "overflow",
    surfaces: everywhere,
    fields: {
      ...base,
      options: list(object("option_url"), [1, 5], {
        ...required,
      }),
    },
  },
  select("static_select", { ...offered, initial_option: object("option") }, [
    { is: "one", of: ["options", "option_groups"] },
    { is: "chosen", field: "initial_option" },
  ]),
  select(
    "multi_static_select",
    { ...offered, initial_options: list(object("option"), [1, 100]), max_selected_items: maxSelected },
    [
      { is: "one", of: ["options", "option_groups"] },
      { is: "chosen", field: "initial_options" },
    ],
  ),
  select("external_select", { initial_option: object("option"), min_query_length: minQuery }),
  select("multi_external_select", {
    initial_options: list(object("option"), [1, 100]),
    min_query_length: minQuery,
    max_selected_items: maxSelected,
  }),
  select("users_select", { initial_user: id }),
  select("multi_users_select", { initial_users: list(id, [0, 1000]), max_selected_items: maxSelected }),
  select("conversations_select", {
    initial_conversation: id,
    default_to_current_conversation: flag,
    response_url_enabled: flag,
    filter,
  }),
  select("multi_conversations_select", {
    initial_conversations: list(id, [0, 1000]),
    default_to_current_conversation: flag,
    max_selected_items: maxSelected,
    filter,
  }),
  select("channels_select", { initial_channel: id, response_url_enabled: flag }),
  select("multi_channels_select", { initial_channels: list(id, [0, 1000]), max_selected_items: maxSelected }),
  {
    name: "checkboxes",
    surfaces: everywhere,
    fields: {
      ...base,
      focus_on_load: focus,
      options: list(object("option_mrkdwn"), [1, 10], required),
      initial_options: list(object("option_mrkdwn"), [1, 10]),
    },
    together: [{ is: "chosen", field: "initial_options" }],
  },
  {
    name: "radio_buttons",
    surfaces: everywhere,
    fields: {
      ...base,
      focus_on_load: focus,
      options: list(object("option_mrkdwn"), [1, 10], required),
      initial_option: object("option_mrkdwn"),
    },
    together: [{ is: "chosen", field: "initial_option" }],
  },
  {
    name: "datepicker",
    surfaces: everywhere,
    fields: { ...menu, initial_date: opaque(10, { pattern: date, form: "a date as YYYY-MM-DD" }) },
  },
  {
    name: "timepicker",
    surfaces: everywhere,
    fields: {
      ...menu,
      initial_time: opaque(5, { pattern: time, form: "a time of 24 hours as HH:mm" }),
      timezone: opaque(255),
    },
  },
  {
    name: "datetimepicker",
    surfaces: ["message", "modal"],
    fields: {
      ...base,
      focus_on_load: focus,
      initial_date_time: number(0, 9_999_999_999),
    },
  },
  entryField(
    "plain_text_input",
    {
      initial_value: shown(3000, { min: 0 }),
      multiline: flag,
      min_length: number(0, 3000),
      max_length: number(1, 3000),
    },
    everywhere,
  ),
  entryField("email_text_input", { initial_value: opaque(3000, { min: 0 }) }),
  entryField("url_text_input", { initial_value: opaque(3000, { min: 0 }) }),
  {
    ...entryField("number_input", {
      is_decimal_allowed: { is: "flag", required: true },
      initial_value: opaque(255),
      min_value: opaque(255),
      max_value: opaque(255),
    }),
    together: [{ is: "ordered", low: "min_value", high: "max_value" }],
  },
  {
    name: "file_input",
    surfaces: ["modal"],
    fields: { action_id: actionId, filetypes: list(opaque(255), [1, 100]), max_files: number(1, 10) },
  },
  entryField(
    "rich_text_input",
    { initial_value: part(["rich_text"]), min_lines: number(1, 100), max_lines: number(1, 100) },
    ["modal", "home"],
  ),
  {
    name: "image_element",
    type: "image",
    surfaces: everywhere,
    fields: imageFields,
    together: [{ is: "one", of: ["image_url", "slack_file"] }],
  },
  {
    name: "feedback_buttons",
    surfaces: ["message"],
    fields: {
      action_id: actionId,
      positive_button: object("feedback_button", required),
      negative_button: object("feedback_button", required),
    },
  },
  {
    name: "icon_button",
    surfaces: ["message"],
    fields: {
      ...base,
      icon: oneOf(["trash"], required),
      text: plain(75, required),
      value: opaque(2000, { min: 0 }),
      accessibility_label: label,
      visible_to_user_ids: list(id, [1, 1000]),
    },
  },
  {
    name: "url_source",
    type: "url",
    surfaces: ["message"],
    fields: { url: opaque(3000, required), text: shown(3000, required) },
  },
];
