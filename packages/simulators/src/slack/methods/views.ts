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
import { stampIds } from "../message-text.ts";
import { refuseContent } from "../refuse-content.ts";
import { issueId, issueSecret, noteChange } from "../workspace.ts";

function answerOpen(call: ApiCall): ApiReply {
  const triggerId = textArgument(call, "trigger_id");
  const view = viewArgument(call);
  if (isRefusal(view)) {
    return view;
  }
  if (triggerId === undefined) {
    return refuseArguments("missing required field: trigger_id");
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
  const view = given === "unreadable" ? undefined : given.value;
  const refusal = refuseContent(view, "modal");
  if (refusal !== undefined) {
    return refusal;
  }
  const content = view as Record<string, unknown>;
  return content.type === "modal"
    ? content
    : refuseArguments(`unsupported type: ${String(content.type)} [json-pointer:/view/type]`);
}

export const viewMethods: Readonly<Record<string, ApiMethod>> = {
  "views.open": { tokens: ["bot", "user"], rate: 100, answer: answerOpen },
};
