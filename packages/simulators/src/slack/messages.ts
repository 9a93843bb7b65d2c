import { randomUUID } from "node:crypto";
import { announceChange, announceMessage } from "./events.ts";
import { escapeText, stampIds, toRichText } from "./message-text.ts";
import {
  issueTs,
  noteChange,
  type SimulatedApp,
  type SimulatedChannel,
  type SlackMessage,
  seconds,
  type Workspace,
} from "./workspace.ts";

export interface MessageContent {
  readonly text: string;
  readonly blocks?: readonly unknown[];
  readonly attachments?: readonly unknown[];
  readonly metadata?: unknown;
}

export interface MessageAuthor {
  readonly userId: string;
  /** The app through which the message came; absent when a person typed it. */
  readonly app?: SimulatedApp;
}

export interface NewMessage {
  readonly author: MessageAuthor;
  readonly content: MessageContent;
  /** `ts` of the parent; it must exist in the channel. */
  readonly threadTs?: string;
  readonly isBroadcast?: boolean;
}

/** Stamps a message, keeps it, counts it at its parent and sends the events that follow from it. */
export function postMessage(workspace: Workspace, channel: SimulatedChannel, input: NewMessage): SlackMessage {
  const parent = input.threadTs === undefined ? undefined : findMessage(channel, input.threadTs);
  const message = toMessage(workspace, input, parent);
  channel.messages.push(message);
  if (parent !== undefined) {
    countReply(parent, message);
  }
  announceMessage(workspace, channel, message);
  noteChange(workspace);
  return message;
}

export function toMessage(workspace: Workspace, input: NewMessage, parent?: SlackMessage): SlackMessage {
  const { author, content } = input;
  return {
    user: author.userId,
    type: "message",
    ts: issueTs(workspace),
    ...(author.app === undefined ? { client_msg_id: randomUUID() } : authorship(workspace, author.app)),
    ...shownContent(content),
    team: workspace.team.id,
    ...(input.isBroadcast === true && parent !== undefined ? { subtype: "thread_broadcast" } : {}),
    ...(parent === undefined ? {} : { thread_ts: parent.ts, ...(parent.user ? { parent_user_id: parent.user } : {}) }),
  };
}

/** What Slack stamps on everything that comes through an app, whether by bot token or by a person's token. */
function authorship(workspace: Workspace, app: SimulatedApp) {
  return {
    bot_id: app.botId,
    app_id: app.id,
    bot_profile: {
      id: app.botId,
      app_id: app.id,
      user_id: app.botUserId,
      name: app.name,
      icons: {},
      deleted: false,
      updated: seconds(app.createdAt),
      team_id: workspace.team.id,
    },
  };
}

function shownContent(content: MessageContent) {
  const hasBlocks = content.blocks !== undefined && content.blocks.length > 0;
  const text = escapeText(content.text);
  const blocks = hasBlocks ? stampIds(content.blocks ?? []) : toRichText(content.text);
  return {
    // Slack's own words for a message that came as blocks without text.
    text: text === "" && hasBlocks ? "This content can't be displayed." : text,
    ...(hasBlocks || text !== "" ? { blocks } : {}),
    ...(content.attachments === undefined ? {} : { attachments: [...content.attachments] }),
    ...(content.metadata === undefined ? {} : { metadata: content.metadata }),
  };
}

function countReply(parent: SlackMessage, reply: SlackMessage): void {
  const users = new Set([...(parent.reply_users ?? []), ...(reply.user === undefined ? [] : [reply.user])]);
  parent.thread_ts = parent.ts;
  parent.reply_count = (parent.reply_count ?? 0) + 1;
  parent.reply_users = [...users];
  parent.reply_users_count = users.size;
  parent.latest_reply = reply.ts;
}

export interface MessageEdit {
  readonly text?: string;
  readonly blocks?: readonly unknown[];
  readonly attachments?: readonly unknown[];
}

/** `text` without `blocks` takes the old blocks away; `blocks` without `text` keeps the text. */
export function editMessage(
  workspace: Workspace,
  place: { channel: SimulatedChannel; message: SlackMessage; editor: string },
  edit: MessageEdit,
): void {
  const { channel, message, editor } = place;
  const previous = { ...message };
  if (edit.text !== undefined || edit.blocks !== undefined) {
    const content = { text: edit.text ?? "", ...(edit.blocks === undefined ? {} : { blocks: edit.blocks }) };
    const shown = shownContent(content);
    const text = edit.text === undefined ? message.text : shown.text;
    delete message.blocks;
    Object.assign(message, shown, { text });
  }
  if (edit.attachments !== undefined) {
    message.attachments = [...edit.attachments];
  }
  const ts = issueTs(workspace);
  message.edited = { user: editor, ts };
  announceChange(workspace, channel, {
    subtype: "message_changed",
    message: { ...message },
    previous_message: previous,
    ts,
  });
  noteChange(workspace);
}

/** A parent with replies leaves a tombstone, so that its thread can still be read. */
export function removeMessage(workspace: Workspace, channel: SimulatedChannel, message: SlackMessage): void {
  const previous = { ...message };
  const index = channel.messages.indexOf(message);
  if ((message.reply_count ?? 0) > 0) {
    const { ts, team, thread_ts, reply_count, reply_users, reply_users_count, latest_reply } = message;
    const kept = { ts, team, thread_ts, reply_count, reply_users, reply_users_count, latest_reply };
    const tombstone = { type: "message", subtype: "tombstone", text: "This message was deleted.", ...kept };
    channel.messages[index] = { ...tombstone, user: "USLACKBOT" } as SlackMessage;
  } else {
    channel.messages.splice(index, 1);
    uncountReply(channel, message);
  }
  const ts = issueTs(workspace);
  announceChange(workspace, channel, {
    subtype: "message_deleted",
    deleted_ts: message.ts,
    previous_message: previous,
    ts,
  });
  noteChange(workspace);
}

function uncountReply(channel: SimulatedChannel, reply: SlackMessage): void {
  const parent = isReply(reply) ? findMessage(channel, reply.thread_ts ?? "") : undefined;
  if (parent === undefined) {
    return;
  }
  const replies = channel.messages.filter((message) => message.thread_ts === parent.ts && message !== parent);
  delete parent.reply_count;
  delete parent.reply_users;
  delete parent.latest_reply;
  delete parent.reply_users_count;
  if (replies.length === 0) {
    delete parent.thread_ts;
  }
  for (const left of replies) {
    countReply(parent, left);
  }
}

export function findMessage(channel: SimulatedChannel, ts: string): SlackMessage | undefined {
  return channel.messages.find((message) => message.ts === ts);
}

export function isReply(message: SlackMessage): boolean {
  return message.thread_ts !== undefined && message.thread_ts !== message.ts;
}

/** Parent and replies, oldest first. */
export function threadOf(channel: SimulatedChannel, parentTs: string): SlackMessage[] {
  return channel.messages.filter((message) => message.ts === parentTs || message.thread_ts === parentTs);
}

export function permalinkOf(url: string, channel: SimulatedChannel, message: SlackMessage): string {
  const thread = isReply(message) ? `?thread_ts=${message.thread_ts}&cid=${channel.id}` : "";
  return `${url}/archives/${channel.id}/p${message.ts.replace(".", "")}${thread}`;
}
