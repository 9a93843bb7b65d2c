import { createRedact, type Redact } from "../../domain/redact.ts";
import type { Chat, ChatMessage, Post, ThreadQuery } from "../../ports/chat.ts";
import { IdentityReply, MessagesReply, PostReply, type SlackMessageReply } from "./api-types.ts";
import { type CallSlack, createCallSlack } from "./client.ts";
import { cutText } from "./cut-text.ts";
import { keyOf, toChatMessage, toMetadata } from "./mapper.ts";

export interface SlackChatOptions {
  /** `xoxb-…` of Allclear's app, or `xoxp-…` by which it speaks as its tester. */
  readonly token: string;
  /** Slack's own unless given. */
  readonly apiUrl?: string;
  /** Masks secrets in what is posted; the known shapes unless given. */
  readonly redact?: Redact;
  /** For one request; 10 s unless given. */
  readonly timeoutMs?: number;
}

/** Slack's advice for one page (docs.slack.dev/apis/web-api/pagination). */
const pageSize = 200;
/** Ours: a post that is looked for is among the newest 1,000 messages, since the look comes minutes after it. */
const searchedPages = 5;
/** Ours: a thread of more than 10,000 replies is read in part. */
const threadPages = 50;

/**
 * Texts are Slack's mrkdwn, in both directions: who posts escapes `&`, `<` and `>` where they are meant as such.
 * Scopes: `chat:write`, `channels:history` (private channels: `groups:history`), for both kinds of token.
 */
export function createSlackChat(options: SlackChatOptions): Chat {
  const call = createCallSlack(options);
  const redact = options.redact ?? createRedact([options.token]);
  return {
    post: async (post) => {
      const standing = post.attempt > 1 ? await findPost(call, post) : undefined;
      return standing ?? sendPost(call, post, redact);
    },
    readThread: (thread) => readThread(call, thread),
    whoAmI: async (signal) => {
      const doing = "Asking Slack who we are";
      const reply = await call({ method: "auth.test", arguments: {}, reply: IdentityReply, doing, signal });
      return reply.user_id;
    },
  };
}

async function sendPost(call: CallSlack, post: Post, redact: Redact): Promise<ChatMessage> {
  const { message } = await call({
    method: "chat.postMessage",
    arguments: {
      channel: post.channel,
      text: cutText(redact(post.text)),
      thread_ts: post.threadId,
      metadata: toMetadata(post.key),
      unfurl_links: false,
      unfurl_media: false,
    },
    reply: PostReply,
    doing: "Posting to Slack",
    signal: post.signal,
  });
  return toChatMessage(message);
}

/** The post of an earlier attempt whose answer was lost. */
async function findPost(call: CallSlack, post: Post): Promise<ChatMessage | undefined> {
  const place = { channel: post.channel, include_all_metadata: true };
  const search: Pick<MessageSearch, "method" | "arguments" | "pages"> =
    post.threadId === undefined
      ? { method: "conversations.history", arguments: place, pages: searchedPages }
      : { method: "conversations.replies", arguments: { ...place, ts: post.threadId }, pages: threadPages };
  const doing = "Looking for an earlier post in Slack";
  for await (const message of readMessages(call, { ...search, doing, signal: post.signal })) {
    if (keyOf(message) === post.key) return toChatMessage(message);
  }
  return undefined;
}

async function readThread(call: CallSlack, thread: ThreadQuery): Promise<readonly ChatMessage[]> {
  const found: ChatMessage[] = [];
  const messages = readMessages(call, {
    method: "conversations.replies",
    arguments: { channel: thread.channel, ts: thread.threadId },
    pages: threadPages,
    doing: "Reading a thread in Slack",
    signal: thread.signal,
  });
  for await (const message of messages) {
    if (message.ts !== thread.threadId) found.push(toChatMessage(message));
  }
  return found;
}

interface MessageSearch {
  readonly method: "conversations.history" | "conversations.replies";
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly pages: number;
  readonly doing: string;
  readonly signal: AbortSignal;
}

async function* readMessages(call: CallSlack, search: MessageSearch): AsyncGenerator<SlackMessageReply> {
  let cursor: string | undefined;
  for (let page = 0; page < search.pages; page += 1) {
    const reply = await call({
      method: search.method,
      arguments: { ...search.arguments, limit: pageSize, cursor },
      reply: MessagesReply,
      doing: search.doing,
      signal: search.signal,
    });
    yield* reply.messages;
    cursor = reply.response_metadata?.next_cursor;
    if (cursor === undefined || cursor === "") return;
  }
}
