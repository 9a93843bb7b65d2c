/** A size above which all fails and below which all goes well, or the other way round. */

export interface Bound {
  readonly says: string;
  readonly isBeyond: (value: number) => boolean;
}

/** Fewer could lie apart by chance. */
const FEWEST = 6;
/** One of fifty may lie on the wrong side: limits are of more than one thing. */
const STRAY = 0.02;

export function findBound(failed: readonly number[], well: readonly number[]): Bound | undefined {
  if (failed.length < FEWEST || well.length < FEWEST) return undefined;
  if ([...failed, ...well].some((value) => !Number.isFinite(value))) return undefined;
  if (new Set(failed).size < 3 || new Set(well).size < 3) return undefined;
  const least = at(failed, STRAY);
  const most = at(failed, 1 - STRAY);
  if (least > at(well, 1 - STRAY)) return { says: `from ${least} up`, isBeyond: (value) => value >= least };
  if (most < at(well, STRAY)) return { says: `up to ${most}`, isBeyond: (value) => value <= most };
  return undefined;
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  return sorted[share < 0.5 ? Math.floor(place) : Math.ceil(place)] ?? 0;
}
