import { expect, test } from "vitest";
import { choiceFor, reasonedNames, sourcesOf } from "./reasons.ts";
import { shapes } from "./shapes.ts";
import { totals } from "./totals.ts";

const known = new Set([
  ...shapes.flatMap(({ name, fields }) => [name, ...Object.keys(fields).map((key) => `${name}.${key}`)]),
  ...totals.map(({ rule }) => rule),
]);

test("every shape and every total has its sources", () => {
  const names = [...shapes.map(({ name }) => name), ...totals.map(({ rule }) => rule)];

  expect(names.filter((name) => sourcesOf(name) === "")).toEqual([]);
});

test("reasons are given only for what the table has", () => {
  expect(reasonedNames.filter((name) => !known.has(name))).toEqual([]);
});

test("a field has the sources of its shape, unless it has its own", () => {
  expect(sourcesOf("option.text")).toBe(sourcesOf("option"));
  expect(sourcesOf("option.value")).toBe("P X D");
  expect(choiceFor("option.value")).toContain("150");
});
