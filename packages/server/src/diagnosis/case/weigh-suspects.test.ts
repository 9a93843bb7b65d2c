import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MINUTE } from "../../domain/instant.ts";
import { investigate, minute, write } from "./fixtures/incident.ts";

const HEAD = "timestamp,service,metric,value";

/** Rows of an hour and a half, a value a minute; the fault begins at the onset. */
function rowsOf(metrics: Readonly<Record<string, (index: number) => number>>, scale = 1): readonly string[] {
  return Object.entries(metrics).flatMap(([name, valueAt]) => {
    const [service, metric] = name.split(" ");
    return Array.from({ length: 90 }, (_, index) => {
      const noise = 1 + 0.04 * Math.sin(index * 2.3 + name.length);
      return `${minute(index - 60)},${service},${metric},${scale * valueAt(index - 60) * noise}`;
    });
  });
}

function componentOf(rows: readonly string[], calls: readonly string[] = []): string {
  const files = write({ alert: { service: "web", metric: "latency_p95_ms", firedAt: minute(8) } });
  files.set("metrics.csv", [HEAD, ...rows].join("\n"));
  const spans = Array.from({ length: 30 }, (_, trace) =>
    calls.map((service, index) => ({
      traceId: `t${trace}`,
      spanId: `s${index}`,
      ...(index === 0 ? {} : { parentId: `s${index - 1}` }),
      service,
      name: `serve ${service}`,
      start: minute(trace * 2 - 40),
      durationMs: 100 - 20 * index,
    })),
  );
  if (calls.length > 0) files.set("traces.json", JSON.stringify(spans.flat()));
  return investigate(files).verdict.component;
}

const step =
  (before: number, after: number) =>
  (at: number): number =>
    at < 0 ? before : after;

const HOG = {
  "web latency_p95_ms": step(200, 900),
  "cart latency_p95_ms": step(60, 700),
  "cart cpu_usage": step(20, 95),
  "cart request_rate": step(40, 39),
  "stock latency_p95_ms": step(20, 20),
  "stock cpu_usage": step(30, 29),
};

describe("the first failing component", () => {
  test("is the one whose own resource is used up, not the one that the alarm is about", () => {
    expect(componentOf(rowsOf(HOG))).toBe("cart");
  });

  test("is the same whatever order the rows come in, and whatever unit they are measured in", () => {
    fc.assert(
      fc.property(fc.integer({ min: -3, max: 6 }), fc.nat({ max: 500 }), (power, turn) => {
        const rows = rowsOf(HOG, 10 ** power);

        expect(componentOf([...rows.slice(turn), ...rows.slice(0, turn)])).toBe("cart");
      }),
      { numRuns: 10 },
    );
  });

  test("is the same with healthy services beside it", () => {
    const healthy = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [
        [`other${index} cpu_usage`, step(20 + index, 20 + index)],
        [`other${index} latency_p95_ms`, step(50, 50)],
      ]).flat(),
    );

    expect(componentOf([...rowsOf(HOG), ...rowsOf(healthy)])).toBe("cart");
  });

  test("is the called one, where its callers only wait", () => {
    const rows = rowsOf({
      "web latency_p95_ms": step(200, 900),
      "cart latency_p95_ms": step(60, 700),
      "cart open_connections": step(10, 110),
      "ledger latency_p95_ms": step(30, 600),
    });

    expect(componentOf(rows, ["web", "cart", "ledger"])).toBe("ledger");
  });

  test("is the one that is no longer measured at all", () => {
    const gone = rowsOf({ "cart cpu_usage": step(20, 20), "cart memory_mb": step(300, 300) }).filter((row) => {
      return (
        Date.parse(row.slice(0, 24)) < Date.parse(minute(0)) ||
        Date.parse(row.slice(0, 24)) > Date.parse(minute(0)) + 15 * MINUTE
      );
    });
    const rows = rowsOf({ "web error_rate": step(0.001, 0.4), "web cpu_usage": step(30, 30) });

    expect(componentOf([...gone, ...rows])).toBe("cart");
  });

  test("is not the one that was busy for other reasons long before", () => {
    const backup = { "store disk_write_bytes": (at: number): number => (at > -25 && at < -15 ? 900 : 10) };

    expect(componentOf([...rowsOf(HOG), ...rowsOf(backup)])).toBe("cart");
  });

  test("may be known by a metric that nobody has heard of", () => {
    const rows = rowsOf({ "cart zeta": step(3, 40), "cart eta": step(5, 5), "stock zeta": step(3, 3) });

    expect(componentOf(rows)).toBe("cart");
  });
});
