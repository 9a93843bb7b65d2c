/** Middle and spread that a few wild values do not move. */

export interface Spread {
  readonly median: number;
  /** Of a normal distribution: its standard deviation. */
  readonly scale: number;
}

/** 1.4826 makes the median absolute deviation of normal values their standard deviation (Rousseeuw and Croux, 1993). */
const NORMAL = 1.4826;

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

export function spreadOf(values: readonly number[]): Spread {
  const median = medianOf(values);
  return { median, scale: NORMAL * medianOf(values.map((value) => Math.abs(value - median))) };
}
