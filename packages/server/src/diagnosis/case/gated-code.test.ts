import { expect, test } from "vitest";
import type { Change } from "./case.ts";
import { openGate } from "./gated-code.ts";

const base = { summary: "", files: [], diff: "", commits: [] };
const flag: Change = { ...base, kind: "flag", id: "new-ranking", at: 2_000, summary: "new-ranking: off -> on" };
const commit: Change = {
  ...base,
  kind: "commit",
  id: "a1b2c3d",
  at: 1_000,
  files: ["src/rank.ts"],
  diff: '+if (flags.isOn("newRanking")) {\n+  await rankAgain(items);\n+}',
};

test("a flag is read with the code that asks for it, however its name is spelled", () => {
  const { change, commits } = openGate(flag, [commit, flag]);

  expect(commits).toEqual(["a1b2c3d"]);
  expect(change.files).toEqual(["src/rank.ts"]);
  expect(change.diff).toContain("+  await rankAgain(items);");
});

test("a flag that goes off takes its code away", () => {
  const { change } = openGate({ ...flag, summary: "new-ranking: on -> off" }, [commit]);

  expect(change.diff).toContain("-  await rankAgain(items);");
});

test.each([
  ["made later", { ...commit, at: 3_000 }],
  ["about something else", { ...commit, diff: "+await rankAgain(items);" }],
])("code that was %s is not opened by it", (_, other) => {
  expect(openGate(flag, [other, flag])).toEqual({ change: flag, commits: [] });
});
