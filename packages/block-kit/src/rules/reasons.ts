/** Why the rows of the table say what they say: apart from the rows, so that programs do not carry it. Several names may share a reason. */

/** Where the shapes of the table are from: letters of `sources.ts`, and issues by name. */
const shapesBySources: Readonly<Record<string, string>> = {
  "D T K": "message",
  "D P": "attachment",
  "D T": "metadata",
  "T D":
    "modal home divider file container plan raw_text raw_number rich_text_style rich_text_text rich_text_link rich_text_user rich_text_usergroup rich_text_team rich_text_channel rich_text_emoji rich_text_broadcast rich_text_color rich_text_date workflow_button file_input url_source",
  T: "workflow_step column_settings conversation_filter dispatch_action_config slack_file workflow trigger input_parameter",
  "T P D":
    "section context context_actions actions image markdown carousel rich_text button static_select multi_static_select external_select multi_external_select users_select multi_users_select conversations_select multi_conversations_select channels_select multi_channels_select checkboxes radio_buttons datepicker timepicker datetimepicker plain_text_input email_text_input url_text_input number_input rich_text_input image_element feedback_buttons icon_button option option_mrkdwn option_url confirm",
  "T P J D": "header card",
  "T P X": "input overflow",
  "T P J": "video",
  D: "call share_shortcut rich_text_attachment_mention rich_text_canvas rich_text_canvas_message_unfurl rich_text_canvas_user_mention rich_text_citation rich_text_file rich_text_list_record rich_text_message_mention rich_text_salesforce_data_field rich_text_tag rich_text_work_object_mention rich_text_workflow_mention slack_icon",
  "D J K": "alert",
  "T P": "task_card option_group feedback_button",
  "D T P": "table",
  "D K": "action_cell",
  "D T M K": "data_table",
  "D X": "data_visualization line bar area pie series point segment axis_config",
  "T P #1576 D": "rich_text_section rich_text_list rich_text_preformatted rich_text_quote",
};

/** Fields and totals that have other sources than their shape. */
const sourcesOfFields: Readonly<Record<string, string>> = {
  "task_card.hide_title": "K",
  "data_table.rows": "D M K",
  "option.value": "P X D",
  "option_mrkdwn.value": "P X D",
  "option_url.value": "P X D",
  "message.text_total.max_length": "bolt-js #2509 #2867",
  "message.markdown_total.max_length": "D T",
  "message.table_total.max_length": "D K",
  "message.data_table_total.max_length": "D K",
  "message.tables.max_items": "K X",
  "message.data_visualizations.max_items": "K X",
};

/** Where the sources disagree about a shape, a field or a total: what was chosen, and why. */
const choicesByName: Readonly<Record<string, string>> = {
  "message.text": "chat.postMessage cuts what is over 40,000 and only warns; chat.update refuses it (`msg_too_long`).",
  "attachment.blocks": "The limit of a message is taken for an attachment too.",
  header: "`level` is unknown to T, P and J; D and X say 1 to 4.",
  "actions.elements": "25 since 2021; older pages say 5.",
  markdown: "`block_id` is accepted and ignored.",
  "video.description": "P and X say less than 200, T says nothing: 199 pass.",
  "file call share_shortcut": "Comes back from Slack and cannot be sent.",
  alert:
    "D, J and their samples: modals only; K shows one in a message. A refused message costs more than a missing colour: a section in its place.",
  card: "Modals are listed and fail in practice (X): refused there.",
  "card.title card.subtitle card.body": "T allows only mrkdwn, P and X any text object: any passes.",
  "card.actions": "X says 2, J and slackblocks 3: 3 pass.",
  "container.child_blocks": "M saw the live validator list other children: those of T.",
  "task_card.title plan.title data_table.caption": "The length is not documented: the 3,000 of every text.",
  "task_card.status": "T and P require it, X and Slack's own samples do not: not required.",
  "task_card.icon": "Not in D; `blocks.validate` and cards that were sent take it (2026-10).",
  plan: "X allows one plan a message; nobody else does, so several pass.",
  "plan.tasks": "D's sample leaves out `type` in tasks, T wants it: both pass.",
  table: "K adds Home tabs to messages: both pass.",
  action_cell: "Known from one sample of D and from K's advice; whether `fallback` is required is not said: it is not.",
  "data_table.rows": "T, J and older pages say 101; D since 2026-09 and M say 201, header included: 201.",
  "line bar area": "Published samples break it themselves (`Thur` against `Thurs`): the written rule stands.",
  "line.series bar.series area.series": "D says 6, one later reading 12: 6.",
  "rich_text.elements rich_text_section.elements rich_text_quote.elements":
    "P #1576 and X saw empty lists accepted in Block Kit Builder, production refuses them (hermes-agent #59621, 2026-07): refused.",
  "rich_text_preformatted.elements":
    "T allows only text and link, Slack's own composer puts mentions and emoji there: every leaf passes.",
  "rich_text_attachment_mention rich_text_canvas rich_text_canvas_message_unfurl rich_text_canvas_user_mention rich_text_citation rich_text_file rich_text_list_record rich_text_message_mention rich_text_salesforce_data_field rich_text_tag rich_text_work_object_mention rich_text_workflow_mention":
    "Only D knows it, since 2026, and adds keys: what is required is checked and nothing else.",
  button: "The prompts are only in D's newest samples; their length is not documented, so none is checked.",
  "button.style workflow_button.style": "There is no `default` (slack-go #871): leave it out.",
  workflow_button: "X requires `action_id`, T does not: not required.",
  "overflow.options": "J says at least 2, P and X 1: one option passes.",
  "datetimepicker.initial_date_time": "The text of P's message says 99999999, its check and T ten digits: ten digits.",
  "option.value option_mrkdwn.value option_url.value":
    "T says 75; P, X and D say 150, and 150 passes: more than 150 is refused, more than 75 draws a warning.",
  option_mrkdwn:
    "Only checkboxes and radio buttons take mrkdwn. T says that a description is plain text, D's sample of checkboxes has mrkdwn: both pass.",
  option_url:
    "Only an overflow menu takes `url`, and an empty one is refused (slack-go #612). P's sample has a link without `value`: not required here.",
  confirm: "D requires all four texts, T only `text`: only `text` is required, the others draw a warning.",
  "message.text_total.max_length":
    "Undocumented: `msg_blocks_too_long` at about 13,200 characters, less with containers around them. 12,000 is refused here; above 10,000, mostly of rich text, draws a warning.",
  "message.markdown_total.max_length": "D and T say 12,000, about 13,300 were seen to pass (bolt-js #2509): 12,000.",
  "message.data_table_total.max_length": "10,000 until 2026-09, 20,000 since.",
  "message.tables.max_items": "K speaks of `table`, X counts `data_table` too: one of either.",
};

const sources = new Map([
  ...Object.entries(shapesBySources).flatMap(([letters, names]) =>
    names.split(" ").map((name) => [name, letters] as const),
  ),
  ...Object.entries(sourcesOfFields),
]);
const choices = new Map(
  Object.entries(choicesByName).flatMap(([names, choice]) => names.split(" ").map((name) => [name, choice] as const)),
);

/** The sources of a shape, of a field (`option.value`) or of a total; a field has those of its shape, unless it has its own. */
export function sourcesOf(name: string): string {
  return sources.get(name) ?? sources.get(name.replace(/\..*/, "")) ?? "";
}

/** What was chosen where the sources disagree. */
export function choiceFor(name: string): string | undefined {
  return choices.get(name);
}

/** Every name that has a reason here. */
export const reasonedNames: readonly string[] = [...sources.keys(), ...choices.keys()];
