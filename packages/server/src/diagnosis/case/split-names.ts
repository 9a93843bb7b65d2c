/** Metrics whose names begin with the service's: `orders_cpu`, `orders-db.memory_bytes`. */

import type { MetricSeries } from "./case.ts";
import { kindOfMetric } from "./metric-kind.ts";

interface Split {
  readonly service: string;
  readonly metric: string;
}

/** Left as they are where any series names its service, or where the names have no two parts in common. */
export function splitNames(series: readonly MetricSeries[]): readonly MetricSeries[] {
  if (series.length < 4 || series.some(({ service }) => service !== "")) return series;
  const splits = series.map(({ metric }) => splitsOf(metric));
  const services = countBy(splits, ({ service }) => service);
  const metrics = countBy(splits, ({ metric }) => metric);
  const weightOf = ({ service, metric }: Split): number => {
    const own = services.get(service) ?? 0;
    const shared = metrics.get(metric) ?? 0;
    return own < 2 || shared < 2 ? 0 : own * shared;
  };
  const best = splits.map((all) => all.toSorted((one, other) => weightOf(other) - weightOf(one))[0]);
  const named = best.filter((split) => split !== undefined && weightOf(split) > 0);
  const found = new Set(named.map((split) => split?.service ?? ""));
  const isMeasured = [...found].filter((service) => kindOfMetric(service) !== undefined).length > found.size / 2;
  if (found.size < 2 || named.length < series.length / 2 || isMeasured) return series;
  return series.map((one, index) => {
    const split = best[index];
    if (split === undefined) return one;
    return found.has(split.service) ? { ...one, ...split } : (nameByKnown(one, found) ?? one);
  });
}

function nameByKnown(one: MetricSeries, known: ReadonlySet<string>): MetricSeries | undefined {
  const split = splitsOf(one.metric).find(({ service }) => known.has(service));
  return split === undefined ? undefined : { ...one, ...split };
}

/** At every mark that may stand between the two, the longest service last. */
function splitsOf(name: string): readonly Split[] {
  return [...name.slice(0, 200).matchAll(/[_.:/|-]+/g)].flatMap(({ index, 0: mark }) => {
    const split = { service: name.slice(0, index), metric: name.slice(index + mark.length) };
    return split.service === "" || split.metric === "" ? [] : [split];
  });
}

function countBy(splits: readonly (readonly Split[])[], part: (split: Split) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const split of splits.flat()) counts.set(part(split), (counts.get(part(split)) ?? 0) + 1);
  return counts;
}
