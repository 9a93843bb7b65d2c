import {
  type ApiCall,
  type ApiMethod,
  type ApiReply,
  actorOf,
  channelOf,
  isRefusal,
  type Refusal,
  refuse,
  textArgument,
} from "../api-call.ts";
import { announceInChannel } from "../events.ts";
import { findMessage, permalinkOf } from "../messages.ts";
import { issueTs, noteChange, type SimulatedChannel, type SlackMessage } from "../workspace.ts";

interface ReactionTarget {
  readonly channel: SimulatedChannel;
  readonly message: SlackMessage;
  /** The emoji, without its colons. */
  readonly name: string;
}

function answerAdd(call: ApiCall): ApiReply {
  const target = targetOf(call);
  if (isRefusal(target)) {
    return target;
  }
  const { message, name } = target;
  const reactions = message.reactions ?? [];
  const reaction = reactions.find((existing) => existing.name === name);
  if (reaction?.users.includes(actorOf(call)) === true) {
    return refuse("already_reacted");
  }
  const users = [...(reaction?.users ?? []), actorOf(call)];
  message.reactions = [...reactions.filter((existing) => existing !== reaction), { name, users, count: users.length }];
  announceReaction(call, target, "reaction_added");
  return { ok: true };
}

function answerRemove(call: ApiCall): ApiReply {
  const target = targetOf(call);
  if (isRefusal(target)) {
    return target;
  }
  const { message, name } = target;
  const reaction = message.reactions?.find((existing) => existing.name === name);
  if (reaction?.users.includes(actorOf(call)) !== true) {
    return refuse("no_reaction");
  }
  const users = reaction.users.filter((user) => user !== actorOf(call));
  const left = (message.reactions ?? [])
    .map((existing) => (existing === reaction ? { name, users, count: users.length } : existing))
    .filter(({ count }) => count > 0);
  if (left.length > 0) {
    message.reactions = left;
  } else {
    delete message.reactions;
  }
  announceReaction(call, target, "reaction_removed");
  return { ok: true };
}

function answerGet(call: ApiCall): ApiReply {
  const channel = channelOf(call, "see");
  if (isRefusal(channel)) {
    return channel;
  }
  const message = messageOf(call, channel);
  if (isRefusal(message)) {
    return message;
  }
  const permalink = permalinkOf(call.services.url(), channel, message);
  return { ok: true, type: "message", channel: channel.id, message: { ...message, permalink } };
}

function targetOf(call: ApiCall): ReactionTarget | Refusal {
  const channel = channelOf(call, "write");
  if (isRefusal(channel)) {
    return channel;
  }
  const name = textArgument(call, "name")?.replaceAll(":", "");
  if (name === undefined || !/^[a-z0-9_+'-]+$/.test(name)) {
    return refuse("invalid_name");
  }
  const message = messageOf(call, channel);
  return isRefusal(message) ? message : { channel, message, name };
}

function messageOf(call: ApiCall, channel: SimulatedChannel): SlackMessage | Refusal {
  const timestamp = textArgument(call, "timestamp");
  return timestamp === undefined
    ? refuse("no_item_specified")
    : (findMessage(channel, timestamp) ?? refuse("message_not_found"));
}

function announceReaction(call: ApiCall, target: ReactionTarget, type: "reaction_added" | "reaction_removed"): void {
  const { workspace } = call.services;
  const { channel, message, name } = target;
  const event = {
    type,
    user: actorOf(call),
    reaction: name,
    item: { type: "message", channel: channel.id, ts: message.ts },
    item_user: message.user,
    event_ts: issueTs(workspace),
  };
  announceInChannel(workspace, channel, { subscription: type, event });
  noteChange(workspace);
}

const tokens = ["bot", "user"] as const;

/** Rates: docs.slack.dev/reference/methods/reactions.add, .get and .remove. */
export const reactionMethods: Readonly<Record<string, ApiMethod>> = {
  "reactions.add": { scope: "reactions:write", tokens, rate: 50, answer: answerAdd },
  "reactions.get": { scope: "reactions:read", tokens, rate: 50, answer: answerGet },
  "reactions.remove": { scope: "reactions:write", tokens, rate: 20, answer: answerRemove },
};
