import {
  type ApiCall,
  type ApiMethod,
  type ApiReply,
  isRefusal,
  jsonArgument,
  type Refusal,
  refuse,
  refuseArguments,
  textArgument,
} from "../api-call.ts";
import { blockProblems } from "../blocks.ts";
import { stampIds } from "../message-text.ts";
import { issueId, issueSecret, noteChange } from "../workspace.ts";

const mostBlocks = 100;
const longestTitle = 24;

function answerOpen(call: ApiCall): ApiReply {
  const triggerId = textArgument(call, "trigger_id");
  const view = viewArgument(call);
  if (isRefusal(view)) {
    return view;
  }
  if (triggerId === undefined) {
    return refuseArguments("missing required field: trigger_id");
  }
  const messages = viewProblems(view);
  if (messages.length > 0) {
    return refuseArguments(...messages);
  }
  const trigger = call.services.takeTrigger(triggerId, call.app);
  if ("error" in trigger) {
    return refuse(trigger.error);
  }
  return { ok: true, view: keepView(call, view, trigger.userId) };
}

/** Keeps a view as open for that person and gives it the fields that Slack adds. */
function keepView(call: ApiCall, view: Record<string, unknown>, userId: string): Record<string, unknown> {
  const { workspace } = call.services;
  const id = issueId(workspace, "V");
  const content = {
    private_metadata: "",
    callback_id: "",
    clear_on_close: false,
    notify_on_close: false,
    close: null,
    submit: null,
    external_id: "",
    ...view,
    id,
    team_id: workspace.team.id,
    app_id: call.app.id,
    app_installed_team_id: workspace.team.id,
    bot_id: call.app.botId,
    root_view_id: id,
    previous_view_id: null,
    blocks: stampIds(view.blocks as unknown[]),
    state: { values: {} },
    hash: issueSecret("", 6),
  };
  workspace.views.set(id, { id, appId: call.app.id, userId, content });
  noteChange(workspace);
  return content;
}

function viewArgument(call: ApiCall): Record<string, unknown> | Refusal {
  const given = jsonArgument(call, "view");
  if (given === "absent") {
    return refuseArguments("missing required field: view");
  }
  const isObject = given !== "unreadable" && typeof given.value === "object" && given.value !== null;
  return isObject
    ? (given.value as Record<string, unknown>)
    : refuseArguments("must provide an object [json-pointer:/view]");
}

function viewProblems(view: Record<string, unknown>): string[] {
  const title = (view.title as { text?: unknown } | undefined)?.text;
  const blocks = blockProblems(view.blocks, mostBlocks).map(
    ({ message, pointer }) => `${message} [json-pointer:/view${pointer}]`,
  );
  return [
    ...(view.type === "modal" ? [] : [`unsupported type: ${String(view.type)} [json-pointer:/view/type]`]),
    ...(typeof title === "string" ? titleProblems(title) : ["missing required field: title [json-pointer:/view]"]),
    ...blocks,
  ];
}

function titleProblems(title: string): string[] {
  if (title === "") {
    return ["must be more than 0 characters [json-pointer:/view/title/text]"];
  }
  return title.length > longestTitle
    ? [`must be less than ${longestTitle + 1} characters [json-pointer:/view/title/text]`]
    : [];
}

export const viewMethods: Readonly<Record<string, ApiMethod>> = {
  "views.open": { tokens: ["bot", "user"], rate: 100, answer: answerOpen },
};
