import type { Exchange } from "./drive-traffic.ts";

/** One line of `metrics.csv`. */
export interface MetricRow {
  readonly at: number;
  readonly metric: string;
  readonly value: number;
}

export interface Measured {
  readonly exchanges: readonly Exchange[];
  /** When the platform started a process of the bot. */
  readonly starts: readonly number[];
  /** Those of them that were not the first of a deployment. */
  readonly restarts: readonly number[];
  /** When it gave up on a deployment. */
  readonly failures: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** Monitoring looks once a minute; a recording of two minutes is looked at more often. */
const stepMs = 5_000;

/** What the people who asked saw, by interval; each row stands at the interval's beginning. */
export function measure({ exchanges, starts, restarts, failures, from, to }: Measured): readonly MetricRow[] {
  const intervals = Array.from({ length: Math.floor((to - from) / stepMs) }, (_, index) => from + index * stepMs);
  return intervals.flatMap((at) => {
    const isIn = (time: number) => time >= at && time < at + stepMs;
    const asked = exchanges.filter((exchange) => isIn(exchange.at));
    const failed = asked.filter(({ outcome }) => outcome !== "answered").length;
    const times = asked.flatMap(({ tookMs }) => (tookMs === undefined ? [] : [tookMs]));
    return [
      { at, metric: "requests", value: asked.length },
      { at, metric: "failed_requests", value: failed },
      { at, metric: "error_rate", value: asked.length === 0 ? 0 : round(failed / asked.length) },
      ...(times.length === 0 ? [] : [{ at, metric: "reply_p95_ms", value: percentile(times, 0.95) }]),
      { at, metric: "container_starts", value: starts.filter(isIn).length },
      { at, metric: "container_restarts", value: restarts.filter(isIn).length },
      { at, metric: "failed_deployments", value: failures.filter(isIn).length },
    ];
  });
}

export interface Alarm {
  readonly firedAt: number;
  readonly observed: number;
}

export interface AlarmRule {
  readonly metric: string;
  readonly threshold: number;
  readonly since: number;
}

/** When monitoring would have told of it: at the end of the first interval since then that reaches the threshold. */
export function findAlarm(rows: readonly MetricRow[], { metric, threshold, since }: AlarmRule): Alarm | undefined {
  const found = rows.find((row) => row.metric === metric && row.value >= threshold && row.at + stepMs > since);
  return found === undefined ? undefined : { firedAt: found.at + stepMs, observed: found.value };
}

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
