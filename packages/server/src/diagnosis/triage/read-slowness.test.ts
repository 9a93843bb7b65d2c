import { describe, expect, test } from "vitest";
import { parseLine } from "../parse-line.ts";
import { readSlowness } from "./read-slowness.ts";

function read(line: string) {
  return readSlowness(parseLine(line), "");
}

describe("how long something took", () => {
  test.each([
    ["ask answered in 42.3s", "ask", 42_300],
    ['{"msg":"ask","durationMs":51000}', "ask", 51_000],
    ['{"msg":"ask","elapsed":"33s"}', "ask", 33_000],
    ['{"msg":"ask","duration_s":42.5}', "ask", 42_500],
    ['ask elapsed:"33s"', "ask", 33_000],
    ["/slack/events latency=27s", "/slack/events", 27_000],
    ["handler took: 31 s", "handler", 31_000],
    ["[req-1] reply sent after 1m12.5s", "reply", 72_500],
    ["POST /slack/events 200 31042.5 ms - 2", "/slack/events", 31_042.5],
    ["took 30012ms", "(unnamed)", 30_012],
  ])("is read without a word that it ended: %s", (...[line, name, tookMs]) => {
    expect(read(line)).toEqual({ name, tookMs });
  });

  test.each([
    "uptime=86400s",
    "server started in 31s",
    "websocket closed after 3600s",
    "retry in 30s",
    "nightly export took 120s",
    'user asked: "it took 45s to answer"',
    'text="elapsed: 45s"',
    "3 notes in 4 folders",
  ])("is not what lasts by its nature, nobody waits for or somebody wrote: %s", (line) => {
    expect(read(line)).toBeUndefined();
  });
});
