import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { investigate, minute, write } from "./fixtures/incident.ts";
import { BUTTON, DEPLOY } from "./fixtures/innocent.ts";
import { STORIES } from "./fixtures/stories.ts";

const files = ["metrics.csv", "traces.json", "changes.json", "checks.json", "logs/bot.log", "logs/notes.log"];

describe("the cause is named", () => {
  test.each(STORIES)("$title", (story) => {
    const { verdict } = investigate(write(story));

    expect(verdict.status).not.toBe("inconclusive");
    expect(verdict.cause.id).toBe(story.cause);
    if (story.component !== undefined) expect(verdict.component).toBe(story.component);
  });
});

test("a healthy case names nothing", () => {
  const { verdict, onset } = investigate(
    write({
      logs: { bot: { after: [] } },
      metrics: { "bot error_rate": [0.01, 0.01] },
      changes: [BUTTON, DEPLOY],
    }),
  );

  expect(verdict).toMatchObject({ cause: { kind: "none" }, origin: "none", component: "none" });
  expect(onset).toBeNull();
});

test("failures that nothing explains are inconclusive, with the next probe", () => {
  const { verdict, hypotheses } = investigate(
    write({ logs: { bot: { after: ["ERROR Error: cannot finish the walk"] } }, changes: [BUTTON, DEPLOY] }),
  );

  expect(verdict).toMatchObject({ status: "inconclusive", cause: { kind: "unknown" } });
  expect(verdict.nextProbe).not.toBe("");
  expect(hypotheses.length).toBeGreaterThan(6);
});

test.each(STORIES)("the order of rows and lines does not matter: $title", (story) => {
  const whole = write(story);
  const expected = investigate(whole);

  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
      const next = (): number => numbers.next().value ?? 0;
      const shuffled = new Map(whole);
      for (const file of ["changes.json", "traces.json", "checks.json"]) {
        const rows: unknown = JSON.parse(whole.get(file) ?? "[]");
        if (Array.isArray(rows)) shuffled.set(file, JSON.stringify(shuffle(rows, next)));
      }
      const [head = "", ...rows] = (whole.get("metrics.csv") ?? "timestamp,service,metric,value").split("\n");
      shuffled.set("metrics.csv", [head, ...shuffle(rows, next)].join("\n"));

      const answer = investigate(shuffled);

      expect(answer.verdict.cause).toEqual(expected.verdict.cause);
      expect(answer.hypotheses).toEqual(expected.hypotheses);
      expect(answer.onset).toBe(expected.onset);
    }),
    { numRuns: 5 },
  );
});

function shuffle<Row>(rows: readonly Row[], next: () => number): readonly Row[] {
  return rows
    .map((row) => ({ row, key: next() }))
    .sort((one, other) => one.key - other.key)
    .map(({ row }) => row);
}

test.each(STORIES)("an innocent change next to the onset never wins: $title", (story) => {
  const innocent = { ...BUTTON, id: "1nn0cen7", at: minute(0, -30), summary: "Move the menu to the left" };
  const deploy = { ...DEPLOY, id: "dep-last", at: minute(0, -5), commit: "1nn0cen7" };

  const { verdict } = investigate(write({ ...story, changes: [...(story.changes ?? []), innocent, deploy] }));

  expect([innocent.id, deploy.id]).not.toContain(verdict.cause.id);
});

test.each(STORIES)("every file but case.json may be missing: $title", (story) => {
  const whole = write(story);

  fc.assert(
    fc.property(fc.subarray(files), (missing) => {
      const rest = new Map([...whole].filter(([file]) => !missing.includes(file)));

      const { verdict } = investigate(rest);

      expect(verdict.summary).not.toBe("");
      const isChange = ["commit", "deploy", "variable", "dependency", "flag", "model"].includes(verdict.cause.kind);
      if (missing.includes("changes.json")) expect(isChange).toBe(false);
    }),
    { numRuns: 8 },
  );
});

test.each(STORIES)("a change is no cause of what began before it: $title", (story) => {
  const late = (story.changes ?? []).map((change) => ({ ...change, at: minute(20) }));

  const { verdict } = investigate(write({ ...story, changes: late }));

  expect(["commit", "deploy", "variable", "dependency", "flag", "model"]).not.toContain(verdict.cause.kind);
});

test("no secret of a case is in the answer", () => {
  const token = "xoxb-12345678901-abcdefghijkl";
  const answer = investigate(
    write({
      logs: { bot: { after: [`ERROR Error: invalid_auth for ${token} at slack.com`] } },
      changes: [
        { kind: "variable", id: "SLACK_BOT_TOKEN", at: minute(-2), summary: `now ${token}`, service: "bot", to: token },
      ],
    }),
  );

  expect(JSON.stringify(answer)).not.toContain(token);
  expect(answer.verdict.cause.id).toBe("SLACK_BOT_TOKEN");
});

test("two changes that speak equally are both named, and neither is blamed", () => {
  const change = (id: string) => ({ kind: "variable", id, at: minute(-4), service: "bot", summary: `${id}: 30 -> 3` });

  const { verdict } = investigate(
    write({
      logs: { bot: { after: ["ERROR Error: request timed out"] } },
      changes: [change("HTTP_TIMEOUT"), change("JOB_TIMEOUT")],
    }),
  );

  expect(verdict.status).toBe("inconclusive");
  expect(verdict.summary).toContain("HTTP_TIMEOUT");
  expect(verdict.summary).toContain("JOB_TIMEOUT");
});

test("the last deployment alone, of which nothing is known, is not blamed", () => {
  const { verdict } = investigate(
    write({ metrics: { "bot latency_p95_ms": [300, 5_000] }, changes: [{ ...DEPLOY, commit: undefined }] }),
  );

  expect(verdict.status).toBe("inconclusive");
});
