/** Where people and the bot talk: Slack. */

import type { Instant } from "../domain/instant.ts";

export interface ChatMessage {
  /** Unique and rising in its channel; Slack's `ts`. */
  readonly id: string;
  readonly at: Instant;
  readonly threadId?: string;
  /** The posting user's id, a bot's own user included. */
  readonly author: string;
  readonly text: string;
}

export interface Post {
  /** Channel id. */
  readonly channel: string;
  readonly text: string;
  readonly threadId?: string;
  /**
   * Names this post for ever. Slack has no idempotency key, so the adapter stamps it into the message's metadata
   * and looks for it before it posts a second time (`attempt` above 1).
   */
  readonly key: string;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly signal: AbortSignal;
}

/**
 * Two identities of Allclear's own app, both independent of the bot under watch: `chat` speaks to the team as the
 * app, `tester` speaks to the bot as a person would.
 * Every call throws `PortError`, and stops early when its signal aborts.
 */
export interface Chat {
  /** Posts once per key, also after a crash; answers with the message that stands there. */
  post(post: Post): Promise<ChatMessage>;
  /** The thread's messages after its first, oldest first. */
  readThread(thread: ThreadQuery): Promise<readonly ChatMessage[]>;
  /** The user id we post as; also the cheapest proof that Slack answers and our token is good. */
  whoAmI(signal: AbortSignal): Promise<string>;
}

export interface ThreadQuery {
  readonly channel: string;
  readonly threadId: string;
  readonly signal: AbortSignal;
}
