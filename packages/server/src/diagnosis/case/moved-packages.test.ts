import { expect, test } from "vitest";
import type { Change } from "./case.ts";
import { packagesIn } from "./moved-packages.ts";

const change: Change = { kind: "commit", id: "a1", summary: "", files: [], diff: "", commits: [] };

test.each([
  ["package.json", ['-    "@slack/bolt": "^3.1.0",', '+    "@slack/bolt": "^4.0.0",'], "@slack/bolt"],
  ["package-lock.json", ['+      "resolved": "https://registry.npmjs.org/ws/-/ws-8.19.1.tgz",'], "ws"],
  ["requirements.txt", ["-httpx==0.27.2", "+httpx==0.28.0"], "httpx"],
  ["go.mod", ["-\tgithub.com/lib/pq v1.10.7", "+\tgithub.com/lib/pq v1.10.9"], "github.com/lib/pq"],
  ["Cargo.toml", ['-serde = "1.0.190"', '+serde = "1.0.200"'], "serde"],
])("a library that moves in %s is named", (file, lines, expected) => {
  expect(packagesIn(change, lines, [file])).toContain(expected);
});

test("a library that only the summary names counts too", () => {
  const summary = "fastapi 0.95.2 -> 0.115.6 (brings pydantic 1.10.19 -> 2.10.4)";

  const found = packagesIn({ ...change, kind: "dependency", id: "dep-7", summary }, [], []);

  expect(found).toEqual(expect.arrayContaining(["fastapi", "pydantic"]));
});

test("code that speaks of versions moves no library", () => {
  expect(packagesIn(change, ['+  "axios": "1.0.0",'], ["src/versions.ts"])).toEqual([]);
});
