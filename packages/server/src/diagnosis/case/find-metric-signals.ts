/** Metrics that left their course, to the worse, and stayed away from it. */

import type { Instant } from "../../domain/instant.ts";
import { MINUTE, SECOND } from "../../domain/instant.ts";
import type { Case, CaseAlert, MetricPoint } from "./case.ts";
import { isBetterHigh, kindOfMetric } from "./metric-kind.ts";
import { medianOf, spreadOf } from "./robust.ts";
import type { FoundSignal } from "./signal.ts";
import type { Symptom } from "./symptom.ts";

/** A deviation of so many standard deviations… */
const FAR = 5;
/** …and of so large a part of what was usual… */
const MUCH = 0.25;
/** …and so many times as far as the usual ones went… */
const BEYOND = 1.6;
/** …in so many of so many points in a row is one that stays. */
const RUN = 3;
const LOOK_AHEAD = 5;
/** Fewer points show no course to leave. */
const FEWEST = 6;
/** Longer series are read in so many steps, each its middle value. */
const MOST = 600;
/** A wild value or two before tells nothing of what is usual. */
const USUAL_SHARE = 0.96;

export function findMetricSignals({ points, alert }: Case): readonly FoundSignal[] {
  const series = Map.groupBy(points, ({ service, metric }) => `${service}\n${metric}`);
  return [...series.values()].flatMap((all) => {
    const sorted = thin(toRates([...all].sort((one, other) => one.at - other.at)));
    const signal = findShift(sorted, alert);
    return signal === undefined ? [] : [signal];
  });
}

/** A counter that only rises tells by how much it rises. */
function toRates(points: readonly MetricPoint[]): readonly MetricPoint[] {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || !/total|count/i.test(first.metric)) return points;
  const rises = points.every(({ value }, index) => index === 0 || value >= (points[index - 1]?.value ?? value));
  if (!rises || last.value <= first.value || first.value === 0) return points;
  return points.slice(1).map((point, index) => ({ ...point, value: point.value - (points[index]?.value ?? 0) }));
}

function thin(points: readonly MetricPoint[]): readonly MetricPoint[] {
  if (points.length <= MOST) return points;
  const size = Math.ceil(points.length / MOST);
  return Array.from({ length: Math.ceil(points.length / size) }, (_, index) => {
    const part = points.slice(index * size, (index + 1) * size);
    return part[0] === undefined ? [] : [{ ...part[0], value: medianOf(part.map(({ value }) => value)) }];
  }).flat();
}

function findShift(points: readonly MetricPoint[], alert: CaseAlert | undefined): FoundSignal | undefined {
  const first = points[0];
  if (first === undefined || points.length < FEWEST) return undefined;
  const before = points.slice(0, lengthOfBefore(points, alert?.firedAt)).map(({ value }) => value);
  const { median, scale } = spreadOf(before);
  const away = before.map((value) => Math.abs(value - median)).sort((one, other) => one - other);
  const range = away[Math.floor((away.length - 1) * USUAL_SHARE)] ?? 0;
  const step = Math.max(FAR * scale, MUCH * Math.abs(median), BEYOND * range, leastOf(first.metric));
  const far = points.map(({ value }) => sideOf(value - median, step));
  const start = far.findIndex((one, index) => one !== 0 && stays(far, index, one));
  const side = far[start] ?? 0;
  if (side === 0) return undefined;
  const kind = kindOfMetric(first.metric);
  const isAlerted = first.metric === alert?.metric;
  if (!isAlerted && kind !== undefined && !isWorse(kind, side, first.metric)) return undefined;
  return toSignal({
    points,
    start,
    side,
    far,
    median,
    step,
    kind,
    threshold: isAlerted ? alert?.threshold : undefined,
  });
}

/** One error in a hundred is no failure yet. */
function leastOf(metric: string): number {
  return /rate|ratio|percent|pct|share/i.test(metric) && kindOfMetric(metric) === "errors" ? 0.01 : 1e-9;
}

function isWorse(kind: Symptom, side: number, metric: string): boolean {
  return kind === "traffic" || side === (isBetterHigh(metric) ? -1 : 1);
}

/** The first third shows how it was, or what lies well before the alarm where that is less. */
function lengthOfBefore(points: readonly MetricPoint[], firedAt: Instant | undefined): number {
  const third = Math.max(4, Math.ceil(points.length / 3));
  if (firedAt === undefined) return third;
  const quiet = points.filter(({ at }) => at < firedAt).length;
  return Math.max(4, Math.min(third, Math.ceil(quiet / 2)));
}

function sideOf(difference: number, step: number): number {
  return Math.abs(difference) > step ? Math.sign(difference) : 0;
}

/** Most of the next points lie as far, the very next or the one behind it among them. */
function stays(far: readonly number[], start: number, side: number): boolean {
  const next = far.slice(start, start + LOOK_AHEAD);
  const alike = next.filter((one) => one === side).length;
  if (alike < Math.min(RUN, next.length)) return false;
  return next.length < RUN || next[1] === side || next[2] === side;
}

interface Shift {
  readonly points: readonly MetricPoint[];
  readonly start: number;
  readonly side: number;
  readonly far: readonly number[];
  readonly median: number;
  readonly step: number;
  readonly kind: Symptom | undefined;
  readonly threshold: number | undefined;
}

function toSignal({ points, start, side, far, median, step, kind, threshold }: Shift): FoundSignal | undefined {
  const point = points[start];
  if (point === undefined) return undefined;
  const own = points.slice(start).filter((_, index) => far[start + index] === side);
  const after = medianOf(own.map(({ value }) => value));
  const { service, metric, at } = point;
  const blurMs = Math.min(10 * MINUTE, at - (points[start - 1]?.at ?? at - 60 * SECOND));
  const symptom = side < 0 && (kind === "traffic" || kind === undefined) ? "silence" : kind;
  const bound = threshold === undefined ? "" : `, threshold ${threshold}`;
  return {
    source: "metric",
    service,
    at,
    firstAt: at,
    until: own.at(-1)?.at ?? at,
    blurMs,
    symptoms: symptom === undefined ? [] : [symptom],
    says: `${metric} of ${service || "the bot"} went from ${write(median)} to ${write(after)}${bound}`,
    name: metric,
    text: metric,
    strength: Math.max(1, Math.min(50, Math.abs(after - median) / step)),
    ratio: median === 0 ? Number.POSITIVE_INFINITY : after / median,
    isWeak: false,
    isSteady: false,
    wasThere: median !== 0,
  };
}

function write(value: number): string {
  return String(Number(value.toPrecision(3)));
}
