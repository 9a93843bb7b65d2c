import type { AppCredentials, NewApp } from "./slack-control.ts";
import {
  type Grant,
  issueId,
  issueSecret,
  noteChange,
  type SimulatedApp,
  type SimulatedChannel,
  type TokenKind,
  type Workspace,
} from "./workspace.ts";

/** Every scope that some method or event of the simulator asks for. */
export const knownScopes = [
  "app_mentions:read",
  "channels:history",
  "channels:read",
  "chat:write",
  "commands",
  "groups:history",
  "groups:read",
  "reactions:read",
  "reactions:write",
  "users:read",
] as const;

/** Installs an app: its bot user, a bot token and an app-level token with `connections:write`. */
export function addApp(workspace: Workspace, input: NewApp): AppCredentials {
  const appId = issueId(workspace, "A");
  const botId = issueId(workspace, "B");
  const bot = addUser(workspace, { name: input.name, realName: input.name, botOf: appId });
  const app: SimulatedApp = {
    id: appId,
    name: input.name,
    botId,
    botUserId: bot.id,
    signingSecret: issueSecret(""),
    verificationToken: issueSecret("", 12),
    events: new Set(input.events ?? ["app_mention", "message.channels"]),
    createdAt: workspace.now(),
    isSubscribed: true,
    delivery:
      input.delivery === undefined || input.delivery === "socket"
        ? { kind: "socket" }
        : { kind: "http", requestUrl: input.delivery.requestUrl, isVerified: false },
  };
  workspace.apps.set(appId, app);
  const scopes = input.scopes ?? knownScopes;
  const botToken = addGrant(workspace, { kind: "bot", appId, userId: bot.id, scopes });
  const appToken = addGrant(workspace, { kind: "app", appId, scopes: ["connections:write"] });
  return { appId, botId, botUserId: bot.id, botToken, appToken, signingSecret: app.signingSecret };
}

export function addUser(
  workspace: Workspace,
  input: { name: string; realName?: string; botOf?: string },
): { id: string } {
  const id = issueId(workspace, "U");
  workspace.users.set(id, {
    id,
    name: input.name,
    realName: input.realName ?? input.name,
    createdAt: workspace.now(),
    ...(input.botOf === undefined ? {} : { botOf: input.botOf }),
  });
  return { id };
}

export function addChannel(
  workspace: Workspace,
  input: { name: string; members?: readonly string[]; isPrivate?: boolean },
): { id: string } {
  for (const member of input.members ?? []) {
    requireUser(workspace, member);
  }
  const channel: SimulatedChannel = {
    id: issueId(workspace, "C"),
    name: input.name,
    isPrivate: input.isPrivate ?? false,
    createdAt: workspace.now(),
    members: new Set(input.members),
    messages: [],
    ephemerals: [],
    isArchived: false,
  };
  workspace.channels.set(channel.id, channel);
  noteChange(workspace);
  return { id: channel.id };
}

const tokenPrefixes: Readonly<Record<TokenKind, string>> = { bot: "xoxb-", user: "xoxp-", app: "xapp-1-" };

export function addGrant(workspace: Workspace, input: Omit<Grant, "token" | "state">): string {
  const token = issueSecret(tokenPrefixes[input.kind]);
  workspace.grants.set(token, { ...input, token, state: "active" });
  return token;
}

/** Puts a new token in the place of an old one, which is refused from now on. */
export function rotateGrant(workspace: Workspace, token: string): string {
  const grant = requireGrant(workspace, token);
  // Bot and user tokens expire under token rotation; an app-level token is deleted and made anew.
  grant.state = grant.kind === "app" ? "invalid_auth" : "token_expired";
  const { state: _state, token: _token, ...kept } = grant;
  return addGrant(workspace, kept);
}

export function requireApp(workspace: Workspace, appId: string): SimulatedApp {
  return required(workspace.apps.get(appId), `There is no app ${appId}`);
}

export function requireChannel(workspace: Workspace, channelId: string): SimulatedChannel {
  return required(workspace.channels.get(channelId), `There is no channel ${channelId}`);
}

export function requireUser(workspace: Workspace, userId: string): void {
  required(workspace.users.get(userId), `There is no user ${userId}`);
}

export function requireGrant(workspace: Workspace, token: string): Grant {
  return required(workspace.grants.get(token), "There is no such token");
}

/** A control verb was asked about something that is not there; the message names it. */
export class UnknownThingError extends Error {
  override readonly name = "UnknownThingError";
}

function required<Value>(value: Value | undefined, message: string): Value {
  if (value === undefined) {
    throw new UnknownThingError(message);
  }
  return value;
}
