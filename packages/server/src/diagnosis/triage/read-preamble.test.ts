import { describe, expect, test } from "vitest";
import { createEntryReader } from "./read-entries.ts";

function readOne(line: string) {
  const reader = createEntryReader();
  const [entry] = [...reader.take(line), ...reader.finish()];
  return entry;
}

describe("what loggers write before their words", () => {
  test.each([
    ["ERROR:slack_bolt.App:it failed", "slack_bolt.App"],
    ["2026-11-23 20:48:07,935 - bot.handlers - ERROR - it failed", "bot.handlers -"],
    ["[2026-11-23 20:48:07,935] [ERROR] [bot.handlers:79] it failed", "bot.handlers:79"],
    ["2026-11-23 20:48:07.935 | ERROR    | bot.handlers:answer:79 - it failed", "bot.handlers:answer:79"],
    ["2026-11-23 20:48:07 [error    ] it failed", undefined],
    ["[2026-11-23 10:00:00 +0000] [7] [CRITICAL] it failed", "7"],
    ["[2026-11-23 10:00:00,000: ERROR/ForkPoolWorker-1] it failed", "ForkPoolWorker-1"],
    ["ERROR:    it failed", undefined],
    ["10:00:00.123 [bolt-app-threads-1] ERROR com.example.Bot - it failed", "bolt-app-threads-1 com.example.Bot"],
    ["2026-11-23 10:00:00,123 ERROR [main] com.foo.Bar: it failed", "main com.foo.Bar"],
    ["ERROR [2026-11-23 10:00:00,000] it failed", undefined],
    ["SEVERE: it failed", undefined],
    ["2026/11/23 10:00:00 ERROR it failed", undefined],
    ["2026/11/23 10:00:00 [error] 31#31: *1 it failed", undefined],
    ["E1123 20:52:17.746358       1 controller.go:114] it failed", "controller.go:114"],
    ["ERRO[0003] it failed", undefined],
    ["2026-11-23T10:00:00.000Z\tERROR\tbot/handler.go:12\tit failed", "bot/handler.go:12"],
    ["10:00AM ERR it failed", undefined],
    ["[10:00:00 ERR] it failed", undefined],
    ["2026-11-23 10:00:00.0000|ERROR|Bot.Handlers|it failed", "Bot.Handlers"],
    ["[2026-11-23T10:00:00Z ERROR bot::slack] it failed", "bot::slack"],
    ["[2026-11-23T10:00:00+00:00] app.ERROR: it failed", "app"],
    ["E, [2026-11-23T20:52:17.746358 #30961] ERROR -- : it failed", undefined],
    ["[10:00:00.000] ERROR (123): it failed", undefined],
    ["[10:00:00] [bot] › ✖  error     it failed", undefined],
    [" ERROR  it failed", undefined],
    ["[11/23/2026, 9:14:22 AM] [ERROR] it failed", undefined],
    ["Mon Nov 23 2026 09:14:22 GMT+0000 (Coordinated Universal Time) ERROR it failed", undefined],
    ["23.11.2026 09:14:22 ERROR it failed", undefined],
    ["[2026-11-23 10:00:00] [ERROR   ] discord.client: it failed", "discord.client"],
  ])("%s", (line, source) => {
    const entry = readOne(line);

    expect([entry?.severity, entry?.levelBy, entry?.text]).toEqual(["error", undefined, "it failed"]);
    if (source !== undefined) expect(entry?.source).toBe(source);
  });

  test("a text in quotes, as consoles of clouds copy it, is what it says", () => {
    const entry = readOne('2021-06-21 12:45:25.460 EDT "Route failure: Timed out \\"here\\""');

    expect([entry?.at, entry?.text]).toEqual([
      Date.UTC(2021, 5, 21, 16, 45, 25, 460),
      'Route failure: Timed out "here"',
    ]);
  });

  test.each([
    "INFO user asked: why did ERROR happen",
    "[INFO] ERROR rate 0",
    "2026-11-23 10:00:00,123 INFO [main] com.foo.Bar: ERROR page was shown",
  ])("the first level counts: %s", (line) => {
    const entry = readOne(line);

    expect(entry?.severity).toBe("info");
  });

  test.each(["Server started with ERROR pages", "Warning signs were read", "fail fast is on", "- ERROR in a list"])(
    "no level stands in the words of a line: %s",
    (line) => {
      const entry = readOne(line);

      expect([entry?.severity, entry?.text]).toEqual([undefined, line]);
    },
  );

  test("a class or a method that failed is no logger", () => {
    const texts = ["ERROR: TypeError: x is undefined", "ERROR chat.postMessage: invalid_auth"].map(
      (line) => readOne(line)?.text,
    );

    expect(texts).toEqual(["TypeError: x is undefined", "chat.postMessage: invalid_auth"]);
  });
});
