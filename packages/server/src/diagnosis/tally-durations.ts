import type { Milliseconds } from "../domain/instant.ts";

/** How often each duration came: what shares of them do not exceed, without keeping each. */
export interface DurationTally {
  add(duration: Milliseconds): void;
  /** The value that so large a share of them does not exceed, by nearest rank. */
  percentile(share: number): Milliseconds | undefined;
}

/** More different durations than this are told apart by four digits only. */
const MOST_VALUES = 20_000;
const DIGITS = 4;

export function createDurationTally(): DurationTally {
  let counts = new Map<Milliseconds, number>();
  let isCoarse = false;
  let total = 0;

  function add(duration: Milliseconds): void {
    const value = isCoarse ? coarse(duration) : duration;
    counts.set(value, (counts.get(value) ?? 0) + 1);
    total += 1;
    if (counts.size > MOST_VALUES && !isCoarse) makeCoarse();
  }

  function makeCoarse(): void {
    const fine = counts;
    isCoarse = true;
    counts = new Map();
    for (const [value, count] of fine) counts.set(coarse(value), (counts.get(coarse(value)) ?? 0) + count);
  }

  function percentile(share: number): Milliseconds | undefined {
    const rank = Math.max(1, Math.ceil(total * share));
    let passed = 0;
    for (const [value, count] of [...counts].sort(([one], [other]) => one - other)) {
      passed += count;
      if (passed >= rank) return value;
    }
    return undefined;
  }

  return { add, percentile };
}

function coarse(duration: Milliseconds): Milliseconds {
  return Number(duration.toPrecision(DIGITS));
}
