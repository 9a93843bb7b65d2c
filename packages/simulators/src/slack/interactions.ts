import type { Delivery } from "./delivery.ts";
import { findMessage } from "./messages.ts";
import type { ResponseUrls } from "./response-urls.ts";
import type { ButtonClick, InteractionOutcome, SlashCommand, ViewSubmission } from "./slack-control.ts";
import {
  issueId,
  noteChange,
  type SimulatedApp,
  type SimulatedChannel,
  type SimulatedView,
  type SlackMessage,
  type Workspace,
} from "./workspace.ts";
import { requireApp, requireChannel, requireUser, UnknownThingError } from "./workspace-setup.ts";

/** A trigger opens one view within three seconds (docs.slack.dev/interactivity, "trigger_id"). */
const triggerLastsMs = 3000;

export interface Interactions {
  slashCommand(command: SlashCommand): Promise<InteractionOutcome>;
  clickButton(click: ButtonClick): Promise<InteractionOutcome>;
  submitView(submission: ViewSubmission): Promise<InteractionOutcome>;
  takeTrigger(triggerId: string, app: SimulatedApp): { userId: string } | { error: string };
}

interface Parts {
  readonly workspace: Workspace;
  readonly delivery: Delivery;
  readonly responseUrls: ResponseUrls;
}

interface Trigger {
  readonly appId: string;
  readonly userId: string;
  readonly until: number;
  isUsed: boolean;
}

export function createInteractions(parts: Parts): Interactions {
  const triggers = new Map<string, Trigger>();
  const issueTrigger = (app: SimulatedApp, userId: string): string => {
    const id = `${issueId(parts.workspace, "")}.${parts.workspace.team.id}`;
    triggers.set(id, { appId: app.id, userId, until: parts.workspace.now() + triggerLastsMs, isUsed: false });
    return id;
  };
  return {
    slashCommand: (command) => sendCommand(parts, command, issueTrigger),
    clickButton: (click) => sendClick(parts, click, issueTrigger),
    submitView: (submission) => sendSubmission(parts, submission, issueTrigger),
    takeTrigger(triggerId, app) {
      const trigger = triggers.get(triggerId);
      if (trigger === undefined || trigger.appId !== app.id) {
        return { error: "invalid_trigger_id" };
      }
      if (trigger.isUsed) {
        return { error: "exchanged_trigger_id" };
      }
      if (parts.workspace.now() > trigger.until) {
        return { error: "expired_trigger_id" };
      }
      trigger.isUsed = true;
      return { userId: trigger.userId };
    },
  };
}

type IssueTrigger = (app: SimulatedApp, userId: string) => string;

async function sendCommand(parts: Parts, command: SlashCommand, issueTrigger: IssueTrigger) {
  const { workspace } = parts;
  const app = requireApp(workspace, command.appId);
  const channel = requireChannel(workspace, command.channel);
  requireUser(workspace, command.user);
  const place = { app, channel, userId: command.user };
  const common = { triggerId: issueTrigger(app, command.user), responseUrl: parts.responseUrls.issue(place) };
  const outcome = await parts.delivery.interaction(app, "slash_commands", {
    token: app.verificationToken,
    team_id: workspace.team.id,
    team_domain: workspace.team.domain,
    channel_id: channel.id,
    channel_name: channel.name,
    user_id: command.user,
    user_name: workspace.users.get(command.user)?.name,
    command: command.command,
    text: command.text ?? "",
    api_app_id: app.id,
    is_enterprise_install: "false",
    response_url: common.responseUrl,
    trigger_id: common.triggerId,
  });
  if (outcome.response !== undefined) {
    parts.responseUrls.show(place, outcome.response);
  }
  return { ...outcome, ...common };
}

async function sendClick(parts: Parts, click: ButtonClick, issueTrigger: IssueTrigger) {
  const { workspace } = parts;
  const channel = requireChannel(workspace, click.channel);
  requireUser(workspace, click.user);
  const { message, isEphemeral } = clickedMessage(channel, click.ts);
  const app = requireApp(workspace, message.app_id ?? "");
  const { blockId, element } = clickedElement(message, click.actionId);
  const place = { app, channel, userId: click.user, message };
  const common = { triggerId: issueTrigger(app, click.user), responseUrl: parts.responseUrls.issue(place) };
  const outcome = await parts.delivery.interaction(app, "interactive", {
    type: "block_actions",
    ...personAndApp(workspace, app, click.user),
    container: { type: "message", message_ts: message.ts, channel_id: channel.id, is_ephemeral: isEphemeral },
    trigger_id: common.triggerId,
    channel: { id: channel.id, name: channel.name },
    message: { ...message },
    state: { values: {} },
    response_url: common.responseUrl,
    actions: [toAction(workspace, { blockId, element, option: click.option })],
  });
  return { ...outcome, ...common };
}

async function sendSubmission(parts: Parts, submission: ViewSubmission, issueTrigger: IssueTrigger) {
  const { workspace } = parts;
  const view = workspace.views.get(submission.viewId);
  if (view === undefined) {
    throw new UnknownThingError(`There is no open view ${submission.viewId}`);
  }
  const app = requireApp(workspace, view.appId);
  const triggerId = issueTrigger(app, submission.user);
  const content = { ...view.content, state: { values: submission.values ?? {} } };
  const outcome = await parts.delivery.interaction(app, "interactive", {
    type: "view_submission",
    ...personAndApp(workspace, app, submission.user),
    trigger_id: triggerId,
    view: content,
    response_urls: [],
  });
  if (outcome.acked) {
    settleView(workspace, view, outcome.response);
  }
  return { ...outcome, triggerId, responseUrl: "" };
}

/** An acknowledged submission closes the view, unless the app shows errors or another view. */
function settleView(workspace: Workspace, view: SimulatedView, response: unknown): void {
  const action = (response as { response_action?: unknown } | undefined)?.response_action;
  if (action === undefined || action === "clear") {
    workspace.views.delete(view.id);
  }
  if (action === "update") {
    const update = (response as { view?: Record<string, unknown> }).view ?? {};
    view.content = { ...view.content, ...update };
  }
  noteChange(workspace);
}

function personAndApp(workspace: Workspace, app: SimulatedApp, userId: string) {
  const name = workspace.users.get(userId)?.name;
  return {
    user: { id: userId, username: name, name, team_id: workspace.team.id },
    team: { id: workspace.team.id, domain: workspace.team.domain },
    enterprise: null,
    is_enterprise_install: false,
    api_app_id: app.id,
    token: app.verificationToken,
  };
}

function clickedMessage(channel: SimulatedChannel, ts: string): { message: SlackMessage; isEphemeral: boolean } {
  const message = findMessage(channel, ts);
  if (message !== undefined) {
    return { message, isEphemeral: false };
  }
  const ephemeral = channel.ephemerals.find((candidate) => candidate.ts === ts);
  if (ephemeral === undefined) {
    throw new UnknownThingError(`There is no message ${ts} in ${channel.id}`);
  }
  return { message: ephemeral, isEphemeral: true };
}

type Element = Readonly<Record<string, unknown>>;

function clickedElement(message: SlackMessage, actionId: string): { blockId: unknown; element: Element } {
  for (const block of (message.blocks ?? []) as Element[]) {
    const elements = [...(Array.isArray(block.elements) ? block.elements : []), block.accessory] as Element[];
    const element = elements.find((candidate) => candidate?.action_id === actionId);
    if (element !== undefined) {
      return { blockId: block.block_id, element };
    }
  }
  throw new UnknownThingError(`The message ${message.ts} has no element with the action id ${actionId}`);
}

function toAction(
  workspace: Workspace,
  clicked: { blockId: unknown; element: Element; option: string | undefined },
): Record<string, unknown> {
  const { type, action_id, text, value, style, options } = clicked.element;
  const selected = Array.isArray(options)
    ? (options as Element[]).find((option) => option.value === clicked.option)
    : undefined;
  return {
    type,
    action_id,
    block_id: clicked.blockId,
    ...(type === "button" ? { text } : {}),
    ...(value === undefined ? {} : { value }),
    ...(style === undefined ? {} : { style }),
    ...(selected === undefined ? {} : { selected_option: selected }),
    action_ts: (workspace.now() / 1000).toFixed(6),
  };
}
