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
  textArgument,
} from "../api-call.ts";
import {
  editMessage,
  findMessage,
  type NewMessage,
  permalinkOf,
  postMessage,
  removeMessage,
  toMessage,
} from "../messages.ts";
import { noteChange, type SimulatedChannel, type SlackMessage } from "../workspace.ts";
import { type CallContent, contentOf, longestText } from "./chat-content.ts";

function answerPost(call: ApiCall): ApiReply {
  const channel = channelOf(call, "write");
  if (isRefusal(channel)) {
    return channel;
  }
  const content = contentOf(call);
  if (isRefusal(content)) {
    return content;
  }
  const threadTs = threadOf(call, channel);
  if (typeof threadTs === "object") {
    return threadTs;
  }
  const message = postMessage(call.services.workspace, channel, newMessage(call, content, threadTs));
  return {
    ok: true,
    channel: channel.id,
    ts: message.ts,
    message: { ...message },
    ...((content.text?.length ?? 0) > longestText
      ? { warning: "message_truncated", response_metadata: { warnings: ["message_truncated"] } }
      : {}),
  };
}

function newMessage(call: ApiCall, content: CallContent, threadTs: string | undefined): NewMessage {
  return {
    author: { userId: actorOf(call), app: call.app },
    content: { ...content, text: (content.text ?? "").slice(0, longestText) },
    isBroadcast: booleanArgument(call, "reply_broadcast"),
    ...(threadTs === undefined ? {} : { threadTs }),
  };
}

/** The parent's `ts`. A reply's `ts` stands for its parent. */
function threadOf(call: ApiCall, channel: SimulatedChannel): string | undefined | Refusal {
  const threadTs = textArgument(call, "thread_ts");
  if (threadTs === undefined) {
    return undefined;
  }
  if (!/^\d+\.\d{6}$/.test(threadTs)) {
    return refuse("invalid_thread_ts", {
      response_metadata: { messages: [`[ERROR] ${threadTs} is not a valid thread_ts`] },
    });
  }
  const message = findMessage(channel, threadTs);
  return message === undefined ? refuse("thread_not_found") : (message.thread_ts ?? message.ts);
}

function answerUpdate(call: ApiCall): ApiReply {
  const found = ownMessage(call, "cant_update_message");
  if (isRefusal(found)) {
    return found;
  }
  const content = contentOf(call);
  if (isRefusal(content)) {
    return content;
  }
  const { channel, message } = found;
  editMessage(call.services.workspace, { channel, message, editor: actorOf(call) }, content);
  return { ok: true, channel: channel.id, ts: message.ts, text: message.text, message: { ...message } };
}

function answerDelete(call: ApiCall): ApiReply {
  const found = ownMessage(call, "cant_delete_message");
  if (isRefusal(found)) {
    return found;
  }
  removeMessage(call.services.workspace, found.channel, found.message);
  return { ok: true, channel: found.channel.id, ts: found.message.ts };
}

/** A token changes only what its own holder wrote through its own app. */
function ownMessage(call: ApiCall, error: string): { channel: SimulatedChannel; message: SlackMessage } | Refusal {
  const channel = channelOf(call, "write");
  if (isRefusal(channel)) {
    return channel;
  }
  const ts = textArgument(call, "ts");
  if (ts === undefined) {
    return refuseArguments("missing required field: ts");
  }
  const message = findMessage(channel, ts);
  if (message === undefined) {
    return refuse("message_not_found");
  }
  return message.user === actorOf(call) ? { channel, message } : refuse(error);
}

function answerEphemeral(call: ApiCall): ApiReply {
  const channel = channelOf(call, "write");
  if (isRefusal(channel)) {
    return channel;
  }
  const content = contentOf(call);
  if (isRefusal(content)) {
    return content;
  }
  const user = textArgument(call, "user");
  if (user === undefined) {
    return refuseArguments("missing required field: user");
  }
  if (!channel.members.has(user)) {
    return refuse("user_not_in_channel");
  }
  const threadTs = textArgument(call, "thread_ts");
  const parent = threadTs === undefined ? undefined : findMessage(channel, threadTs);
  const message = toMessage(call.services.workspace, newMessage(call, content, threadTs), parent);
  channel.ephemerals.push({ ...message, shownTo: user });
  noteChange(call.services.workspace);
  return { ok: true, message_ts: message.ts };
}

function answerPermalink(call: ApiCall): ApiReply {
  const channel = channelOf(call, "see");
  if (isRefusal(channel)) {
    return channel;
  }
  const message = findMessage(channel, textArgument(call, "message_ts") ?? "");
  if (message === undefined) {
    return refuse("message_not_found");
  }
  return { ok: true, channel: channel.id, permalink: permalinkOf(call.services.url(), channel, message) };
}

const writing = { scope: "chat:write", tokens: ["bot", "user"] } as const;

export const chatMethods: Readonly<Record<string, ApiMethod>> = {
  "chat.postMessage": { ...writing, rate: "per-channel", answer: answerPost },
  "chat.postEphemeral": { ...writing, rate: 100, answer: answerEphemeral },
  "chat.update": { ...writing, rate: 50, answer: answerUpdate },
  "chat.delete": { ...writing, rate: 50, answer: answerDelete },
  "chat.getPermalink": { tokens: ["bot", "user"], rate: "unlimited", answer: answerPermalink },
};
