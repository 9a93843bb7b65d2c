import fc from "fast-check";
import { expect, test } from "vitest";
import { readMetricRows, readMetrics } from "./read-metrics.ts";

const HEAD = "timestamp,service,metric,value";

test("rows may come in any order and twice", () => {
  const rows = [1, 2, 3, 4, 5].map((one) => `${1795183200 + 60 * one},bot,errors,${one}`);

  fc.assert(
    fc.property(fc.shuffledSubarray([...rows, ...rows], { minLength: 10, maxLength: 10 }), (shuffled) => {
      const { series } = readMetrics([HEAD, ...shuffled].join("\n"));

      expect(series).toHaveLength(1);
      expect(series[0]?.values).toEqual([1, 2, 3, 4, 5]);
    }),
  );
});

test("what is no number is no measurement, and is counted", () => {
  const values = ["NaN", "", "Inf", "-Infinity", "null", "12%", "1e3"];

  const { series, refused } = readMetrics(
    [HEAD, ...values.map((value, index) => `${1795183200 + index},bot,cpu,${value}`)].join("\r\n"),
  );

  expect(series[0]?.values).toEqual([12, 1_000]);
  expect(refused).toBe(5);
});

test("instances of a service are measured apart", () => {
  const { series } = readMetrics(
    "time,service,pod,metric,value\n1795183200,bot,bot-1,cpu,3\n1795183200,bot,bot-2,cpu,90",
  );

  expect(series.map(({ service, instance, values }) => [service, instance, values])).toEqual([
    ["bot", "bot-1", [3]],
    ["bot", "bot-2", [90]],
  ]);
});

test("rows of JSON are read like lines", () => {
  const row = { timestamp: "2026-11-20T14:00:00Z", service: "bot", metric: "cpu", value: "3" };

  const { series, refused } = readMetricRows([row, { ...row, value: "none" }]);

  expect(series).toEqual([{ service: "bot", metric: "cpu", times: [1795183200000], values: [3] }]);
  expect(refused).toBe(1);
});
