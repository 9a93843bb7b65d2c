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
/** Less is no step, but a drift of the day… */
const STEP = 1.5;
/** …unless it is of what fills up. */
const GROWING: ReadonlySet<Symptom> = new Set(["memory", "disk", "pool", "backlog"]);
/** So small a part of what the same metric is elsewhere is little. */
const LITTLE = 0.05;

export function findMetricSignals({ series, alert }: Case): readonly FoundSignal[] {
  const little = littleOf(series);
  const ends = series.reduce((last, { times }) => Math.max(last, times.at(-1) ?? 0), 0);
  const found = series.flatMap((one): readonly FoundSignal[] => {
    const signal = findSignal(one, alert, little.get(one.metric) ?? 0);
    return signal === undefined ? [] : [signal];
  });
  return [...found, ...findSilences(series, ends)];
}

/** A small part of what each metric is at most, so that nothing is compared with zero. */
function littleOf(series: readonly MetricSeries[]): ReadonlyMap<string, number> {
  const byMetric = Map.groupBy(series, ({ metric }) => metric);
  const most = (all: readonly MetricSeries[]): number => all.reduce((top, one) => Math.max(top, highOf(one)), 0);
  return new Map([...byMetric].map(([metric, all]) => [metric, LITTLE * most(all)]));
}

/** What one in ten values reaches; of long series every n-th value is enough. */
function highOf(one: MetricSeries): number {
  const { values } = curveOf(one);
  const step = Math.ceil(values.length / 200);
  const some = values.filter((_, index) => index % step === 0).map(Math.abs);
  return some.sort((low, high) => low - high)[Math.floor(0.9 * (some.length - 1))] ?? 0;
}

function findSignal(one: MetricSeries, alert: CaseAlert | undefined, little: number): FoundSignal | undefined {
  const { metric, service } = one;
  const kind = kindOfMetric(metric);
  const isAlerted = metric === alert?.metric;
  const shift = findShift(curveOf(one), {
    firedAt: alert?.firedAt,
    least: leastOf(one),
    little,
  });
  if (shift === undefined) return undefined;
  if (!isAlerted && kind !== undefined && !isWorse(kind, shift.side, metric)) return undefined;
  return toSignal(shift, { service, metric, kind, isAlerted, threshold: isAlerted ? alert?.threshold : undefined });
}

/** A counter that only rises tells by how much it rises. */
function curveOf({ metric, times, values }: MetricSeries): Curve {
  return /total|count|sum|bytes|seconds/i.test(metric) ? toRate({ times, values }) : { times, values };
}

/** One error in a hundred is no failure yet. */
function leastOf({ metric, values }: MetricSeries): number {
  if (kindOfMetric(metric) !== "errors") return 1e-9;
  const isShare = /rate|ratio|percent|pct|share/i.test(metric) || values.every((value) => value <= 1);
  return isShare ? 0.01 : 1e-9;
}

function isWorse(kind: Symptom, side: number, metric: string): boolean {
  return kind === "traffic" || side === (isBetterHigh(metric) ? -1 : 1);
}

interface Measured {
  readonly service: string;
  readonly metric: string;
  readonly kind: Symptom | undefined;
  readonly isAlerted: boolean;
  readonly threshold: number | undefined;
}

function toSignal(shift: Shift, { service, metric, kind, isAlerted, threshold }: Measured): FoundSignal {
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
    isWeak: size < STEP && !isAlerted && !(isGrowth && GROWING.has(kind ?? "errors")),
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
    strength: 50,
    isWeak: false,
    isSteady: false,
    wasThere: false,
  };
}

function write(value: number): string {
  return String(Number(value.toPrecision(3)));
}
