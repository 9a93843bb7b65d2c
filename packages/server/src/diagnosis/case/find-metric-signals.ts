/** Metrics that left their course, to the worse, and stayed away from it. */

import { type Instant, MINUTE } from "../../domain/instant.ts";
import type { Case, CaseAlert, MetricSeries } from "./case.ts";
import { type Curve, findShift, type Shift, toRate } from "./find-shift.ts";
import { isBetterHigh, kindOfMetric } from "./metric-kind.ts";
import { medianOf } from "./robust.ts";
import type { FoundSignal } from "./signal.ts";
import type { Symptom } from "./symptom.ts";

/** A metric that so many looks in a row do not see, while others are seen, has fallen silent. */
const LOST = 3;
/** So small a part of what the same metric is elsewhere is nothing. */
const NOTHING = 0.02;

export function findMetricSignals({ series, alert }: Case): readonly FoundSignal[] {
  const usual = usualOf(series);
  const ends = series.reduce((last, { times }) => Math.max(last, times.at(-1) ?? 0), 0);
  const found = series.flatMap((one): readonly FoundSignal[] => {
    const signal = findSignal(one, alert, (usual.get(one.metric) ?? 0) * NOTHING);
    return signal === undefined ? [] : [signal];
  });
  return [...found, ...findSilences(series, ends)];
}

/** What each metric is in the middle of all services, so that nothing is compared with zero. */
function usualOf(series: readonly MetricSeries[]): ReadonlyMap<string, number> {
  const byMetric = Map.groupBy(series, ({ metric }) => metric);
  return new Map([...byMetric].map(([metric, all]) => [metric, medianOf(all.map(({ values }) => middleOf(values)))]));
}

/** Of long series every n-th value is enough. */
function middleOf(values: readonly number[]): number {
  const step = Math.ceil(values.length / 100);
  return medianOf(values.filter((_, index) => index % step === 0).map(Math.abs));
}

function findSignal(one: MetricSeries, alert: CaseAlert | undefined, nothing: number): FoundSignal | undefined {
  const { metric, service } = one;
  const kind = kindOfMetric(metric);
  const isAlerted = metric === alert?.metric;
  const shift = findShift(curveOf(one), {
    firedAt: alert?.firedAt,
    least: Math.max(leastOf(metric), nothing),
  });
  if (shift === undefined) return undefined;
  if (!isAlerted && kind !== undefined && !isWorse(kind, shift.side, metric)) return undefined;
  return toSignal(shift, { service, metric, kind, threshold: isAlerted ? alert?.threshold : undefined });
}

/** A counter that only rises tells by how much it rises. */
function curveOf({ metric, times, values }: MetricSeries): Curve {
  return /total|count|sum|bytes|seconds/i.test(metric) ? toRate({ times, values }) : { times, values };
}

/** One error in a hundred is no failure yet. */
function leastOf(metric: string): number {
  return /rate|ratio|percent|pct|share/i.test(metric) && kindOfMetric(metric) === "errors" ? 0.01 : 1e-9;
}

function isWorse(kind: Symptom, side: number, metric: string): boolean {
  return kind === "traffic" || side === (isBetterHigh(metric) ? -1 : 1);
}

interface Measured {
  readonly service: string;
  readonly metric: string;
  readonly kind: Symptom | undefined;
  readonly threshold: number | undefined;
}

function toSignal(shift: Shift, { service, metric, kind, threshold }: Measured): FoundSignal {
  const { at, until, blurMs, before, after, side, size, isGrowth } = shift;
  const symptom = side < 0 && (kind === "traffic" || kind === undefined) ? "silence" : kind;
  const bound = threshold === undefined ? "" : `, threshold ${threshold}`;
  return {
    source: "metric",
    service,
    at,
    firstAt: at,
    until,
    blurMs,
    symptoms: symptom === undefined ? [] : [symptom],
    says: `${metric} of ${service || "the bot"} went from ${write(before)} to ${write(after)}${bound}`,
    name: metric,
    text: metric,
    strength: Math.max(1, Math.min(50, size)),
    ratio: before === 0 ? Number.POSITIVE_INFINITY : after / before,
    isWeak: false,
    isSteady: false,
    wasThere: before !== 0,
    ...(isGrowth ? { isGrowth } : {}),
  };
}

/** All metrics of a service that end, or pause, while those of others go on: its process is gone. */
function findSilences(series: readonly MetricSeries[], ends: Instant): readonly FoundSignal[] {
  const byService = Map.groupBy(series, ({ service }) => service);
  if (byService.size < 2) return [];
  return [...byService].flatMap(([service, own]): readonly FoundSignal[] => {
    const gaps = own.map(({ times }) => longestGap(times, ends));
    const [first] = gaps.filter((gap) => gap !== undefined).sort((one, other) => one.from - other.from);
    if (first === undefined || gaps.some((gap) => gap === undefined || !overlaps(gap, first))) return [];
    const until = Math.max(...gaps.map((gap) => gap?.to ?? 0));
    return [toSilence(service, { ...first, to: until })];
  });
}

interface Gap {
  /** The first look that saw nothing. */
  readonly from: Instant;
  readonly to: Instant;
  readonly stepMs: number;
}

function overlaps(one: Gap, other: Gap): boolean {
  return one.from <= other.to && other.from <= one.to;
}

function longestGap(times: readonly Instant[], ends: Instant): Gap | undefined {
  if (times.length < 6) return undefined;
  const steps = times.slice(1, 200).map((at, index) => at - (times[index] ?? at));
  const stepMs = medianOf(steps);
  let longest: Gap | undefined;
  times.forEach((at, index) => {
    const next = times[index + 1] ?? ends;
    const missed = (next - at) / Math.max(1, stepMs);
    const best = longest === undefined ? LOST : (longest.to - longest.from) / stepMs + 1;
    if (missed > best && index > 2) longest = { from: at + stepMs, to: next, stepMs };
  });
  return longest;
}

function toSilence(service: string, { from, to, stepMs }: Gap): FoundSignal {
  return {
    source: "metric",
    service,
    at: from,
    firstAt: from,
    until: to,
    blurMs: Math.min(10 * MINUTE, stepMs),
    symptoms: ["silence", "crash"],
    says: `Nothing of ${service} was measured for ${Math.round((to - from) / 1_000)} s while others were`,
    name: "silence",
    text: "silence",
    strength: 40,
    isWeak: false,
    isSteady: false,
    wasThere: false,
  };
}

function write(value: number): string {
  return String(Number(value.toPrecision(3)));
}
