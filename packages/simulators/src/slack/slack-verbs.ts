import { checkFault } from "./check-fault.ts";
import type { Delivery } from "./delivery.ts";
import { announceInChannel } from "./events.ts";
import type { FaultScript } from "./faults.ts";
import type { Interactions } from "./interactions.ts";
import { findMessage, postMessage, threadOf } from "./messages.ts";
import type { SlackVerbs } from "./slack-control.ts";
import type { SocketMode } from "./socket-mode.ts";
import { issueTs, noteChange, type SimulatedChannel, type Workspace } from "./workspace.ts";
import {
  addApp,
  addChannel,
  addGrant,
  addUser,
  knownScopes,
  requireApp,
  requireChannel,
  requireGrant,
  requireUser,
  rotateGrant,
  UnknownThingError,
} from "./workspace-setup.ts";

export interface VerbParts {
  readonly workspace: Workspace;
  readonly sockets: SocketMode;
  readonly delivery: Delivery;
  readonly faults: FaultScript;
  readonly interactions: Interactions;
  /** Ends what still waits when the simulator stops. */
  readonly signal: AbortSignal;
}

/** The verbs themselves. Each checks what it names and rejects with an UnknownThingError when it is not there. */
export function createSlackVerbs(parts: VerbParts): SlackVerbs {
  return {
    ...setupVerbs(parts.workspace),
    ...channelVerbs(parts.workspace),
    ...reportVerbs(parts),
    ...faultVerbs(parts),
    ...connectionVerbs(parts),
    slashCommand: async (input) => await parts.interactions.slashCommand(input),
    clickButton: async (input) => await parts.interactions.clickButton(input),
    submitView: async (input) => await parts.interactions.submitView(input),
  };
}

function setupVerbs(workspace: Workspace) {
  return {
    createApp: async (input) => addApp(workspace, input),
    createUser: async (input) => addUser(workspace, input),
    createChannel: async (input) => addChannel(workspace, input),
    async createUserToken({ appId, userId, scopes }) {
      requireApp(workspace, appId);
      requireUser(workspace, userId);
      const granted = scopes ?? knownScopes.filter((scope) => scope !== "app_mentions:read" && scope !== "commands");
      return { token: addGrant(workspace, { kind: "user", appId, userId, scopes: granted }) };
    },
    async rotateToken({ token }) {
      return { token: rotateGrant(workspace, token) };
    },
  } satisfies Partial<SlackVerbs>;
}

function channelVerbs(workspace: Workspace) {
  return {
    async invite({ channelId, userId }) {
      const channel = requireChannel(workspace, channelId);
      requireUser(workspace, userId);
      channel.members.add(userId);
      announceMembership(workspace, channel, { type: "member_joined_channel", userId });
      return null;
    },
    async kick({ channelId, userId }) {
      const channel = requireChannel(workspace, channelId);
      announceMembership(workspace, channel, { type: "member_left_channel", userId });
      channel.members.delete(userId);
      return null;
    },
    async archive({ channelId }) {
      requireChannel(workspace, channelId).isArchived = true;
      noteChange(workspace);
      return null;
    },
    async say({ channel: channelId, user, text, threadTs }) {
      const channel = requireChannel(workspace, channelId);
      requireUser(workspace, user);
      if (!channel.members.has(user)) {
        throw new UnknownThingError(`The user ${user} is not in the channel ${channelId}`);
      }
      if (threadTs !== undefined && findMessage(channel, threadTs) === undefined) {
        throw new UnknownThingError(`There is no message ${threadTs} in ${channelId}`);
      }
      const thread = threadTs === undefined ? {} : { threadTs };
      return { ts: postMessage(workspace, channel, { author: { userId: user }, content: { text }, ...thread }).ts };
    },
  } satisfies Partial<SlackVerbs>;
}

function announceMembership(
  workspace: Workspace,
  channel: SimulatedChannel,
  change: { type: "member_joined_channel" | "member_left_channel"; userId: string },
): void {
  const event = {
    type: change.type,
    user: change.userId,
    channel: channel.id,
    channel_type: channel.isPrivate ? "G" : "C",
    team: workspace.team.id,
    event_ts: issueTs(workspace),
  };
  announceInChannel(workspace, channel, { subscription: change.type, event });
  noteChange(workspace);
}

function reportVerbs({ workspace, signal }: VerbParts) {
  return {
    messages: async ({ channelId }) => structuredClone(requireChannel(workspace, channelId).messages),
    thread: async ({ channelId, ts }) => structuredClone(threadOf(requireChannel(workspace, channelId), ts)),
    ephemerals: async ({ channelId }) => structuredClone(requireChannel(workspace, channelId).ephemerals),
    awaitChange: (wanted) => awaitChange(workspace, wanted, signal),
    async calls({ method, appId, since }) {
      return workspace.calls.filter(
        (call) =>
          (method === undefined || call.method === method) &&
          (appId === undefined || call.appId === appId) &&
          (since === undefined || call.at >= since),
      );
    },
    async deliveries({ appId, kind }) {
      return workspace.deliveries.filter(
        (delivery) =>
          (appId === undefined || delivery.appId === appId) && (kind === undefined || delivery.kind === kind),
      );
    },
    async views({ appId }) {
      const open = [...workspace.views.values()].filter((view) => view.appId === appId);
      return structuredClone(open.map((view) => view.content));
    },
  } satisfies Partial<SlackVerbs>;
}

/** Resolves with the workspace's version as soon as it differs from the given one, or after `timeoutMs`. */
async function awaitChange(
  workspace: Workspace,
  wanted: { readonly version: number; readonly timeoutMs: number },
  signal: AbortSignal,
): Promise<{ version: number }> {
  if (workspace.version === wanted.version) {
    const changed = Promise.withResolvers<void>();
    const timer = setTimeout(changed.resolve, wanted.timeoutMs);
    workspace.changeListeners.add(changed.resolve);
    signal.addEventListener("abort", () => changed.resolve(), { once: true });
    await changed.promise;
    clearTimeout(timer);
    workspace.changeListeners.delete(changed.resolve);
  }
  if (signal.aborted) {
    throw new Error("The Slack simulator was stopped");
  }
  return { version: workspace.version };
}

function faultVerbs({ workspace, faults, sockets }: VerbParts) {
  return {
    async script(fault) {
      checkFault(fault);
      return { id: faults.add(fault) };
    },
    async clearFault({ id }) {
      faults.remove(id);
      return null;
    },
    async clearFaults() {
      faults.removeAll();
      return null;
    },
    async revokeToken({ token }) {
      const grant = requireGrant(workspace, token);
      // An app-level token is deleted rather than revoked, and then Slack does not know it any more.
      grant.state = grant.kind === "app" ? "invalid_auth" : "token_revoked";
      if (grant.kind === "app") {
        sockets.drop(grant.appId, "close");
      }
      return null;
    },
  } satisfies Partial<SlackVerbs>;
}

function connectionVerbs({ workspace, sockets, delivery }: VerbParts) {
  return {
    connections: async ({ appId }) => sockets.connections(requireApp(workspace, appId).id),
    async dropSockets({ appId, how }) {
      return { dropped: sockets.drop(requireApp(workspace, appId).id, how ?? "reset") };
    },
    async deafen({ appId, deaf }) {
      sockets.deafen(requireApp(workspace, appId).id, deaf);
      return null;
    },
    async refuseSockets({ appId, refuse }) {
      sockets.refuse(requireApp(workspace, appId).id, refuse);
      return null;
    },
    async setSubscription({ appId, enabled }) {
      requireApp(workspace, appId).isSubscribed = enabled;
      return null;
    },
    async setRequestUrl({ appId, requestUrl }) {
      const app = requireApp(workspace, appId);
      const before = app.delivery;
      app.delivery = { kind: "http", requestUrl, isVerified: false };
      if (!(await delivery.verify(app))) {
        app.delivery = before;
        throw new UnknownThingError(`The request URL of ${appId} did not answer with the challenge`);
      }
      return null;
    },
  } satisfies Partial<SlackVerbs>;
}
