import { describe, expect, test } from "vitest";
import { readLog } from "./read-log.ts";

function read(...texts: readonly string[]) {
  const lines = texts.map((text, index) => ({ at: index, text }));
  return readLog(lines, { redact: (text) => text, hash: (text) => text }).operations;
}

describe("an operation's lines", () => {
  test("that begin with a request in brackets are named by the word behind it", () => {
    const marks = read('[req-1a2b] START notes query="Acme"', "[req-1a2b] completed notes took 31ms");

    expect(marks).toMatchObject([
      { step: "started", name: "notes", requestId: "req-1a2b" },
      { step: "completed", name: "notes", requestId: "req-1a2b", tookMs: 31 },
    ]);
  });

  test("that name nothing but their tag are named by it", () => {
    expect(read("[agent] completed in 1.5s")).toMatchObject([{ step: "completed", name: "agent", tookMs: 1500 }]);
  });

  test("tell their time also behind somebody's quoted words", () => {
    const marks = read('[req-1] failed notes query="what took 5s?" took 30012ms: request timed out');

    expect(marks).toMatchObject([{ step: "failed", name: "notes", tookMs: 30_012 }]);
  });

  test("tell no time that stands in somebody's unquoted words", () => {
    const [mark] = read("[req-1] completed notes query=it took 5s yesterday");

    expect(mark).not.toHaveProperty("tookMs");
  });

  test("name their request also where the logger puts it in quotes", () => {
    const marks = read('START notes req="8f3e0aa1"', 'notes completed {"req":"8f3e0aa1","durationMs":52}');

    expect(marks).toMatchObject([{ requestId: "8f3e0aa1" }, { requestId: "8f3e0aa1", tookMs: 52 }]);
  });

  test("name their request without the colon behind it", () => {
    const marks = read("START notes req=b1", "notes failed req=b1: it broke");

    expect(marks).toMatchObject([{ requestId: "b1" }, { requestId: "b1" }]);
  });
});
