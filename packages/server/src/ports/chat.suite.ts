import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Chat, Post } from "./chat.ts";
import { PortError } from "./port-error.ts";

/** A channel that our identity is in, and what other people and the service do. */
export interface ChatWorld {
  readonly chat: Chat;
  readonly channel: string;
  /** Somebody else writes; answers with the message's id. */
  say(text: string, threadId?: string): Promise<string>;
  /** Everything that stands in the channel, replies too, in the order of writing. */
  texts(): Promise<readonly string[]>;
  /** The next post takes effect, but its answer never arrives. */
  loseNextAnswer(): Promise<void>;
  /** The next call is told to come back after so many milliseconds (whole seconds). */
  limitNextCall(retryAfterMs: number): Promise<void>;
  /** Our credentials are worthless from now on. */
  revoke(): Promise<void>;
  close(): Promise<void>;
}

export interface ChatCandidate {
  readonly name: string;
  create(): Promise<ChatWorld>;
}

export function describeChat({ name, create }: ChatCandidate): void {
  describe(`${name} keeps the contract of Chat`, () => {
    let world: ChatWorld;
    const { signal } = new AbortController();
    const post = (more: Partial<Post> = {}) =>
      world.chat.post({ channel: world.channel, text: "hello", key: "k1", attempt: 1, signal, ...more });
    const readThread = (threadId: string) => world.chat.readThread({ channel: world.channel, threadId, signal });

    beforeEach(async () => {
      world = await create();
    });
    afterEach(() => world.close());

    test("a post is answered with the message that stands there", async () => {
      const before = Date.now();

      const message = await post({ text: "first" });

      expect(message).toMatchObject({ text: "first", author: await world.chat.whoAmI(signal) });
      expect(message.threadId).toBeUndefined();
      expect(Math.abs(message.at - before)).toBeLessThan(60_000);
      expect(await world.texts()).toEqual(["first"]);
    });

    test("a reply stands in its thread", async () => {
      const parent = await post();

      const reply = await post({ text: "reply", key: "k2", threadId: parent.id });

      expect(reply.threadId).toBe(parent.id);
      expect(await readThread(parent.id)).toEqual([reply]);
    });

    test("a thread is read without its first message, oldest first", async () => {
      const parent = await world.say("question");
      const first = await world.say("one", parent);
      const second = await world.say("two", parent);
      await world.say("elsewhere");

      const thread = await readThread(parent);

      expect(thread.map(({ id, text, threadId }) => ({ id, text, threadId }))).toEqual([
        { id: first, text: "one", threadId: parent },
        { id: second, text: "two", threadId: parent },
      ]);
      expect(first < second).toBe(true);
    });

    test("a message without replies has an empty thread", async () => {
      expect(await readThread(await world.say("alone"))).toEqual([]);
    });

    test("a post whose answer was lost is not posted again", async () => {
      await world.loseNextAnswer();
      await expect(post()).rejects.toBeInstanceOf(PortError);

      const message = await post({ attempt: 2 });

      expect(message.text).toBe("hello");
      expect(await world.texts()).toEqual(["hello"]);
    });

    test("a reply whose answer was lost is not posted again", async () => {
      const parent = await world.say("question");
      await world.loseNextAnswer();
      await expect(post({ threadId: parent })).rejects.toBeInstanceOf(PortError);

      const message = await post({ threadId: parent, attempt: 2 });

      expect(message.threadId).toBe(parent);
      expect(await world.texts()).toEqual(["question", "hello"]);
    });

    test("a later attempt posts when nothing with its key stands there, whatever the texts", async () => {
      await post({ key: "other" });

      await post({ key: "k1", attempt: 2 });

      expect(await world.texts()).toEqual(["hello", "hello"]);
    });

    test("a secret in a text is masked before it is posted", async () => {
      await post({ text: "token xoxb-1234567890-planted" });

      expect(await world.texts()).toEqual(["token [redacted]"]);
    });

    test("a text of more than 4,000 characters arrives cut", async () => {
      const message = await post({ text: "a".repeat(9_000) });

      expect(message.text.length).toBeLessThanOrEqual(4_000);
      expect(message.text.startsWith("a".repeat(3_900))).toBe(true);
    });

    test("an unknown channel is not found", async () => {
      await expectFailure(post({ channel: "C0UNKNOWN" }), { code: "not-found" });
    });

    test("a thread that does not exist is not found", async () => {
      await expectFailure(readThread("1700000000.000001"), { code: "not-found" });
    });

    test("a rate limit says when to come back", async () => {
      await world.limitNextCall(7_000);

      await expectFailure(post(), { code: "rate-limited", retryAfterMs: 7_000 });
    });

    test("worthless credentials are told as such", async () => {
      await world.revoke();

      await expectFailure(world.chat.whoAmI(signal), { code: "unauthorized" });
    });

    test("a call whose signal has aborted stops and posts nothing", async () => {
      await expectFailure(post({ signal: AbortSignal.abort() }), { code: "timed-out" });

      expect(await world.texts()).toEqual([]);
    });
  });
}

async function expectFailure(call: Promise<unknown>, wanted: Partial<PortError>): Promise<void> {
  await expect(call).rejects.toBeInstanceOf(PortError);
  await expect(call).rejects.toMatchObject({ port: "chat", ...wanted });
}
