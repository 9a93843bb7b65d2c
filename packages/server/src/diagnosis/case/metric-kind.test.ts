import { expect, test } from "vitest";
import { isBetterHigh, kindOfMetric } from "./metric-kind.ts";

test.each([
  ["http_requests_total", "traffic"],
  ["requestsPerSecond", "traffic"],
  ["node.memory.rss", "memory"],
  ["queue_depth_messages", "backlog"],
  ["db_pool_waiting", "pool"],
  ["reply_latency_p95_ms", "latency"],
  ["error-rate", "errors"],
  ["cache_hit_ratio", "cache"],
  ["volume_used_percent", "disk"],
  ["cpu_load_1m", "cpu"],
  ["payloads", undefined],
])("the metric %s measures %s", (metric, expected) => {
  expect(kindOfMetric(metric)).toBe(expected);
});

test("of what is free or succeeds, more is better", () => {
  expect(["disk_free_bytes", "success_rate", "pool.idle"].every(isBetterHigh)).toBe(true);
  expect(["error_rate", "latency_ms", "queue_depth"].some(isBetterHigh)).toBe(false);
});
