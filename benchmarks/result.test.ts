import { expect, test } from "vitest";
import { toResult, writeTable } from "./result.ts";

test.each([
  ["ns", 1_500, 3_000],
  ["us", 1.5, 3],
  ["ms", 0.0015, 0.003],
] as const)("a result is in %s when that is asked, its ratio is not", (unit, value, peer) => {
  const result = toResult(unit, { name: "a", value: 0.0015, peer: 0.003, ratio: 0.5 });

  expect(result).toEqual({ name: "a", value, unit, peer, ratio: 0.5 });
});

test("a result has the keys that the JSON line promises, also without a peer", () => {
  const result = toResult("us", { name: "a", value: 0.00123456, peer: null, ratio: null });

  expect(JSON.stringify(result)).toBe('{"name":"a","value":1.235,"unit":"us","peer":null,"ratio":null}');
});

test("the table has a column for each figure and a dash where there is none", () => {
  const table = writeTable([
    { name: "checked", value: 12.5, unit: "us", peer: 25, ratio: 0.5 },
    { name: "the library", value: 14_000, unit: "bytes", peer: null, ratio: null },
  ]);

  expect(table).toMatchInlineSnapshot(`
    "                    value     peer  ratio
    checked           12.5 us  25.0 us   0.50
    the library  14,000 bytes        -      -
    "
  `);
});
