/** Metrics that left their course and stayed away from it. */

import type { Instant } from "../../domain/instant.ts";
import { SECOND } from "../../domain/instant.ts";
import type { Case, MetricPoint } from "./case.ts";
import { medianOf, spreadOf } from "./robust.ts";
import type { FoundSignal } from "./signal.ts";
import { symptomOfMetric } from "./symptom.ts";

/** A deviation of so many standard deviations… */
const FAR = 5;
/** …and of so large a part of what was usual… */
const MUCH = 0.25;
/** …in most of so many points in a row is one that stays. */
const RUN = 3;
const LOOK_AHEAD = 5;
/** Fewer points show no course to leave. */
const FEWEST = 6;

export function findMetricSignals({ points, alert }: Case): readonly FoundSignal[] {
  const series = Map.groupBy(points, ({ service, metric }) => `${service}\n${metric}`);
  return [...series.values()].flatMap((all) => {
    const sorted = toRates([...all].sort((one, other) => one.at - other.at));
    const isAlerted = sorted[0]?.metric === alert?.metric && (alert?.service ?? "") === sorted[0]?.service;
    const signal = findShift(sorted, alert?.firedAt, isAlerted ? alert?.threshold : undefined);
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

function findShift(
  points: readonly MetricPoint[],
  firedAt: Instant | undefined,
  threshold: number | undefined,
): FoundSignal | undefined {
  const first = points[0];
  if (first === undefined || points.length < FEWEST) return undefined;
  const before = points.slice(0, lengthOfBefore(points, firedAt)).map(({ value }) => value);
  const { median, scale } = spreadOf(before);
  const range = Math.max(...before.map((value) => Math.abs(value - median)));
  const step = Math.max(FAR * scale, MUCH * Math.abs(median), 1.2 * range, 1e-9);
  const far = points.map(({ value }) => sideOf(value - median, step));
  const start = far.findIndex((side, index) => side !== 0 && stays(far, index, side));
  if (start < 0) return undefined;
  return toSignal({ points, start, median, step, threshold });
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

function stays(far: readonly number[], start: number, side: number): boolean {
  const next = far.slice(start, start + LOOK_AHEAD);
  return (
    next.length >= Math.min(RUN, far.length - start) &&
    next.filter((one) => one === side).length >= Math.min(RUN, next.length)
  );
}

interface Shift {
  readonly points: readonly MetricPoint[];
  readonly start: number;
  readonly median: number;
  readonly step: number;
  readonly threshold: number | undefined;
}

function toSignal({ points, start, median, step, threshold }: Shift): FoundSignal | undefined {
  const point = points[start];
  if (point === undefined) return undefined;
  const after = medianOf(points.slice(start).map(({ value }) => value));
  const { service, metric, at } = point;
  const blurMs = at - (points[start - 1]?.at ?? at - 60 * SECOND);
  const kind = symptomOfMetric(metric);
  const falls = after < median;
  const symptom = falls && (kind === "traffic" || kind === undefined) ? "silence" : kind;
  const bound = threshold === undefined ? "" : `, threshold ${threshold}`;
  return {
    source: "metric",
    service,
    at,
    blurMs,
    symptoms: symptom === undefined ? [] : [symptom],
    says: `${metric} of ${service || "the bot"} went from ${write(median)} to ${write(after)}${bound}`,
    name: metric,
    text: metric,
    strength: Math.max(1, Math.abs(after - median) / step),
    ratio: median === 0 ? Number.POSITIVE_INFINITY : after / median,
    wasThere: median !== 0,
  };
}

function write(value: number): string {
  return String(Number(value.toPrecision(3)));
}
