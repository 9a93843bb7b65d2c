import { createRedact, type Redact } from "../../domain/redact.ts";
import type { Chat, ChatMessage, Post, ThreadQuery } from "../../ports/chat.ts";
import { PortError } from "../../ports/port-error.ts";
import type { ManualClock } from "./manual-clock.ts";
import { createFailures, type Failures, type ScriptedFailures } from "./scripted-failures.ts";

export interface MemoryWorkspaceOptions {
  readonly clock: ManualClock;
  readonly channels: readonly string[];
  readonly redact?: Redact;
}

/** Something said: by one of our identities, or by anybody else through `say`. */
export interface SaidMessage extends ChatMessage {
  readonly channel: string;
}

export interface MemoryWorkspace {
  /** One identity of ours; each fails by its own script. */
  chatOf(userId: string): MemoryChat;
  /** Somebody else writes; answers with the message. */
  say(message: { channel: string; author: string; text: string; threadId?: string }): SaidMessage;
  /** Everything that stands in the channel, replies too, in the order of writing. */
  messages(channel: string): readonly SaidMessage[];
  /** Called at once for each new message: how a bot in memory answers. */
  onMessage(listener: (message: SaidMessage) => void): void;
}

export interface MemoryChat extends Chat, ScriptedFailures {
  /** The next post takes effect, but its answer never arrives. */
  loseNextAnswer(): void;
}

interface Workspace {
  readonly options: MemoryWorkspaceOptions;
  readonly standing: (SaidMessage & { readonly key?: string })[];
  readonly listeners: ((message: SaidMessage) => void)[];
  lastTick: number;
}

/** A chat service in memory, with the contract of the real one: threads, keys, rising ids, cut and masked texts. */
export function createMemoryWorkspace(options: MemoryWorkspaceOptions): MemoryWorkspace {
  const workspace: Workspace = { options, standing: [], listeners: [], lastTick: 0 };
  return {
    chatOf: (userId) => createMemoryChat(workspace, userId),
    say: (message) => add(workspace, message),
    messages: (channel) => workspace.standing.filter((message) => message.channel === channel),
    onMessage: (listener) => {
      workspace.listeners.push(listener);
    },
  };
}

function createMemoryChat(workspace: Workspace, userId: string): MemoryChat {
  const failures = createFailures("chat");
  let losesNext = false;
  return {
    ...failures,
    loseNextAnswer: () => {
      losesNext = true;
    },
    whoAmI: async (signal) => {
      failures.check(signal);
      return userId;
    },
    readThread: async (query) => readThread(workspace, failures, query),
    post: async (post) => {
      const message = sendPost(workspace, { failures, userId, post });
      if (!losesNext) return message;
      losesNext = false;
      throw new PortError("chat", "unreachable", "The answer to the post was lost");
    },
  };
}

function sendPost(
  workspace: Workspace,
  { failures, userId, post }: { readonly failures: Failures; readonly userId: string; readonly post: Post },
): ChatMessage {
  failures.check(post.signal);
  const earlier = workspace.standing.find((one) => one.channel === post.channel && one.key === post.key);
  if (post.attempt > 1 && earlier !== undefined) return toChatMessage(earlier);
  const redact = workspace.options.redact ?? createRedact([]);
  const { channel, threadId, key } = post;
  const text = redact(post.text).slice(0, 4_000);
  return toChatMessage(
    add(workspace, { channel, author: userId, text, key, ...(threadId === undefined ? {} : { threadId }) }),
  );
}

function readThread(workspace: Workspace, failures: Failures, query: ThreadQuery): readonly ChatMessage[] {
  failures.check(query.signal);
  const inChannel = workspace.standing.filter(({ channel }) => channel === query.channel);
  if (!inChannel.some(({ id }) => id === query.threadId)) throw notFound("thread");
  return inChannel.filter(({ threadId }) => threadId === query.threadId).map(toChatMessage);
}

function add(workspace: Workspace, input: Omit<SaidMessage, "id" | "at"> & { readonly key?: string }): SaidMessage {
  if (!workspace.options.channels.includes(input.channel)) throw notFound("channel");
  const at = workspace.options.clock.now();
  // Microseconds, so that several messages of one instant rise.
  workspace.lastTick = Math.max(workspace.lastTick + 1, at * 1_000);
  const ticks = String(workspace.lastTick).padStart(16, "0");
  const message = { ...input, id: `${ticks.slice(0, -6)}.${ticks.slice(-6)}`, at };
  workspace.standing.push(message);
  for (const listener of workspace.listeners) listener(message);
  return message;
}

function toChatMessage({ id, at, threadId, author, text }: SaidMessage): ChatMessage {
  return { id, at, ...(threadId === undefined ? {} : { threadId }), author, text };
}

function notFound(what: string): PortError {
  return new PortError("chat", "not-found", `The chat in memory has no such ${what}`);
}
