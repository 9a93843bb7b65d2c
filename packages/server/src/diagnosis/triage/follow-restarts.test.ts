import { describe, expect, test } from "vitest";
import { createRestartFollower, readSaying } from "./follow-restarts.ts";

function follow(...texts: readonly string[]) {
  const follower = createRestartFollower();
  for (const [index, text] of texts.entries()) follower.take({ line: index + 1 }, readSaying(text));
  return follower.finish().map(({ line }) => line);
}

const LIFE = ["Starting Container", "⚡️ Bolt app is running!", "START report", "page 1/40"];

describe("a process that starts again and again", () => {
  test("without a word between is killed from outside", () => {
    expect(follow(...LIFE, ...LIFE, ...LIFE, ...LIFE)).toEqual([5, 9, 13]);
  });

  test("is stopped and started where it says so", () => {
    const stopped = [...LIFE, "received SIGTERM, shutting down"];

    expect(follow(...stopped, ...stopped, ...stopped, ...stopped)).toEqual([]);
  });

  test("a few times may be released a few times", () => {
    expect(follow(...LIFE, ...LIFE, ...LIFE)).toEqual([]);
  });

  test("at once in several places is several processes", () => {
    expect(follow(...Array(6).fill("[web] listening on port 3000"), "GET /health 200")).toEqual([]);
  });
});
