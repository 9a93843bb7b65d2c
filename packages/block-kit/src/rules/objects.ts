import { flag, list, object, oneOf, opaque, plain, required, type Shape, shown, text } from "./field.ts";

const value = opaque(150, {
  advised: 75,
});
const option = { value: { ...value, ...required }, description: plain(75) };

/** docs.slack.dev/reference/block-kit/composition-objects/slack-icon-object: these and no others. */
const iconNames =
  "archive book bookmark bot bug calendar call caret-left caret-right check clipboard code comment compass copy cube download edit email eye-closed eye-open file flag folder gear globe heart help image info key lightbulb link map mobile new-window pin plus refine refresh rocket save screen share sparkle star star-filled tag thumbs-down thumbs-up trash upload user warning".split(
    " ",
  );

/** Composition objects: docs.slack.dev/reference/block-kit/composition-objects. */
export const objects: readonly Shape[] = [
  { name: "option", type: null, fields: { text: plain(75, required), ...option } },
  {
    name: "option_mrkdwn",
    type: null,
    fields: { text: text(75, required), ...option, description: text(75) },
  },
  {
    name: "option_url",
    type: null,
    fields: { text: plain(75, required), ...option, value, url: opaque(3000) },
  },
  {
    name: "option_group",
    type: null,
    fields: { label: plain(75, required), options: list(object("option"), [1, 100], required) },
  },
  {
    name: "confirm",
    type: null,
    fields: {
      title: plain(100),
      text: text(300, required),
      confirm: plain(30),
      deny: plain(30),
      style: oneOf(["primary", "danger"]),
    },
    together: [{ is: "advised", of: ["title", "confirm", "deny"] }],
  },
  {
    name: "conversation_filter",
    type: null,
    fields: {
      include: list(oneOf(["im", "mpim", "private", "public"]), [1, 4]),
      exclude_external_shared_channels: flag,
      exclude_bot_users: flag,
    },
    together: [{ is: "any", of: ["include", "exclude_external_shared_channels", "exclude_bot_users"] }],
  },
  {
    name: "dispatch_action_config",
    type: null,
    fields: { trigger_actions_on: list(oneOf(["on_enter_pressed", "on_character_entered"]), [1, 2]) },
  },
  {
    name: "slack_file",
    type: null,
    fields: { id: opaque(255), url: opaque(3000) },
    together: [{ is: "one", of: ["id", "url"] }],
  },
  {
    name: "slack_icon",
    type: "icon",
    fields: { name: oneOf(iconNames, required) },
  },
  { name: "workflow", type: null, fields: { trigger: object("trigger", required) } },
  {
    name: "trigger",
    type: null,
    fields: { url: opaque(3000, required), customizable_input_parameters: list(object("input_parameter"), [0, 100]) },
  },
  {
    name: "input_parameter",
    type: null,
    fields: { name: opaque(3000, required), value: opaque(3000, { ...required, min: 0 }) },
  },
  {
    name: "feedback_button",
    type: null,
    fields: { text: plain(75, required), value: opaque(2000, required), accessibility_label: shown(75) },
  },
];
