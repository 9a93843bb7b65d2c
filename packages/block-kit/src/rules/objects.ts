import { flag, list, object, oneOf, opaque, plain, required, type Shape, shown, text } from "./field.ts";

const value = opaque(150, {
  advised: 75,
  choice: "T says 75; P, X and D say 150, and 150 passes: more than 150 is refused, more than 75 draws a warning.",
  sources: "P X D",
});
const option = { value: { ...value, ...required }, description: plain(75) };

/** docs.slack.dev/reference/block-kit/composition-objects/slack-icon-object: these and no others. */
const iconNames =
  "archive book bookmark bot bug calendar call caret-left caret-right check clipboard code comment compass copy cube download edit email eye-closed eye-open file flag folder gear globe heart help image info key lightbulb link map mobile new-window pin plus refine refresh rocket save screen share sparkle star star-filled tag thumbs-down thumbs-up trash upload user warning".split(
    " ",
  );

/** Composition objects: docs.slack.dev/reference/block-kit/composition-objects. */
export const objects: readonly Shape[] = [
  { name: "option", type: null, fields: { text: plain(75, required), ...option }, sources: "T P D" },
  {
    name: "option_mrkdwn",
    type: null,
    fields: { text: text(75, required), ...option, description: text(75) },
    sources: "T P D",
    choice:
      "Only checkboxes and radio buttons take mrkdwn. T says that a description is plain text, D's sample of checkboxes has mrkdwn: both pass.",
  },
  {
    name: "option_url",
    type: null,
    fields: { text: plain(75, required), ...option, value, url: opaque(3000) },
    sources: "T P D",
    choice:
      "Only an overflow menu takes `url`, and an empty one is refused (slack-go #612). P's sample has a link without `value`: not required here.",
  },
  {
    name: "option_group",
    type: null,
    fields: { label: plain(75, required), options: list(object("option"), [1, 100], required) },
    sources: "T P",
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
    sources: "T P D",
    choice: "D requires all four texts, T only `text`: only `text` is required, the others draw a warning.",
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
    sources: "T",
  },
  {
    name: "dispatch_action_config",
    type: null,
    fields: { trigger_actions_on: list(oneOf(["on_enter_pressed", "on_character_entered"]), [1, 2]) },
    sources: "T",
  },
  {
    name: "slack_file",
    type: null,
    fields: { id: opaque(255), url: opaque(3000) },
    together: [{ is: "one", of: ["id", "url"] }],
    sources: "T",
  },
  {
    name: "slack_icon",
    type: "icon",
    fields: { name: oneOf(iconNames, required) },
    sources: "D",
  },
  { name: "workflow", type: null, fields: { trigger: object("trigger", required) }, sources: "T" },
  {
    name: "trigger",
    type: null,
    fields: { url: opaque(3000, required), customizable_input_parameters: list(object("input_parameter"), [0, 100]) },
    sources: "T",
  },
  {
    name: "input_parameter",
    type: null,
    fields: { name: opaque(3000, required), value: opaque(3000, { ...required, min: 0 }) },
    sources: "T",
  },
  {
    name: "feedback_button",
    type: null,
    fields: { text: plain(75, required), value: opaque(2000, required), accessibility_label: shown(75) },
    sources: "T P",
  },
];
