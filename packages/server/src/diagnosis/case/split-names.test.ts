import { expect, test } from "vitest";
import { readMetrics } from "./read-metrics.ts";

function namesOf(columns: readonly string[]): readonly string[] {
  const { series } = readMetrics(`timestamp,${columns.join(",")}\n1795183200,${columns.map(() => "1").join(",")}`);
  return series.map(({ service, metric }) => `${service} ${metric}`);
}

function pairs(services: readonly string[], metrics: readonly string[], mark: string): readonly string[] {
  return services.flatMap((service) => metrics.map((metric) => `${service}${mark}${metric}`));
}

test.each(["_", ".", ":", "-"])("a column for each metric of each service is taken apart at %s", (mark) => {
  const services = ["cart", "ts-order-service", "mongo_users"];
  const metrics = ["cpu", "container_memory_usage_bytes", "latency-90"];

  expect(namesOf(pairs(services, metrics, mark))).toEqual(pairs(services, metrics, " ").toSorted());
});

test("a metric that one service has alone is that service's", () => {
  expect(namesOf([...pairs(["cart", "orders"], ["cpu", "mem"], "_"), "orders_queue_depth"])).toContain(
    "orders queue_depth",
  );
});

test("metrics of one service are not taken apart", () => {
  const names = ["error_rate", "error_count", "request_rate", "request_count", "cpu"];

  expect(namesOf(names)).toEqual(names.map((name) => ` ${name}`).toSorted());
});
