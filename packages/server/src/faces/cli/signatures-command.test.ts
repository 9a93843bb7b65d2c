import { describe, expect, test } from "vitest";
import { startLocally } from "./local-world.fixture.ts";

const GOOD = [
  "2026-11-23T09:00:00Z INFO served request 17 in 20ms",
  "2026-11-23T09:00:01Z INFO served request 18 in 31ms",
].join("\n");
const LOG = [
  GOOD,
  "2026-11-23T09:00:02Z ERROR cannot reach 10.0.0.7:6379",
  '{"level":"info","message":"served request 19 in 4ms","timestamp":"2026-11-23T09:00:03Z"}',
  "2026-11-23T09:00:04Z ERROR cannot reach 10.0.0.8:6379",
].join("\n");

function linesOf(text: string) {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("signatures", () => {
  test("lists kinds of lines with count, share and time, the most frequent first, and ends with 0", async () => {
    const { program, written } = startLocally({ "bot.log": LOG });

    expect(await program.run(["signatures", "bot.log"])).toBe(0);

    expect(written.out).toMatchInlineSnapshot(`
      "5 lines, 2 signatures

        3  60.0 %  info   09:00:00 to 09:00:03  served request <n> in <duration>
        2  40.0 %  error  09:00:02 to 09:00:04  cannot reach <address>
      "
    `);
  });

  test("with a baseline tells what is new, and tells it first", async () => {
    const { program, written } = startLocally({ "bot.log": LOG, "good.log": GOOD });

    await program.run(["signatures", "bot.log", "--baseline", "good.log"]);

    expect(written.out).toContain("2 signatures, 1 of them new");
    expect(written.out.indexOf("cannot reach")).toBeLessThan(written.out.indexOf("served request"));
  });

  test("as JSON lines tells the id of each line of the input in order, then the signatures", async () => {
    const { program, written } = startLocally({ "bot.log": LOG });

    await program.run(["signatures", "bot.log", "--format", "jsonl"]);

    const all = linesOf(written.out);
    const [served, reached] = all.slice(5);
    expect(all.slice(0, 5)).toEqual([
      { line: 1, id: served.id },
      { line: 2, id: served.id },
      { line: 3, id: reached.id },
      { line: 4, id: served.id },
      { line: 5, id: reached.id },
    ]);
    expect(served).toEqual({
      id: expect.any(String),
      template: "served request <n> in <duration>",
      count: 3,
      level: "info",
      first: Date.parse("2026-11-23T09:00:00Z"),
      last: Date.parse("2026-11-23T09:00:03Z"),
      firstLine: 1,
      lastLine: 4,
      samples: ["served request 17 in 20ms", "served request 18 in 31ms", "served request 19 in 4ms"],
      isNew: null,
    });
  });

  test("gives the same ids for the same kinds of lines in another log", async () => {
    const { program, written } = startLocally({ "bot.log": LOG, "good.log": GOOD });

    await program.run(["signatures", "bot.log", "--format", "jsonl"]);
    const [first] = linesOf(written.out);
    written.out = "";
    await program.run(["signatures", "good.log", "--format", "jsonl"]);

    expect(linesOf(written.out)[0]).toEqual(first);
  });

  test("as JSON answers with one document, and with --json as well", async () => {
    const { program, written } = startLocally({ "bot.log": LOG });

    await program.run(["signatures", "bot.log", "--format", "json"]);
    const report = JSON.parse(written.out);
    written.out = "";
    await program.run(["--json", "signatures", "bot.log"]);

    expect(JSON.parse(written.out)).toEqual(report);
    expect(report).toMatchObject({ lines: 5, bytes: LOG.length, cutLines: 0, other: 0 });
  });

  test("shows ids and samples when asked for all, without secrets, users' words and what steers a terminal", async () => {
    const { program, written } = startLocally({
      "-": 'INFO got text="find my deal" with xoxb-1234567890-abcdefghij \u001b]0;title\u0007',
    });

    await program.run(["signatures", "--all"]);

    expect(written.out).toMatch(/id \S+/);
    expect(written.out).toContain("got text=<quoted> with [redacted]");
    expect(written.out).not.toMatch(/find my deal|xoxb/);
    expect(written.out).not.toContain("\u001b]0");
  });

  test("of a log that cannot be read ends with 3, and used wrongly with 2", async () => {
    const { program, written } = startLocally({ "bot.log": LOG });

    expect(await program.run(["signatures", "gone.log"])).toBe(3);
    expect(await program.run(["signatures", "bot.log", "--baseline", "gone.log"])).toBe(3);
    expect(await program.run(["signatures", "bot.log", "--format", "xml"])).toBe(2);
    expect(await program.run(["signatures", "bot.log", "--playbook", "wrong.yaml"])).toBe(2);
    expect(written.error).toContain("gone.log cannot be read");
    expect(written.out).toBe("");
  });
});
