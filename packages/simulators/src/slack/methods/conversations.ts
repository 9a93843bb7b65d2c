import {
  type ApiCall,
  type ApiMethod,
  type ApiReply,
  actorOf,
  booleanArgument,
  channelOf,
  isRefusal,
  type Refusal,
  refuse,
  refuseArguments,
  requireScope,
  textArgument,
} from "../api-call.ts";
import { findMessage, isReply, threadOf } from "../messages.ts";
import { type Page, pageOf, withinBounds } from "../paging.ts";
import { type SimulatedChannel, type SlackMessage, seconds } from "../workspace.ts";

function answerInfo(call: ApiCall): ApiReply {
  const channel = channelOf(call, "see");
  if (isRefusal(channel)) {
    return channel;
  }
  const refusal = requireScope(call.grant, channel.isPrivate ? "groups:read" : "channels:read");
  if (refusal !== undefined) {
    return refusal;
  }
  const members = booleanArgument(call, "include_num_members") ? { num_members: channel.members.size } : {};
  return { ok: true, channel: { ...toConversation(call, channel), ...members } };
}

function answerList(call: ApiCall): ApiReply {
  const types = (textArgument(call, "types") ?? "public_channel").split(",").map((type) => type.trim());
  const isKnown = types.every((type) => ["public_channel", "private_channel", "im", "mpim"].includes(type));
  if (!isKnown) {
    return refuse("invalid_types");
  }
  const refusal = scopesForTypes(call, types);
  if (refusal !== undefined) {
    return refusal;
  }
  const channels = [...call.services.workspace.channels.values()].filter(
    (channel) =>
      types.includes(channel.isPrivate ? "private_channel" : "public_channel") &&
      (!channel.isPrivate || channel.members.has(actorOf(call))) &&
      !(channel.isArchived && booleanArgument(call, "exclude_archived")),
  );
  const page = pageOf(call, channels, { key: (channel) => channel.id, usual: 100, most: 1000 });
  if (isRefusal(page)) {
    return page;
  }
  return {
    ok: true,
    channels: page.items.map((channel) => ({
      ...toConversation(call, channel),
      num_members: channel.members.size,
    })),
    response_metadata: { next_cursor: page.nextCursor },
  };
}

function scopesForTypes(call: ApiCall, types: readonly string[]): Refusal | undefined {
  const needed = [
    ...(types.includes("public_channel") ? ["channels:read"] : []),
    ...(types.includes("private_channel") ? ["groups:read"] : []),
  ];
  return needed.map((scope) => requireScope(call.grant, scope)).find((refusal) => refusal !== undefined);
}

function answerHistory(call: ApiCall): ApiReply {
  const channel = readableChannel(call);
  if (isRefusal(channel)) {
    return channel;
  }
  const shown = channel.messages.filter((message) => !isReply(message) || message.subtype === "thread_broadcast");
  const bounded = withinBounds(call, shown);
  if (isRefusal(bounded)) {
    return bounded;
  }
  const page = pageOf(call, bounded.reverse(), { key: (message) => message.ts, usual: 100, most: 999 });
  return isRefusal(page) ? page : { ...messagesReply(page), pin_count: 0 };
}

function answerReplies(call: ApiCall): ApiReply {
  const channel = readableChannel(call);
  if (isRefusal(channel)) {
    return channel;
  }
  const ts = textArgument(call, "ts");
  if (ts === undefined) {
    return refuseArguments("missing required field: ts");
  }
  const parent = findMessage(channel, ts);
  if (parent === undefined || isReply(parent)) {
    return refuse("thread_not_found");
  }
  const replies = withinBounds(
    call,
    threadOf(channel, ts).filter((message) => message !== parent),
  );
  if (isRefusal(replies)) {
    return replies;
  }
  const page = pageOf(call, [parent, ...replies], { key: (message) => message.ts, usual: 1000, most: 1000 });
  return isRefusal(page) ? page : messagesReply(page);
}

function messagesReply(page: Page<SlackMessage>) {
  const hasMore = page.nextCursor !== "";
  return {
    ok: true as const,
    messages: page.items.map((message) => ({ ...message })),
    has_more: hasMore,
    ...(hasMore ? { response_metadata: { next_cursor: page.nextCursor } } : {}),
  };
}

function readableChannel(call: ApiCall): SimulatedChannel | Refusal {
  const channel = channelOf(call, "read");
  if (isRefusal(channel)) {
    return channel;
  }
  return requireScope(call.grant, channel.isPrivate ? "groups:history" : "channels:history") ?? channel;
}

function toConversation(call: ApiCall, channel: SimulatedChannel) {
  const empty = { value: "", creator: "", last_set: 0 };
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !channel.isPrivate,
    is_group: channel.isPrivate,
    is_im: false,
    is_mpim: false,
    is_private: channel.isPrivate,
    is_archived: channel.isArchived,
    is_general: false,
    is_shared: false,
    is_org_shared: false,
    is_ext_shared: false,
    is_member: channel.members.has(actorOf(call)),
    created: seconds(channel.createdAt),
    context_team_id: call.services.workspace.team.id,
    topic: empty,
    purpose: empty,
    previous_names: [],
  };
}

const tokens = ["bot", "user"] as const;

export const conversationMethods: Readonly<Record<string, ApiMethod>> = {
  "conversations.info": { tokens, rate: 50, answer: answerInfo },
  "conversations.list": { tokens, rate: 20, answer: answerList },
  "conversations.history": { tokens, rate: 50, answer: answerHistory },
  "conversations.replies": { tokens, rate: 50, answer: answerReplies },
};
