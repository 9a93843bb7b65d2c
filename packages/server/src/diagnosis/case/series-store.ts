/** Measurements in any order → series in the order of time; millions of them take 16 bytes each. */

import type { Instant } from "../../domain/instant.ts";
import type { MetricSeries } from "./case.ts";
import { toInstant } from "./read-fields.ts";

export interface SeriesStore {
  /** A text that many rows share is read once. */
  readonly readTime: (text: string) => Instant | undefined;
  readonly add: (owner: SeriesName, point: Measurement) => void;
  /** Ordered by service, metric and instance. */
  readonly finish: () => readonly MetricSeries[];
}

interface SeriesName {
  readonly service: string;
  readonly metric: string;
  /** Empty where there is one, or nobody says which. */
  readonly instance: string;
}

interface Measurement {
  readonly at: Instant;
  readonly value: number;
}

/** More times than this in no order are read each time anew. */
const MOST_TIMES = 100_000;

interface Growing extends SeriesName {
  readonly times: number[];
  readonly values: number[];
}

export function createSeriesStore(): SeriesStore {
  const known = new Map<string, Instant | undefined>();
  const services = new Map<string, Map<string, Growing>>();
  const readTime = (text: string): Instant | undefined => {
    if (known.has(text)) return known.get(text);
    const at = toInstant(text);
    if (known.size >= MOST_TIMES) known.clear();
    known.set(text, at);
    return at;
  };
  const add = (owner: SeriesName, { at, value }: Measurement): void => {
    const own = services.get(owner.service) ?? new Map<string, Growing>();
    services.set(owner.service, own);
    const key = owner.instance === "" ? owner.metric : `${owner.metric}\n${owner.instance}`;
    const series = own.get(key) ?? { ...owner, times: [], values: [] };
    own.set(key, series);
    series.times.push(at);
    series.values.push(value);
  };
  const finish = (): readonly MetricSeries[] =>
    [...services.values()]
      .flatMap((own) => [...own.values()])
      .map(toSeries)
      .sort(inOrder);
  return { readTime, add, finish };
}

function toSeries({ service, metric, instance, times, values }: Growing): MetricSeries {
  const name = { service, metric, ...(instance === "" ? {} : { instance }) };
  if (isRising(times)) return { ...name, times, values };
  const order = times.map((_, index) => index);
  order.sort((one, other) => (times[one] ?? 0) - (times[other] ?? 0) || (values[one] ?? 0) - (values[other] ?? 0));
  return { ...name, ...mergeEqual(order, times, values) };
}

function isRising(times: readonly number[]): boolean {
  return times.every((at, index) => index === 0 || at > (times[index - 1] ?? 0));
}

/** Of several values at one time the mean. */
function mergeEqual(
  order: readonly number[],
  times: readonly number[],
  values: readonly number[],
): Pick<MetricSeries, "times" | "values"> {
  const merged: { readonly times: number[]; readonly values: number[] } = { times: [], values: [] };
  let sum = 0;
  let count = 0;
  order.forEach((index, place) => {
    const at = times[index] ?? 0;
    sum += values[index] ?? 0;
    count += 1;
    if (times[order[place + 1] ?? -1] === at) return;
    merged.times.push(at);
    merged.values.push(sum / count);
    sum = 0;
    count = 0;
  });
  return merged;
}

function inOrder(one: MetricSeries, other: MetricSeries): number {
  const key = ({ service, metric, instance }: MetricSeries): string => `${service}\n${metric}\n${instance ?? ""}`;
  return key(one) < key(other) ? -1 : Number(key(one) > key(other));
}
