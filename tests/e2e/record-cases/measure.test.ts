import { expect, test } from "vitest";
import type { Exchange } from "./drive-traffic.ts";
import { findAlarm, measure } from "./measure.ts";

const exchange = (at: number, outcome: Exchange["outcome"], tookMs?: number): Exchange => ({
  question: "notes",
  at,
  outcome,
  ...(tookMs === undefined ? {} : { tookMs }),
});

const exchanges = [exchange(1_000, "answered", 40), exchange(6_000, "nothing"), exchange(9_999, "answered", 900)];
const rows = measure({ exchanges, starts: [7_000], restarts: [], failures: [], from: 0, to: 12_000 });

test("questions are counted in the interval in which they were asked, and an interval that is not over is left out", () => {
  const values = (metric: string) => rows.filter((row) => row.metric === metric).map(({ at, value }) => [at, value]);

  expect(values("requests")).toEqual([
    [0, 1],
    [5_000, 2],
  ]);
  expect(values("error_rate")).toEqual([
    [0, 0],
    [5_000, 0.5],
  ]);
  expect(values("reply_p95_ms")).toEqual([
    [0, 40],
    [5_000, 900],
  ]);
  expect(values("container_starts")).toEqual([
    [0, 0],
    [5_000, 1],
  ]);
});

test("the alarm fires at the end of the first interval that reaches the threshold, or never", () => {
  const rule = { metric: "error_rate", threshold: 0.5, since: 0 };

  expect(findAlarm(rows, rule)).toEqual({ firedAt: 10_000, observed: 0.5 });
  expect(findAlarm(rows, { ...rule, threshold: 0.6 })).toBeUndefined();
  expect(findAlarm(rows, { ...rule, since: 10_000 })).toBeUndefined();
});
