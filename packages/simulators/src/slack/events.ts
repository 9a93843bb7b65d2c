import { mentionedUsers } from "./message-text.ts";
import {
  issueId,
  type SimulatedApp,
  type SimulatedChannel,
  type SlackMessage,
  seconds,
  type Workspace,
} from "./workspace.ts";

type Event = Readonly<Record<string, unknown>> & { readonly type: string };

/** The scope an app must have been granted before Slack sends it an event of this subscription. */
const scopeOfSubscription: Readonly<Record<string, string>> = {
  app_mention: "app_mentions:read",
  "message.channels": "channels:history",
  "message.groups": "groups:history",
  reaction_added: "reactions:read",
  reaction_removed: "reactions:read",
};

/** Tells every app that hears this channel about a new message, and the mentioned apps once more. */
export function announceMessage(workspace: Workspace, channel: SimulatedChannel, message: SlackMessage): void {
  const { reactions: _reactions, ...content } = message;
  const event = {
    ...content,
    channel: channel.id,
    event_ts: message.ts,
    channel_type: channel.isPrivate ? "group" : "channel",
  };
  announceInChannel(workspace, channel, { subscription: messageSubscription(channel), event });
  const mentioned = new Set(mentionedUsers(message.text));
  const { channel_type: _type, ...mention } = event;
  for (const app of workspace.apps.values()) {
    if (mentioned.has(app.botUserId)) {
      announceTo(workspace, app, { channel, subscription: "app_mention", event: { ...mention, type: "app_mention" } });
    }
  }
}

/** A `message` event about another message: `message_changed` or `message_deleted`. */
export function announceChange(
  workspace: Workspace,
  channel: SimulatedChannel,
  change: Readonly<Record<string, unknown>> & { subtype: string; ts: string },
): void {
  const event = {
    type: "message",
    hidden: true,
    channel: channel.id,
    event_ts: change.ts,
    channel_type: channel.isPrivate ? "group" : "channel",
    ...change,
  };
  announceInChannel(workspace, channel, { subscription: messageSubscription(channel), event });
}

export function announceInChannel(
  workspace: Workspace,
  channel: SimulatedChannel,
  told: { readonly subscription: string; readonly event: Event },
): void {
  for (const app of workspace.apps.values()) {
    announceTo(workspace, app, { ...told, channel });
  }
}

function announceTo(
  workspace: Workspace,
  app: SimulatedApp,
  told: { readonly channel: SimulatedChannel; readonly subscription: string; readonly event: Event },
): void {
  const hears = app.isSubscribed && app.events.has(told.subscription) && told.channel.members.has(app.botUserId);
  if (!(hears && isInstalledFor(workspace, app, told.subscription))) {
    return;
  }
  const payload = toEventCallback(workspace, app, told.event);
  for (const listener of workspace.eventListeners) {
    listener(app, payload);
  }
}

/** An app whose bot token is gone is no longer installed, and Slack sends it nothing. */
function isInstalledFor(workspace: Workspace, app: SimulatedApp, subscription: string): boolean {
  const scope = scopeOfSubscription[subscription];
  return [...workspace.grants.values()].some(
    (grant) =>
      grant.appId === app.id &&
      grant.kind === "bot" &&
      grant.state === "active" &&
      (scope === undefined || grant.scopes.includes(scope)),
  );
}

function toEventCallback(workspace: Workspace, app: SimulatedApp, event: Event): Record<string, unknown> {
  return {
    token: app.verificationToken,
    team_id: workspace.team.id,
    context_team_id: workspace.team.id,
    context_enterprise_id: null,
    api_app_id: app.id,
    event,
    type: "event_callback",
    event_id: issueId(workspace, "Ev"),
    event_time: seconds(workspace.now()),
    authorizations: [
      {
        enterprise_id: null,
        team_id: workspace.team.id,
        user_id: app.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${Buffer.from(JSON.stringify({ et: event.type, tid: workspace.team.id, aid: app.id })).toString("base64url")}`,
  };
}

function messageSubscription(channel: SimulatedChannel): string {
  return channel.isPrivate ? "message.groups" : "message.channels";
}
