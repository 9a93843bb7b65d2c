import {
  flag,
  id,
  list,
  mayBeEmpty,
  object,
  oneKey,
  oneOf,
  opaque,
  plain,
  required,
  type Shape,
  shown,
  text,
  typed,
  untyped,
  url,
} from "./field.ts";

const label = plain(75, required);
const value = opaque(150, { advised: 75 });
const option = { text: label, value: { ...value, ...required }, description: plain(75) };
const address = opaque(3000, required);

/** Composition objects: docs.slack.dev/reference/block-kit/composition-objects. */
export const objects: readonly Shape[] = [
  untyped("option", option),
  untyped("option_mrkdwn", { ...option, text: text(75, required), description: text(75) }),
  untyped("option_url", { ...option, value, url }),
  untyped("option_group", { label, options: list(object("option"), [1, 100], required) }),
  untyped(
    "confirm",
    {
      title: plain(100),
      text: text(300, required),
      confirm: plain(30),
      deny: plain(30),
      style: oneOf("primary danger"),
    },
    { together: { advised: ["title", "confirm", "deny"] } },
  ),
  untyped(
    "conversation_filter",
    {
      include: list(oneOf("im mpim private public"), [1, 4]),
      exclude_external_shared_channels: flag,
      exclude_bot_users: flag,
    },
    { together: { required: ["include", "exclude_external_shared_channels", "exclude_bot_users"] } },
  ),
  untyped("dispatch_action_config", {
    trigger_actions_on: list(oneOf("on_enter_pressed on_character_entered"), [1, 2]),
  }),
  untyped("slack_file", { id, url }, { together: oneKey("id", "url") }),
  typed("slack_icon", { name: opaque(255, required) }, { type: "icon" }),
  untyped("workflow", { trigger: object("trigger", required) }),
  untyped("trigger", { url: address, customizable_input_parameters: list(object("input_parameter"), [0, 100]) }),
  untyped("input_parameter", { name: address, value: opaque(3000, { ...required, ...mayBeEmpty }) }),
  untyped("feedback_button", { text: label, value: opaque(2000, required), accessibility_label: shown(75) }),
];
