import { describe, expect, test } from "vitest";
import { startLocally } from "./local-world.fixture.ts";

const HEALTHY = [
  "2026-11-23T09:00:00Z INFO START notes req=a1",
  "2026-11-23T09:00:02Z INFO notes completed req=a1",
].join("\n");
const FAILING = [
  HEALTHY,
  ...[10, 20, 30].flatMap((second) => [
    `2026-11-23T09:00:${second}Z INFO START notes req=b${second}`,
    `2026-11-23T09:00:${second}Z ERROR notes failed req=b${second}: TypeError: Cannot read properties of undefined (reading 'title')`,
  ]),
].join("\n");

describe("triage", () => {
  test("of a healthy log says all clear and ends with 0", async () => {
    const { program, written } = startLocally({ "bot.log": HEALTHY });

    expect(await program.run(["triage", "bot.log"])).toBe(0);

    expect(written.out).toContain("All clear");
    expect(written.out).toContain("2 lines");
  });

  test("of failures ends with 1 and says the verdict, the first fix and since when on one screen", async () => {
    const { program, written } = startLocally({ "bot.log": FAILING });

    expect(await program.run(["triage", "bot.log"])).toBe(1);

    const lines = written.out.trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(written.out).toMatch(/^FIRST {2}\S/m);
    expect(written.out).toMatch(/^WHEN {3}.*[▁▂▃▄▅▆▇█]/m);
    expect(written.out).toMatch(/E1 line \d+/);
    expect(written.out).not.toContain("\u001b");
  });

  test("colours what a terminal shows, and nothing that a log brings along", async () => {
    const { program, written } = startLocally(
      { "bot.log": `${FAILING}\nERROR bad \u001b]0;title\u0007: Error: x` },
      { colours: true },
    );

    await program.run(["triage", "bot.log", "--all"]);

    expect(written.out).toContain("\u001b[1;31m");
    expect(written.out).not.toContain("\u001b]0;");
  });

  test("reads standard input where no file or - is named, and several files as one log", async () => {
    const { program, written, asked } = startLocally({ "-": HEALTHY, "a.log": HEALTHY, "b.log": HEALTHY });

    await program.run(["triage", "--format", "json"]);
    await program.run(["triage", "-"]);
    written.out = "";
    await program.run(["triage", "a.log", "b.log", "--format", "json"]);

    expect(asked).toEqual(["-", "-", "a.log", "b.log"]);
    expect(JSON.parse(written.out)).toMatchObject({ lines: 4, bytes: 2 * HEALTHY.length });
  });

  test("answers as JSON with what the report promises, and with --json as with --format json", async () => {
    const { program, written } = startLocally({ "bot.log": FAILING });

    await program.run(["triage", "bot.log", "--format", "json"]);
    const report = JSON.parse(written.out);
    written.out = "";
    await program.run(["--json", "triage", "bot.log"]);

    expect(JSON.parse(written.out)).toEqual(report);
    expect(Object.keys(report)).toEqual(
      expect.arrayContaining([
        "verdict",
        "alternatives",
        "signatures",
        "operations",
        "evidence",
        "onset",
        "scope",
        "lines",
        "bytes",
      ]),
    );
    expect(Object.keys(report.verdict)).toEqual(
      expect.arrayContaining(["pattern", "component", "origin", "confidence", "firstFix", "summary"]),
    );
    expect(report.operations).toMatchObject({ started: 4, completed: 1, failed: 3, stuck: 0 });
  });

  test("leaves out what lies outside the time that was asked for", async () => {
    const { program } = startLocally({ "bot.log": FAILING });

    expect(await program.run(["triage", "bot.log", "--until", "2026-11-23T09:00:05Z"])).toBe(0);
    expect(await program.run(["triage", "bot.log", "--since", "2026-11-23T09:00:05Z"])).toBe(1);
  });

  test("of a time in which nothing was logged is no all clear, and says from when to when the log goes", async () => {
    const { program, written } = startLocally({ "bot.log": FAILING });

    expect(await program.run(["triage", "bot.log", "--since", "2026-11-24T00:00:00Z"])).toBe(3);

    expect(written.out).not.toContain("All clear");
    expect(written.error).toContain("from 2026-11-23 09:00:00 UTC to 2026-11-23 09:00:30 UTC");
  });

  test("of a log that breaks off reports what stood before, which is never all clear", async () => {
    const { program, written } = startLocally({ "broken.log": FAILING, "broken-well.log": HEALTHY });

    expect(await program.run(["triage", "broken.log"])).toBe(1);
    expect(await program.run(["triage", "broken-well.log"])).toBe(3);

    expect(written.out).not.toContain("All clear");
    expect(written.error).toBe("broken-well.log breaks off: unexpected end of file\n");
  });

  test("knows what is new by the baseline, and takes a playbook", async () => {
    const { program, written, asked } = startLocally({ "bot.log": FAILING, "old.log": HEALTHY });

    await program.run(["triage", "bot.log", "--baseline", "old.log", "--playbook", "own.yaml", "--format", "json"]);

    expect(asked).toEqual(["own.yaml", "old.log", "bot.log"]);
    expect(JSON.parse(written.out).signatures).toMatchObject([{ isNew: true, count: 3 }]);
  });

  test.each([
    ["an unknown format", ["triage", "bot.log", "--format", "xml"], 2],
    ["a time that is none", ["triage", "bot.log", "--since", "yesterday evening"], 2],
    ["an unknown option", ["triage", "bot.log", "--fast"], 2],
    ["a playbook that is wrong", ["triage", "bot.log", "--playbook", "wrong.yaml"], 2],
    ["a time that ends before it begins", ["triage", "bot.log", "--since", "2026-11-24", "--until", "2026-11-23"], 2],
    ["a playbook that is not there", ["triage", "bot.log", "--playbook", "gone.yaml"], 3],
    ["a file that is not there", ["triage", "gone.log"], 3],
    ["a baseline that is not there", ["triage", "bot.log", "--baseline", "gone.log"], 3],
  ])("ends at %s with its own code, and says why", async (_, args, code) => {
    const { program, written } = startLocally({ "bot.log": HEALTHY });

    expect(await program.run(args)).toBe(code);

    expect(written.out).toBe("");
    expect(written.error).not.toBe("");
  });
});

describe("triage of lines of JSON", () => {
  test("answers each line by its id, whatever else stands in it", async () => {
    const cases = [
      { id: "one", symptom: null, logs: HEALTHY, extra: { a: 1 } },
      { id: 2, symptom: "it fails", logs: FAILING.split("\n") },
      { id: "empty", logs: "" },
      { id: "long", logs: "x".repeat(70_000) },
    ];
    const { program, written } = startLocally({ "-": cases.map((one) => JSON.stringify(one)).join("\n") });

    expect(await program.run(["triage", "--jsonl", "-"])).toBe(1);

    const answers = written.out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(answers.map(({ id }) => id)).toEqual(["one", 2, "empty", "long"]);
    expect(answers.map(({ lines }) => lines)).toEqual([2, 8, 0, 1]);
    expect(answers[0].verdict).toMatchObject({ pattern: "none", component: "none", origin: "none" });
    expect(answers[1].verdict.pattern).not.toBe("none");
    expect(answers[3].unseen).toContain("1 line was too long and cut.");
  });

  test("answers a line that is wrong with an error, and goes on", async () => {
    const lines = ["{", JSON.stringify({ id: "no-logs" }), "", "7", JSON.stringify({ id: "good", logs: HEALTHY })];
    const { program, written } = startLocally({ "cases.jsonl": lines.join("\n") });

    expect(await program.run(["triage", "--jsonl", "cases.jsonl"])).toBe(1);

    const answers = written.out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(answers).toMatchObject([
      { id: null, error: expect.any(String) },
      { id: "no-logs", error: expect.stringContaining("logs") },
      { id: null, error: expect.any(String) },
      { id: "good", verdict: { pattern: "none" } },
    ]);
  });
});

const CHANGES = [
  {
    kind: "commit",
    id: "c0ffee1",
    at: "2026-11-23T08:57:00Z",
    service: "bot",
    summary: "Read the title of notes",
    files: ["src/notes.ts"],
    diff: "@@ -3,1 +3,1 @@\n-  return note?.title;\n+  return note.title;",
  },
  { kind: "commit", id: "d0c5000", at: "2026-11-23T08:40:00Z", service: "bot", summary: "Docs", files: ["README.md"] },
];

/** The files of a case under this folder's name. */
function caseIn(folder: string, key?: unknown): Record<string, string> {
  return {
    [`${folder}/case.json`]: JSON.stringify({ id: folder, bot: "bot" }),
    [`${folder}/changes.json`]: JSON.stringify(CHANGES),
    [`${folder}/logs/bot.log`]: `${FAILING}\n    at titleOf (/app/src/notes.ts:3:15)`,
    ...(key === undefined ? {} : { [`${folder}/answer.json`]: JSON.stringify(key) }),
  };
}

describe("investigate", () => {
  test("names the cause of a case and the next probe, and ends with 0", async () => {
    const { program, written } = startLocally(caseIn("one"));

    expect(await program.run(["investigate", "one"])).toBe(0);

    expect(written.out).toMatch(/^(?:CONFIRMED|LIKELY): commit c0ffee1/);
    expect(written.out).toContain("NEXT PROBE: ");
    expect(written.error).toBe("");
  });

  test("ends with 0 also where the case does not tell the cause", async () => {
    const { program, written } = startLocally({ "bare/case.json": '{"id":"bare"}' });

    expect(await program.run(["investigate", "bare"])).toBe(0);

    expect(written.out).toMatch(/^INCONCLUSIVE: /);
  });

  test("answers as JSON with --format json, and the same with --json", async () => {
    const { program, written } = startLocally(caseIn("one"));

    await program.run(["investigate", "one", "--format", "json"]);
    const answer = JSON.parse(written.out);
    written.out = "";
    await program.run(["--json", "investigate", "one"]);

    expect(JSON.parse(written.out)).toEqual(answer);
    expect(answer.verdict.cause).toMatchObject({ kind: "commit", id: "c0ffee1" });
    expect(Object.keys(answer).sort()).toEqual(["affected", "evidence", "hypotheses", "onset", "remedies", "verdict"]);
  });

  test("never reads the key of the case", async () => {
    const told = startLocally(caseIn("one", { cause: { kind: "commit", id: "d0c5000" } }));
    const untold = startLocally(caseIn("one"));

    await told.program.run(["investigate", "one", "--format", "json"]);
    await untold.program.run(["investigate", "one", "--format", "json"]);

    expect(told.written.out).toBe(untold.written.out);
  });

  test("shows a terminal nothing that a case brings along to steer it", async () => {
    const { program, written } = startLocally({
      ...caseIn("one"),
      "one/changes.json": JSON.stringify([{ ...CHANGES[0], summary: "Read \u001b]0;title\u0007" }]),
    });

    await program.run(["investigate", "one"]);

    expect(written.out).not.toContain("\u001b");
  });

  test.each([
    ["no case", ["investigate"], 2],
    ["two cases", ["investigate", "one", "two"], 2],
    ["an unknown format", ["investigate", "one", "--format", "xml"], 2],
    ["a folder that is not there", ["investigate", "gone"], 3],
    ["a folder that cannot be unpacked", ["investigate", "packed"], 3],
    ["a case without an id", ["investigate", "nameless"], 3],
    ["no case to grade", ["case", "grade"], 2],
    ["an unknown work on cases", ["case", "close", "one"], 2],
  ])("ends at %s with its own code, and says why", async (_, args, code) => {
    const { program, written } = startLocally({ ...caseIn("one"), "nameless/case.json": "{}" });

    expect(await program.run(args)).toBe(code);

    expect(written.out).toBe("");
    expect(written.error).not.toBe("");
  });
});

describe("case grade", () => {
  const right = { cause: { kind: "commit", id: "c0ffee1" } };
  const wrong = { cause: { kind: "commit", id: "d0c5000" } };

  test.each([
    ["0 where every answer is right", [right, right], 0],
    ["1 where a cause is wrong", [right, wrong], 1],
    ["1 where a component is wrong", [right, { ...right, component: "database" }], 1],
    ["3 where a case has no key", [right, undefined], 3],
    ["3 where a key names no cause", [right, {}], 3],
  ])("ends with %s", async (_, [first, second], code) => {
    const { program } = startLocally({ ...caseIn("one", first), ...caseIn("two", second) });

    expect(await program.run(["case", "grade", "one", "two"])).toBe(code);
  });

  test("counts what is right, and names each case that it cannot read beside those that it can", async () => {
    const { program, written } = startLocally(caseIn("one", right));

    expect(await program.run(["case", "grade", "one", "gone", "packed"])).toBe(3);

    expect(written.out).toMatch(/^one /);
    expect(written.out).toContain("cause first 1/1");
    expect(written.out).toContain("gone: there is no such folder\npacked: it cannot be read: incorrect header check\n");
  });
});

test("playbook test counts the examples, and fails where one is not answered as it says", async () => {
  const { program, written } = startLocally({});

  const code = await program.run(["playbook", "test"]);

  expect(written.out).toMatch(/\d+ examples, \d+ failed\n$/);
  expect(code).toBe(written.out.includes("FAILED") ? 1 : 0);
});
