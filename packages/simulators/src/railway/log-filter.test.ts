import { expect, test } from "vitest";
import { matchesFilter } from "./log-filter.ts";
import { toLogLine } from "./log-lines.ts";

const lines = [
  toLogLine("stdout", "GET /health 200", 1n),
  toLogLine("stderr", "Failed to send batch (3 items)", 2n),
  toLogLine("stdout", JSON.stringify({ level: "warn", message: "slow answer", took: 31_000, tags: ["crm", "eu"] }), 3n),
];

function chosen(filter: string): readonly string[] {
  const fits = matchesFilter(filter);
  return lines.filter(fits).map(({ message }) => message.split(" ", 1)[0] ?? "");
}

test("words and phrases are looked for inside the message, in any case", () => {
  expect(chosen("HEALTH")).toEqual(["GET"]);
  expect(chosen('"send batch (3"')).toEqual(["Failed"]);
  expect(chosen("send health")).toEqual([]);
  expect(chosen("")).toHaveLength(3);
});

test("attributes are compared by value, number, range and array element", () => {
  expect(chosen("@level:error")).toEqual(["Failed"]);
  expect(chosen("@took:>=31000")).toEqual(["slow"]);
  expect(chosen("@took:>31000")).toEqual([]);
  expect(chosen("@took:30000..32000")).toEqual(["slow"]);
  expect(chosen("@tags[1]:eu")).toEqual(["slow"]);
  expect(chosen("@missing:1")).toEqual([]);
});

test("AND, OR, negation and parentheses combine", () => {
  expect(chosen("@level:error OR @level:warn")).toEqual(["Failed", "slow"]);
  expect(chosen("-@level:info AND -slow")).toEqual(["Failed"]);
  expect(chosen('-(batch OR "slow answer")')).toEqual(["GET"]);
  expect(chosen("(health OR slow) @level:warn")).toEqual(["slow"]);
});
