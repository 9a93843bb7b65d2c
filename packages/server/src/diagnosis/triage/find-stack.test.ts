import { describe, expect, test } from "vitest";
import { createEntryReader } from "./read-entries.ts";

function readOne(fields: unknown) {
  const reader = createEntryReader();
  const [entry] = [...reader.take(JSON.stringify(fields)), ...reader.finish()];
  return entry;
}

const TRACEBACK = `Traceback (most recent call last):
  File "/app/bot.py", line 12, in answer
    client.messages.create()
anthropic.RateLimitError: Error code: 429`;
const STACK = "anthropic.RateLimitError: Error code: 429\n    at answer (/app/bot.py:12)";

describe("a structured entry of another language", () => {
  test.each([
    [{ levelname: "ERROR", message: "Failed to answer", exc_info: TRACEBACK }],
    [{ level: "error", event: "Failed to answer", exception: TRACEBACK }],
    [
      {
        text: `2026-11-23 20:48:16.554 | ERROR | bot:answer:12 - Failed to answer\n${TRACEBACK}\n`,
        record: {
          level: { name: "ERROR" },
          message: "Failed to answer",
          name: "bot",
          exception: { type: "RateLimitError" },
        },
      },
    ],
    [
      {
        level: "error",
        event: "Failed to answer",
        exception: [
          {
            exc_type: "anthropic.RateLimitError",
            exc_value: "Error code: 429",
            frames: [{ filename: "/app/bot.py", lineno: 12, name: "answer" }],
          },
        ],
      },
    ],
  ])("says its level, its message and its error: %j", (fields) => {
    const entry = readOne(fields);

    expect([entry?.severity, entry?.text, entry?.fields?.stack]).toEqual(["error", "Failed to answer", STACK]);
  });

  test.each([
    [
      {
        LogLevel: "Error",
        Message: "Could not post",
        Exception: "System.TimeoutException: too late\n   at Bot.Post() in /src/Bot.cs:line 12",
      },
    ],
    [
      {
        "@t": "2026-11-23T10:00:00Z",
        "@l": "Error",
        "@mt": "Could not post",
        "@x": "System.TimeoutException: too late\n   at Bot.Post() in /src/Bot.cs:line 12",
      },
    ],
    [
      {
        level: "ERROR",
        message: "Could not post",
        stack_trace: "System.TimeoutException: too late\n\tat Bot.Post() in /src/Bot.cs:line 12",
      },
    ],
  ])("may be of Java or .NET: %j", (fields) => {
    const entry = readOne(fields);

    expect([entry?.severity, entry?.text]).toEqual(["error", "Could not post"]);
    expect(String(entry?.fields?.stack)).toMatch(/^System\.TimeoutException: too late\n\s+at Bot\.Post\(\)/);
  });
});
