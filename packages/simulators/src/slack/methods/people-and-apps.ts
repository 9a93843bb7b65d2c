import {
  type ApiCall,
  type ApiMethod,
  type ApiReply,
  actorOf,
  refuse,
  refuseArguments,
  textArgument,
} from "../api-call.ts";
import { seconds } from "../workspace.ts";

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
  "users.info": { scope: "users:read", tokens, rate: 100, answer: answerUserInfo },
};
