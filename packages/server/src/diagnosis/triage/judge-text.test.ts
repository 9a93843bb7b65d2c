import { describe, expect, test } from "vitest";
import { judgeEntry } from "./judge-text.ts";
import { createEntryReader } from "./read-entries.ts";
import { readPlatform } from "./read-platform.ts";

function judge(line: string) {
  const reader = createEntryReader();
  const [entry] = [...reader.take(line), ...reader.finish()];
  return entry === undefined ? undefined : judgeEntry(entry);
}

describe("what went wrong is told without a level", () => {
  test.each([
    "❌ Failed to handle message: SlackApiError('invalid_auth')",
    "🚨 [worker-2] connection to redis lost",
    "[web1]MongoServerError: bad auth : Authentication failed.",
    "worker-3: Failed to post the answer",
    "not_authed",
    "Slack answered: not_in_channel",
    "python: can't open file '/app/bot.py': [Errno 2] No such file or directory",
    "panic: send on closed channel",
    "pymongo.errors.OperationFailure: bad auth : Authentication failed.",
    "INFO:openai:error_code=insufficient_quota error_message='You exceeded your current quota' error_type=insufficient_quota",
    "2026-11-23 10:00:00,000 - bot - INFO - answer: {'error': {'message': 'Overloaded', 'type': 'overloaded_error'}}",
    `{"ok":false,"error":"invalid_auth"}`,
    `{"event":"post","error":{"code":"ECONNREFUSED","message":"connect"}}`,
  ])("%s", (line) => {
    expect(judge(line)).toBe("error");
  });

  test.each([
    "❌ errors: 0  ✅ ok: 41",
    "Tests: 12 passed, 0 failed",
    "INFO:bot:user asked: what does {'error': {'message': 'x'}} mean",
    "[slack-bot] ready, error handler installed",
    "token_rotation is on",
    "INFO:bot:missing_scope is explained in the manual",
    `{"event":"post","error":null}`,
    `{"event":"post","error":"none"}`,
  ])("and what did not is not: %s", (line) => {
    expect(["quiet", "open"]).toContain(judge(line));
  });

  test("a request that Bolt for Python does not know is warned of", () => {
    expect(judge("WARNING:slack_bolt.App:Unhandled request ({'type': 'block_actions'})")).toBe("warn");
  });

  test("an answer of 429 to one of Python's HTTP clients may still be mended", () => {
    expect(judge('INFO:httpx:HTTP Request: POST https://api.openai.com/v1/x "HTTP/1.1 429 Too Many Requests"')).toBe(
      "warn",
    );
  });
});

describe("what shells and runners say of a process", () => {
  test.each([
    ["sh: 1: next: not found", "exit-127"],
    ["/bin/sh: 1: ts-node: not found", "exit-127"],
    ["bash: line 1: node: command not found", "exit-127"],
    ['exec: "node": executable file not found in $PATH', "exit-127"],
    ["exec /app/start.sh: exec format error", "exit-126"],
    ["sh: 1: ./start.sh: Permission denied", "exit-126"],
    ["exit status 2", "exit-2"],
    ["error Command failed with exit code 1.", "exit-1"],
    ["exited: bot (exit status 1; not expected)", "exit-1"],
    ["Killed", "exit-137"],
    ["/app/run.sh: line 3:    12 Killed                  node index.js", "exit-137"],
    ["Segmentation fault (core dumped)", "exit-139"],
    ["Worker (pid:9) was sent SIGKILL! Perhaps out of memory?", "OOMKilled"],
    ["billiard.exceptions.WorkerLostError: Worker exited prematurely: signal 9 (SIGKILL) Job: 3.", "SIGKILL"],
  ])("%s", (line, code) => {
    expect(readPlatform(line)?.code).toBe(code);
  });

  test.each([
    "the page was not found",
    "exit status 0",
    "Killed 3 stale jobs",
    "user wrote that exit status 1 is bad",
    "Process finished with exit code 0",
  ])("and nothing of: %s", (line) => {
    expect(readPlatform(line)).toBeUndefined();
  });
});
