import { describe, expect, test } from "vitest";
import { MessagesReply, PostReply } from "./api-types.ts";
import { postedReply, threadReply } from "./fixtures/replies.ts";
import { keyOf, toChatMessage } from "./mapper.ts";

describe("A message of Slack", () => {
  test("keeps its whole id and is at its millisecond", () => {
    const { message } = PostReply.parse(postedReply);

    expect(toChatMessage(message)).toEqual({
      id: "1795441205.123456",
      at: 1_795_441_205_123,
      author: "U0ALLCLEAR",
      text: "Status: Investigating",
    });
    expect(keyOf(message)).toBe("incident-1:opened");
  });

  test("is in a thread when it is a reply, and by its bot when it has no user", () => {
    const [parent, reply] = MessagesReply.parse(threadReply).messages.map(toChatMessage);

    expect(parent).not.toHaveProperty("threadId");
    expect(reply).toMatchObject({ threadId: "1795441205.123456", author: "B0BOT" });
  });

  test("that came as blocks alone is read from its blocks", () => {
    const reply = MessagesReply.parse(threadReply).messages.map(toChatMessage)[1];

    expect(reply?.text).toBe("Commands\n*search* COMPANY");
  });

  test("with another app's metadata has no key of ours", () => {
    expect(MessagesReply.parse(threadReply).messages.map(keyOf)).toEqual([undefined, undefined, undefined]);
  });
});
