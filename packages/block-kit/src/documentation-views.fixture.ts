import type { HomeView, ModalView } from "@slack/types";
import {
  button,
  environments,
  input,
  modal,
  mrkdwn,
  people,
  plain,
  richText,
  section,
  severity,
} from "./example-parts.fixture.ts";

/** The same of modals and Home tabs. */
export const views: Readonly<Record<string, ModalView | HomeView>> = {
  "modal: inputs that only a modal takes": modal(
    input("Mail", { type: "email_text_input", action_id: "mail", placeholder: plain("ada@example.com") }),
    input("Page", { type: "url_text_input", action_id: "page" }),
    input("Count", { type: "number_input", is_decimal_allowed: false, min_value: "1", max_value: "10" }),
    input("Logs", { type: "file_input", action_id: "logs", filetypes: ["jpg", "png"], max_files: 5 }),
    input("Story", { type: "rich_text_input", action_id: "story", initial_value: richText("It began"), max_lines: 8 }),
  ),
  "modal: choices": modal(
    input("Where?", { type: "static_select", ...severity, options: environments, focus_on_load: true }),
    input("Whom?", { type: "multi_users_select", ...people }),
    input("Which?", { type: "checkboxes", options: environments }),
    input("Tell whom?", {
      type: "conversations_select",
      response_url_enabled: true,
      default_to_current_conversation: true,
      filter: { include: ["public", "mpim"], exclude_bot_users: true },
    }),
    { ...input("When?", { type: "timepicker", initial_time: "22:00" }), optional: true },
  ),
  "modal: an alert": {
    ...modal({ type: "alert", level: "info", text: mrkdwn("Nothing is sent yet.") }),
    submit: plain("OK"),
  },
  "modal: no input, so no submit": {
    type: "modal",
    callback_id: "about",
    title: { ...plain("About"), emoji: true },
    private_metadata: '{"step":1}',
    clear_on_close: true,
    notify_on_close: true,
    blocks: [section()],
  },
  "home: an input": {
    type: "home",
    blocks: [
      input("Label", {
        type: "rich_text_input",
        action_id: "note",
        dispatch_action_config: { trigger_actions_on: ["on_character_entered"] },
        focus_on_load: true,
        placeholder: plain("Note"),
      }),
    ],
  },
  "home: a board": {
    type: "home",
    blocks: [section(), { type: "divider" }, { type: "actions", elements: [button("New")] }],
  },
};
