import { describe, expect, test } from "vitest";
import type { Change } from "./case.ts";
import { readChangeFacts } from "./change-facts.ts";
import { planEffects } from "./take-effect.ts";

const commit: Change = {
  kind: "commit",
  id: "a1b2c3d4",
  at: 1_000_000,
  service: "bot",
  summary: "",
  files: [],
  diff: "",
  commits: [],
};

describe("what a change really changed", () => {
  test.each([
    ["a document", { files: ["docs/timeouts.md"], diff: "+Requests time out.\n" }],
    ["a test", { files: ["src/ask.test.ts"], diff: "-expect(a)\n+expect(b)\n" }],
    ["a comment", { files: ["src/ask.ts"], diff: "-// retries\n+// retries and timeouts\n" }],
    ["the layout", { files: ["src/ask.ts"], diff: "-ask({ a: 1, b: 2 });\n+ask({\n+  a: 1,\n+  b: 2,\n+});\n" }],
  ])("%s is harmless", (_, part) => {
    expect(readChangeFacts({ ...commit, ...part }).isHarmless).toBe(true);
  });

  test.each([
    ["a number", { files: ["src/ask.ts"], diff: "-const timeout = 30;\n+const timeout = 3;\n" }],
    ["code beside a document", { files: ["README.md", "src/ask.ts"], diff: "-a();\n+b();\n" }],
    [
      "the order of two calls",
      { files: ["src/ask.ts"], diff: "-await ack();\n-await work();\n+await work();\n+await ack();\n" },
    ],
    ["a commit that shows no diff", { files: ["src/ask.ts"], diff: "" }],
  ])("%s is not", (_, part) => {
    expect(readChangeFacts({ ...commit, ...part }).isHarmless).toBe(false);
  });

  test.each([
    ["-  timeoutMs: 30_000,\n+  timeoutMs: 3_000,", 30_000, 3_000],
    ["-REQUEST_TIMEOUT=30s\n+REQUEST_TIMEOUT=500ms", 30_000, 500],
    ["-memory: 512Mi\n+memory: 256Mi", 512_000_000, 256_000_000],
  ])("a setting has its value before and after: %j", (diff, from, to) => {
    expect(readChangeFacts({ ...commit, diff }).settings).toMatchObject([{ from, to }]);
  });

  test("a lock file's addresses and digests are no lines of ours", () => {
    const diff =
      '-      "resolved": "https://registry.npmjs.org/a/-/a-1.0.0.tgz",\n-      "version": "1.0.0",\n+      "version": "1.1.0",\n';

    expect(readChangeFacts({ ...commit, diff }).removed).toEqual(['      "version": "1.0.0",']);
  });

  test("a diff of any size is read in no time", () => {
    const diff = Array.from(
      { length: 40_000 },
      (_, index) => `-const from = ${index} where\n+const from = ${index + 1} where`,
    ).join("\n");

    expect(readChangeFacts({ ...commit, diff }).added.length).toBeGreaterThan(0);
  });
});

describe("a commit takes effect", () => {
  const deploy: Change = {
    kind: "deploy",
    id: "d1",
    at: 2_000_000,
    service: "bot",
    summary: "",
    files: [],
    diff: "",
    commits: [],
  };

  test("with the deployment that names it, by the short form of its id too", () => {
    const named = { ...deploy, id: "d2", at: 3_000_000, commits: ["a1b2c3d"] };

    expect(planEffects([commit, deploy, named])(commit)).toMatchObject({ at: 3_000_000, linked: ["d2"] });
  });

  test("else with the next deployment of its service", () => {
    const other = { ...deploy, id: "d0", at: 1_500_000, service: "worker" };

    expect(planEffects([other, deploy, commit])(commit)).toMatchObject({ at: 2_000_000, linked: ["d1"] });
  });

  test("else when it was made", () => {
    expect(planEffects([commit])(commit)).toMatchObject({ at: 1_000_000, linked: [] });
  });
});
