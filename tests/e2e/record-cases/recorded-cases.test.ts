import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readCommits } from "./read-commits.ts";
import { stories } from "./stories.ts";

const casesFolder = fileURLToPath(new URL("../../../examples/cases", import.meta.url));
/** Kilobytes that somebody who clones the repository gets with each case. */
const mostBytes = 300_000;
const files = ["answer.json", "case.json", "changes.json", "checks.json", "logs", "metrics.csv"];

test("there is a case for every story of the recorder, and no other", () => {
  const folders = readdirSync(casesFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

  expect(folders.map(({ name }) => name).sort()).toEqual(stories.map(({ id }) => id).sort());
});

test("the README tells of every case, in the order of the stories", () => {
  const told = readFileSync(join(casesFolder, "README.md"), "utf8").matchAll(/^\| `([\da-z-]+)` \|/gm);

  expect([...told].map(([, id]) => id)).toEqual(stories.map(({ id }) => id));
});

test("a third of the incidents is caused by no change of ours, and each of these has a change beside it", () => {
  const innocent = stories.map(({ id }) => readCase(id)).filter(({ answer }) => isNoChange(answer.verdict.cause.kind));

  expect(innocent.length).toBeGreaterThanOrEqual(stories.length / 3);
  expect(innocent.filter(({ changes, head }) => !changes.some(({ at }) => at >= head.window.from))).toEqual([]);
});

test("every commit that the recorder knows is made of other text than it finds", () => {
  const same = Object.values(readCommits()).flatMap(({ changes }) =>
    changes.filter(({ find, replace }) => find !== undefined && find === replace),
  );

  expect(same).toEqual([]);
});

describe.each(stories.map(({ id }) => id))("the case %s", (id) => {
  const text = (name: string) => readFileSync(join(casesFolder, id, name), "utf8");
  const whole = [...files.filter((name) => name !== "logs"), "logs/crm-bot.jsonl"].map(text).join("");

  test("has what a case has, and is small", () => {
    expect(readdirSync(join(casesFolder, id)).sort()).toEqual(files);
    expect(whole.length).toBeLessThan(mostBytes);
  });

  test("names no address of the machine and no credential", () => {
    expect(whole).not.toMatch(/127\.0\.0\.1|localhost:\d|\/tmp\/|x(?:oxb|app|oxp)-\w{3}|sk-ant-\w{3}/);
  });

  test("names a cause that is among its changes, or is none of them", () => {
    const { answer, changes } = readCase(id);
    const { kind, id: cause } = answer.verdict.cause;

    expect(isNoChange(kind) || changes.some((change) => change.kind === kind && change.id === cause)).toBe(true);
  });
});

function isNoChange(kind: string): boolean {
  return !["commit", "deploy", "variable"].includes(kind);
}

interface RecordedCase {
  readonly head: { readonly window: { readonly from: string } };
  readonly answer: { readonly verdict: { readonly cause: { readonly kind: string; readonly id: string } } };
  readonly changes: readonly { readonly kind: string; readonly id: string; readonly at: string }[];
}

function readCase(id: string): RecordedCase {
  const [head, answer, changes] = ["case.json", "answer.json", "changes.json"].map((name) =>
    JSON.parse(readFileSync(join(casesFolder, id, name), "utf8")),
  );
  return { head, answer, changes };
}
