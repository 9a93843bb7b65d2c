import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createEntryReader } from "./read-entries.ts";

function read(log: string) {
  const reader = createEntryReader();
  return [...log.split("\n").flatMap((line) => reader.take(line)), ...reader.finish()];
}

describe("the lines of one error", () => {
  test("are one entry, with the line that told of it", () => {
    const entries = read(`2026-11-23 20:48:07,935 - bot - ERROR - Failed to answer
Traceback (most recent call last):
  File "/app/bot.py", line 12, in answer
    return facts["b"]
KeyError: 'b'
2026-11-23 20:48:08,000 - bot - INFO - next`);

    expect(entries.map(({ line, severity, text }) => [line, severity, text])).toEqual([
      [1, "error", "Failed to answer: KeyError: 'b'\n    at answer (/app/bot.py:12)"],
      [6, "info", "next"],
    ]);
  });

  test("are told apart from those of another process in between", () => {
    const entries = read(`bot-1  | Traceback (most recent call last):
web-1  | INFO:     ready
bot-1  |   File "/app/bot.py", line 12, in answer
bot-1  | KeyError: 'b'`);

    expect(entries.map(({ service, text }) => [service, text])).toEqual([
      ["web-1", "ready"],
      ["bot-1", "KeyError: 'b'\n    at answer (/app/bot.py:12)"],
    ]);
  });

  test("of which nobody knows the class keep the line above them", () => {
    const entries = read(`[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'slack_bolt'
Traceback (most recent call last):
  File "/var/task/app.py", line 3, in handler`);

    expect(entries.map(({ text }) => text)).toEqual([
      "Runtime.ImportModuleError: Unable to import module 'app': No module named 'slack_bolt'\n    at handler (/var/task/app.py:3)",
    ]);
  });

  test("may be more of a message", () => {
    const entries =
      read(`ERROR:slack_bolt.App:Failed to run listener function (error: The request to the Slack API failed.
The server responded with: {'ok': False, 'error': 'invalid_blocks'})
INFO:bot:next`);

    expect(entries.map(({ text }) => text.split("\n").length)).toEqual([2, 1]);
  });

  test("stand below the level in .NET", () => {
    const entries = read(`fail: Bot.Handlers[0]
      Could not post
info: Bot.Handlers[0]
      Posted`);

    expect(entries.map(({ severity, text }) => [severity, text])).toEqual([
      ["error", "Could not post"],
      ["info", ""],
      [undefined, "      Posted"],
    ]);
  });

  test("that were logged to be debugged stay so", () => {
    const entries = read(`2026-11-23 20:48:07,935 DEBUG bot: cache miss
Traceback (most recent call last):
  File "/app/bot.py", line 12, in answer
KeyError: 'b'`);

    expect(entries.map(({ severity }) => severity)).toEqual(["debug", "debug"]);
  });

  test("no line is lost, and each entry knows one that was read", () => {
    const line = fc.constantFrom(
      "Traceback (most recent call last):",
      '  File "/app/bot.py", line 12, in answer',
      "KeyError: 'b'",
      "ERROR:bot:failed",
      "INFO:bot:fine",
      "The server responded with: {}",
      "",
      "web-1  | panic: x",
      "words",
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const entries = read(lines.join("\n"));

        const levels = lines.filter((one) => /^(?:ERROR|INFO):/.test(one)).length;
        expect(entries.filter(({ severity }) => severity !== undefined).length).toBe(levels);
        for (const { line: at } of entries) expect(at >= 1 && at <= Math.max(1, lines.length)).toBe(true);
      }),
    );
  });
});
