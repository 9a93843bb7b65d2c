/** What a metric measures, by its name. */

import type { Symptom } from "./symptom.ts";

const METRICS: readonly (readonly [Symptom, RegExp])[] = [
  [
    "traffic",
    /^(?!.*(?:fail|err|latency|duration|time|slow|reject|5xx|4xx|limit|tokens|queue|lag|pending|depth|backlog|wait|flight|dropped|percent|ratio|concurren|active|open|retr|packets?_(?:loss|drop))).*(?:(?:^|_)(?:rps|qps|ops|tps)(?:_|$)|request|throughput|traffic|messages|events|mentions|invocations|calls|workload|(?:^|_)(?:rx|tx|receive|received|transmit|transmitted)(?:_|$)|network_io|net_(?:in|out))/,
  ],
  ["cache", /cache|hit.?(?:ratio|rate)|miss(?:es)?\b|evict/],
  ["cost", /token(?:s|_)|cost|spend|usd/],
  ["memory", /mem|rss|heap|\bgc\b/],
  ["cpu", /cpu|load_?avg|(?:^|_)load(?:_|\d|$)|event.?loop/],
  [
    "disk",
    /disk|volume|inode|iops|storage|filesystem|(?:^|_)fs_|io_(?:time|wait|util)|(?:^|_)(?:read|written|write)s?_bytes/,
  ],
  ["pool", /pool|connection|socket|thread|handle|fds?\b|goroutine|file_descriptor|open_files/],
  ["backlog", /queue|backlog|lag|pending|inflight|in_flight|depth|waiting|concurren|active_requests|open_requests/],
  ["crash", /restart|crash|uptime|ready|replica/],
  ["rate-limit", /429|rate.?limit|throttl/],
  ["quota", /quota/],
  ["timeout", /time.?out/],
  ["auth", /401|403|auth/],
  ["database", /scan|slow.?quer|deadlock|lock|docs.?examined/],
  ["errors", /retrans|err|fail|exception|5xx|4xx|reject|dropped|success|availab|drop/],
  ["latency", /latency|duration|response|_ms\b|\bp\d\d|seconds|slow|time/],
];

/** Less of these is worse. */
const BETTER_HIGH = /free|avail|idle|success|hit|uptime|ready|healthy|remaining|headroom|apdex|replicas?$|\bok\b|_ok\b/;

export function kindOfMetric(metric: string): Symptom | undefined {
  const name = spell(metric);
  return METRICS.find(([, shape]) => shape.test(name))?.[0];
}

export function isBetterHigh(metric: string): boolean {
  return BETTER_HIGH.test(spell(metric));
}

/** `poolIdle`, `pool.idle` and `pool-idle` are `pool_idle`. */
function spell(metric: string): string {
  return metric
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .replace(/[.\-/ ]/g, "_")
    .toLowerCase();
}
