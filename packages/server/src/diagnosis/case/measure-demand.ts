/** How much more is asked of the system where requests come in, and of each of its services: rates after the onset against before. */

import { type Instant, MINUTE } from "../../domain/instant.ts";
import type { CallGraph } from "./call-graph.ts";
import type { MetricSeries } from "./case.ts";
import { kindOfMetric } from "./metric-kind.ts";
import { dependenciesIn } from "./name-dependency.ts";
import { medianOf } from "./robust.ts";

/** So many times as much as before, of each service whose rate is measured. */
export type Demand = ReadonlyMap<string, number>;

/** What is open at a time rises with the time that it takes, and is no rate. */
const OPEN = /active|concurren|flight|pending|open|current|ongoing|queued|backlog|busy|workers/i;
/** What we send, by the name of what counts it. */
const OUTGOING =
  /out(?:bound|going)|egress|sent|publish|produced|client|upstream|api_?calls|_api_|slack_|llm|openai|anthropic|model|queries|query|sql|(?:^|_)db|database|cache|redis|retr|attempt|jobs?|tool|fetch|deliver|emit|replies|posted/i;
/** Stores are asked by our own, whoever calls them. */
const STORE = /(?:^|[-_.])(?:db|database|cache|store|queue|broker|mq|pg|sql|mongo|memcached)\d?(?:$|[-_.])/i;
const QUERIES = /quer(?:y|ies)|commands?|operations|\bops|statements|reads|selects|calls/i;
const AROUND = 20 * MINUTE;
const FEWEST = 3;

export function isRate(metric: string): boolean {
  return kindOfMetric(metric) === "traffic" && !OPEN.test(metric);
}

export function isIncoming({ service, metric }: Pick<MetricSeries, "service" | "metric">, graph: CallGraph): boolean {
  if (!isRate(metric) || OUTGOING.test(metric) || graph.hasCallers(service)) return false;
  return !STORE.test(service) && dependenciesIn(service).length === 0;
}

/** Instances of a service are added up; where several rates are measured, the one that rose least tells. */
export function measureDemand(series: readonly MetricSeries[], onset: Instant): Demand {
  const rates = series.filter(({ metric }) => isRate(metric) && !OUTGOING.test(metric));
  const found = new Map<string, number>();
  for (const group of Map.groupBy(rates, ({ service, metric }) => `${service}\n${metric}`).values()) {
    const before = sumOf(group, (at) => at < onset - 2 * MINUTE);
    const after = sumOf(group, (at) => at >= onset && at <= onset + AROUND);
    const service = group[0]?.service ?? "";
    if (before === undefined || after === undefined || before <= 0) continue;
    found.set(service, Math.min(found.get(service) ?? Number.POSITIVE_INFINITY, after / before));
  }
  return found;
}

function sumOf(group: readonly MetricSeries[], isIn: (at: Instant) => boolean): number | undefined {
  const middles = group.flatMap(({ times, values }) => {
    const own = values.filter((_, index) => isIn(times[index] ?? 0));
    return own.length < FEWEST ? [] : [medianOf(own)];
  });
  return middles.length === 0 ? undefined : middles.reduce((sum, value) => sum + value, 0);
}

/** How much more one service is asked, by all that count its requests, queries or commands. */
export function askedOf(service: string, series: readonly MetricSeries[], onset: Instant): number {
  const own = series.filter((one) => one.service === service && (isRate(one.metric) || QUERIES.test(one.metric)));
  const groups = Map.groupBy(own, ({ metric }) => metric);
  const rises = [...groups.values()].flatMap((group) => {
    const before = sumOf(group, (at) => at < onset - 2 * MINUTE);
    const after = sumOf(group, (at) => at >= onset && at <= onset + AROUND);
    return before === undefined || after === undefined || before <= 0 ? [] : [after / before];
  });
  return Math.max(1, ...rises);
}

/** Where requests come in; without a graph every service that is no store. */
export function entryRise(demand: Demand, graph: CallGraph): number | undefined {
  const entries = [...demand].filter(
    ([service]) => !graph.hasCallers(service) && !STORE.test(service) && dependenciesIn(service).length === 0,
  );
  // Who calls somebody is known to be inside; of the others one may only be unknown.
  const known = entries.filter(([service]) => graph.calleesOf(service).size > 0);
  const rises = (known.length > 0 ? known : entries).map(([, rise]) => rise);
  return rises.length === 0 ? undefined : medianOf(rises);
}
