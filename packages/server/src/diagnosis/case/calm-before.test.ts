import { expect, test } from "vitest";
import { investigate, minute, write } from "./fixtures/incident.ts";

const calls = [{ service: "bot", name: "notes", before: 90, error: "title.bold is not a function" }];
const logs = {
  bot: { after: ["ERROR TypeError: title.bold is not a function", "    at render (/app/src/notes.ts:12:5)"] },
};
const commit = (id: string, at: string) => ({
  kind: "commit",
  id,
  at,
  service: "bot",
  summary: "Titles of notes in bold",
  files: ["src/notes.ts"],
  diff: "@@ -10,4 +10,4 @@ function render(note)\n-  return title.strong(note)\n+  return title.bold(note)",
});

test("a change that was live for many requests without a failure is not confirmed, and it says how many they were", () => {
  const { verdict, hypotheses } = investigate(write({ logs, calls, changes: [commit("ea51e57", minute(-30))] }));

  expect(verdict.status).not.toBe("confirmed");
  expect(hypotheses.find(({ cause }) => cause.id === "ea51e57")?.against.map(({ says }) => says)).toContainEqual(
    "It was live for 30 times notes, of which 0 failed; then 30 of 30 did.",
  );
});

test("of two changes that speak alike, the one with no calm behind it wins", () => {
  const { verdict } = investigate(
    write({ logs, calls, changes: [commit("ea51e57", minute(-14)), commit("1a7e577", minute(-13, 50))] }),
  );
  const other = investigate(
    write({ logs, calls, changes: [commit("ea51e57", minute(-14)), commit("1a7e577", minute(-1))] }),
  );

  expect(verdict.status).not.toBe("confirmed");
  expect(other.verdict.cause.id).toBe("1a7e577");
});

test("what takes its time is not refuted by the calm before it", () => {
  const cached = { ...commit("ca54ed1", minute(-30)), summary: "Titles of notes are cached for half an hour" };

  const { hypotheses } = investigate(write({ logs, calls, changes: [cached] }));

  const against = hypotheses.find(({ cause }) => cause.id === "ca54ed1")?.against ?? [];
  expect(against.map(({ says }) => says).join("\n")).not.toContain("It was live for");
});
