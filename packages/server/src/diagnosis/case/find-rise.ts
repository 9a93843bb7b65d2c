/** When something began to happen far more often: the stretch of time that an even rate explains least. */

import { type Instant, MINUTE, type Milliseconds, type TimeWindow } from "../../domain/instant.ts";

export interface Rise {
  /** The first event of the stretch. */
  readonly at: Instant;
  readonly until: Instant;
  /** The first event may be one of those that happen anyway: it may have begun so much later. */
  readonly blurMs: Milliseconds;
  /** It happened before too, at no less than a fifth of the rate. */
  readonly wasThere: boolean;
  /** Events before it. */
  readonly before: number;
  readonly inside: number;
}

const BUCKETS = 120;
/** A logarithm of likelihoods: an even rate reaches 8 over all stretches about once in a hundred series. */
const UNLIKELY = 8;
/** So many times as often as outside of it. */
const MORE = 2;
const MORE_RATE = 5;
const LONGEST_BLUR = 3 * MINUTE;
/** How often a slow start is looked for before the start that was found. */
const STEPS = 3;

/** `undefined` where the rate is about even; times are in order. */
export function findRise(times: readonly Instant[], range: TimeWindow): Rise | undefined {
  if (range.to <= range.from || times.length === 0) return undefined;
  const width = (range.to - range.from) / BUCKETS;
  const sums = sumBuckets(times, range.from, width);
  let stretch = likeliest(sums, BUCKETS);
  if (stretch === undefined) return undefined;
  for (let step = 0; step < STEPS; step += 1) {
    const earlier = likeliest(sums, stretch.from);
    if (earlier === undefined || earlier.to < stretch.from - 1) break;
    stretch = { from: earlier.from, to: stretch.to };
  }
  const begin = range.from + stretch.from * width;
  const end = range.from + stretch.to * width;
  const at = times.find((time) => time >= begin - 1) ?? begin;
  const before = times.filter((time) => time < at).length;
  const inside = times.filter((time) => time >= at && time <= end + 1);
  const until = inside.at(-1) ?? at;
  const third = inside[2] ?? until;
  return {
    at,
    until,
    before,
    inside: inside.length,
    blurMs: Math.min(LONGEST_BLUR, third - at),
    wasThere: MORE_RATE * before * Math.max(width, until - at) > inside.length * Math.max(width, at - range.from),
  };
}

/** How many events lie before each bucket. */
function sumBuckets(times: readonly Instant[], from: Instant, width: number): readonly number[] {
  const counts = new Array<number>(BUCKETS).fill(0);
  for (const at of times) {
    const index = Math.max(0, Math.min(BUCKETS - 1, Math.floor((at - from) / width)));
    counts[index] = (counts[index] ?? 0) + 1;
  }
  const sums = [0];
  for (const count of counts) sums.push((sums.at(-1) ?? 0) + count);
  return sums;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Kulldorff's scan over one dimension, with a Poisson rate inside and one outside. */
function likeliest(sums: readonly number[], length: number): Stretch | undefined {
  const total = sums[length] ?? 0;
  let best: Stretch | undefined;
  let most = UNLIKELY;
  for (let from = 0; from < length; from += 1) {
    for (let to = from + 1; to <= length; to += 1) {
      const inside = (sums[to] ?? 0) - (sums[from] ?? 0);
      const expected = (total * (to - from)) / length;
      if (inside <= expected) continue;
      const score = likelihood(inside, expected, total);
      if (score > most && isDenser(inside, to - from, { total, length })) {
        most = score;
        best = { from, to };
      }
    }
  }
  return best;
}

function likelihood(inside: number, expected: number, total: number): number {
  const outside = total - inside;
  const rest = outside === 0 ? 0 : outside * Math.log(outside / (total - expected));
  return inside * Math.log(inside / expected) + rest;
}

function isDenser(
  inside: number,
  size: number,
  { total, length }: { readonly total: number; readonly length: number },
): boolean {
  if (size >= length) return false;
  return inside / size >= (MORE * (total - inside)) / (length - size);
}
