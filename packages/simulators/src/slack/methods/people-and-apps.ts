import {
  type ApiCall,
  type ApiMethod,
  type ApiReply,
  actorOf,
  channelOf,
  isRefusal,
  refuse,
  refuseArguments,
  textArgument,
} from "../api-call.ts";
import { announceInChannel } from "../events.ts";
import { findMessage } from "../messages.ts";
import { issueTs, noteChange, seconds } from "../workspace.ts";

function answerAuthTest(call: ApiCall): ApiReply {
  const { workspace, url } = call.services;
  const user = workspace.users.get(actorOf(call));
  return {
    ok: true,
    url: `${url()}/`,
    team: workspace.team.name,
    user: user?.name ?? "",
    team_id: workspace.team.id,
    user_id: actorOf(call),
    ...(call.grant.kind === "bot" ? { bot_id: call.app.botId } : {}),
    is_enterprise_install: false,
  };
}

function answerConnectionsOpen(call: ApiCall): ApiReply {
  return { ok: true, url: call.services.issueSocketUrl(call.app) };
}

function answerReact(call: ApiCall): ApiReply {
  const channel = channelOf(call, "write");
  if (isRefusal(channel)) {
    return channel;
  }
  const name = textArgument(call, "name")?.replaceAll(":", "");
  const timestamp = textArgument(call, "timestamp");
  if (timestamp === undefined) {
    return refuse("no_item_specified");
  }
  if (name === undefined || !/^[a-z0-9_+'-]+$/.test(name)) {
    return refuse("invalid_name");
  }
  const message = findMessage(channel, timestamp);
  if (message === undefined) {
    return refuse("message_not_found");
  }
  const reactions = message.reactions ?? [];
  const reaction = reactions.find((existing) => existing.name === name);
  if (reaction?.users.includes(actorOf(call)) === true) {
    return refuse("already_reacted");
  }
  const users = [...(reaction?.users ?? []), actorOf(call)];
  message.reactions = [...reactions.filter((existing) => existing !== reaction), { name, users, count: users.length }];
  const { workspace } = call.services;
  const event = {
    type: "reaction_added",
    user: actorOf(call),
    reaction: name,
    item: { type: "message", channel: channel.id, ts: timestamp },
    item_user: message.user,
    event_ts: issueTs(workspace),
  };
  announceInChannel(workspace, channel, { subscription: "reaction_added", event });
  noteChange(workspace);
  return { ok: true };
}

function answerUserInfo(call: ApiCall): ApiReply {
  const id = textArgument(call, "user");
  if (id === undefined) {
    return refuseArguments("missing required field: user");
  }
  const { workspace } = call.services;
  const user = workspace.users.get(id);
  if (user === undefined) {
    return refuse("user_not_found");
  }
  const app = user.botOf === undefined ? undefined : workspace.apps.get(user.botOf);
  return {
    ok: true,
    user: {
      id: user.id,
      team_id: workspace.team.id,
      name: user.name,
      real_name: user.realName,
      deleted: false,
      color: "9f69e7",
      tz: "Etc/UTC",
      tz_label: "Coordinated Universal Time",
      tz_offset: 0,
      profile: {
        real_name: user.realName,
        display_name: app === undefined ? user.name : "",
        team: workspace.team.id,
        ...(app === undefined ? {} : { bot_id: app.botId, api_app_id: app.id }),
      },
      is_admin: false,
      is_owner: false,
      is_restricted: false,
      is_bot: app !== undefined,
      is_app_user: false,
      updated: seconds(user.createdAt),
    },
  };
}

const tokens = ["bot", "user"] as const;

export const peopleAndAppMethods: Readonly<Record<string, ApiMethod>> = {
  "auth.test": { tokens, rate: "unlimited", answer: answerAuthTest },
  "apps.connections.open": { scope: "connections:write", tokens: ["app"], rate: 50, answer: answerConnectionsOpen },
  "reactions.add": { scope: "reactions:write", tokens, rate: 50, answer: answerReact },
  "users.info": { scope: "users:read", tokens, rate: 100, answer: answerUserInfo },
};
