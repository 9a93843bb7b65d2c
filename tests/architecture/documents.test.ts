import { describe, expect, test } from "vitest";
import { deadReferences } from "./document-references.ts";
import { exists, listFiles, readFile, readFiles } from "./repository.ts";

test("every path that a document names exists", () => {
  const documents = readFiles(listFiles(":(glob)*.md", "docs/*.md", "packages/*.md", "examples/*.md"));
  const library = { exists, read: (path: string) => readFile(path).text };

  expect(documents.length).toBeGreaterThan(0);
  expect(documents.flatMap((document) => deadReferences(document, library))).toEqual([]);
});

describe("the rule of document paths", () => {
  const files = new Map([
    ["docs", ""],
    ["docs/decisions", ""],
    ["docs/use.md", "# How to use it\n```\n# not a heading\n```\n"],
    ["packages/server/src", ""],
    ["packages/server/src/main.ts", ""],
  ]);
  const library = { exists: (path: string) => files.has(path), read: (path: string) => files.get(path) ?? "" };
  const check = (text: string) => deadReferences({ path: "docs/map.md", text }, library);

  test.each([
    ["[use](gone.md)", "gone.md"],
    ["[use](../docs/gone.md)", "../docs/gone.md"],
    ["[use](use.md#how-to-lose-it)", "use.md#how-to-lose-it"],
    ["[use](use.md#not-a-heading)", "use.md#not-a-heading"],
    ["see `packages/server/src/gone.ts`", "packages/server/src/gone.ts"],
    ["see `packages/gone/<name>.ts`", "packages/gone/<name>.ts"],
    ["see `GONE.md`", "GONE.md"],
  ])("%s is refused", (text, reference) => {
    expect(check(`\n${text}`)).toEqual([`docs/map.md:2 points at ${reference}, which does not exist`]);
  });

  test.each([
    "[use](use.md) and [again](use.md#how-to-use-it), [home](https://example.com/gone.md), [mail](mailto:a@example.com)",
    "`packages/server/src/main.ts` and `packages/server/src/main.ts:12`, `docs/decisions/NNNN-title.md`, `docs/*.md`",
    "`npm run gone`, `src/gone.ts`, `[not](a-link.md)`",
    "```\n[use](gone.md) `packages/gone`\n```",
  ])("%s is allowed", (text) => {
    expect(check(text)).toEqual([]);
  });
});
