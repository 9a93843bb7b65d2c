import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { listRules } from "../../packages/block-kit/src/list-rules.ts";
import { renderRulesPage } from "./render-rules-page.ts";

const page = renderRulesPage();

test("the page of all rules is what the table says now", () => {
  const written = readFileSync(new URL("../../packages/block-kit/RULES.md", import.meta.url), "utf8");

  expect(written === page, "run `npm run rules`").toBe(true);
});

test("the page of all rules has one row for each, with a cell for every heading", () => {
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  const named = rows.map((row) => row.split("`")[1]);

  expect(named.toSorted()).toEqual(
    listRules()
      .map(({ rule }) => rule)
      .sort(),
  );
  expect(rows.filter((row) => row.split("|").length !== 8)).toEqual([]);
});
