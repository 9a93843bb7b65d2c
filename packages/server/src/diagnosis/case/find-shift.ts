/** When a curve left its course and stayed away from it, and by how much of what is usual. */

import { type Instant, MINUTE } from "../../domain/instant.ts";
import { medianOf, spreadOf } from "./robust.ts";

/** Times rise, and go with the values. */
export interface Curve {
  readonly times: readonly Instant[];
  readonly values: readonly number[];
}

export interface Shift {
  readonly at: Instant;
  readonly until: Instant;
  /** It may have begun so much before. */
  readonly blurMs: number;
  readonly side: number;
  readonly before: number;
  readonly after: number;
  /** The step at its beginning against the noise and a part of what was usual; 1 is hardly one. */
  readonly size: number;
  /** It went on moving away long after it had begun: a leak, a queue. */
  readonly isGrowth: boolean;
}

interface ShiftOptions {
  readonly firedAt: Instant | undefined;
  /** Smaller steps are none. */
  readonly least: number;
  /** So much is little of it; what was far below was about nothing. */
  readonly little?: number;
}

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
/** A tenth more is about what any metric does by itself. */
const FLOOR = 0.1;

export function findShift(given: Curve, { firedAt, least: floor, little = 0 }: ShiftOptions): Shift | undefined {
  const { times, values } = thin(given);
  if (values.length < FEWEST) return undefined;
  const before = values.slice(0, lengthOfBefore(times, firedAt));
  const { median, scale } = spreadOf(before);
  const least = Math.abs(median) < little / 5 ? Math.max(floor, little) : floor;
  const away = before.map((value) => Math.abs(value - median)).sort((one, other) => one - other);
  const range = away[Math.floor((away.length - 1) * USUAL_SHARE)] ?? 0;
  const step = Math.max(FAR * scale, MUCH * Math.abs(median), BEYOND * range, least);
  const far = values.map((value) => sideOf(value - median, step));
  const start = far.findIndex((one, index) => one !== 0 && stays(far, index, one));
  const side = far[start] ?? 0;
  if (side === 0) return undefined;
  const own = values.flatMap((value, index) => (index >= start && far[index] === side ? [{ value, index }] : []));
  const at = times[start] ?? 0;
  const size = sizeOf(values, start, { scale, least });
  return {
    at,
    until: times[own.at(-1)?.index ?? start] ?? at,
    blurMs: Math.min(10 * MINUTE, at - (times[start - 1] ?? at - MINUTE)),
    side,
    before: median,
    after: medianOf(own.map(({ value }) => value)),
    size,
    isGrowth: isGrowing(
      own.map(({ value }) => value),
      median,
    ),
  };
}

/** A counter: it only rises, but where its process began anew. */
export function toRate({ times, values }: Curve): Curve {
  const falls = values.filter((value, index) => index > 0 && value < (values[index - 1] ?? value)).length;
  const first = values[0] ?? 0;
  const last = values.at(-1) ?? 0;
  const isCounter = falls <= values.length / 100 && last > first && first !== 0 && values.length >= FEWEST;
  if (!isCounter) return { times, values };
  const rises = values.slice(1).map((value, index) => {
    const rise = value - (values[index] ?? 0);
    const seconds = ((times[index + 1] ?? 0) - (times[index] ?? 0)) / 1_000;
    return (rise < 0 ? value : rise) / Math.max(1e-3, seconds);
  });
  return { times: times.slice(1), values: rises };
}

function thin({ times, values }: Curve): Curve {
  if (values.length <= MOST) return { times, values };
  const size = Math.ceil(values.length / MOST);
  const parts = Array.from({ length: Math.ceil(values.length / size) }, (_, index) => index * size);
  return {
    times: parts.map((from) => times[from] ?? 0),
    values: parts.map((from) => medianOf(values.slice(from, from + size))),
  };
}

/** The first third shows how it was, or what lies well before the alarm where that is less. */
function lengthOfBefore(times: readonly Instant[], firedAt: Instant | undefined): number {
  const third = Math.max(4, Math.ceil(times.length / 3));
  if (firedAt === undefined) return third;
  const quiet = times.filter((at) => at < firedAt).length;
  return Math.max(4, Math.min(third, Math.ceil(quiet / 2)));
}

function sideOf(difference: number, step: number): number {
  return Math.abs(difference) > step ? Math.sign(difference) : 0;
}

/** Most of the next points lie as far, the very next or the one behind it among them. */
function stays(far: readonly number[], start: number, side: number): boolean {
  const next = far.slice(start, start + LOOK_AHEAD);
  const alike = next.filter((one) => one === side).length;
  if (alike < Math.max(2, Math.min(RUN, next.length))) return false;
  return next.length < RUN || next[1] === side || next[2] === side;
}

/** What came right after against what came right before, so that a season or a slow drift is small. */
function sizeOf(
  values: readonly number[],
  start: number,
  noise: { readonly scale: number; readonly least: number },
): number {
  const width = Math.max(LOOK_AHEAD, Math.round(values.length / 12));
  const before = medianOf(values.slice(Math.max(0, start - width), Math.max(1, start)));
  const after = medianOf(values.slice(start, start + width));
  return Math.abs(after - before) / (FLOOR * Math.abs(before) + noise.scale + noise.least);
}

/** Its last part lies much farther than its first. */
function isGrowing(own: readonly number[], median: number): boolean {
  const part = Math.max(2, Math.floor(own.length / 4));
  if (own.length < 8) return false;
  const early = Math.abs(medianOf(own.slice(0, part)) - median);
  const late = Math.abs(medianOf(own.slice(-part)) - median);
  return late > 1.5 * early;
}
