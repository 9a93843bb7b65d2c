/** What tells how long it took and not that it began or ended: how often, and what of it was slow, by name. */

import type { Instant, Milliseconds } from "../../domain/instant.ts";
import { createDurationTally, type DurationTally } from "../tally-durations.ts";
import { createThinnedList, type Thinned, type ThinnedList } from "../thinned-list.ts";
import { UNNAMED } from "./read-slowness.ts";

export interface TimedPlace {
  readonly line: number;
  readonly at?: Instant | undefined;
  readonly requestId: string | undefined;
}

/** Only names of which something was slow. */
export interface SlowName {
  readonly name: string;
  readonly count: number;
  readonly slow: readonly Thinned<TimedPlace>[];
  readonly took: Pick<DurationTally, "percentile">;
}

export interface TimedTally {
  add(name: string, place: TimedPlace, tookMs: Milliseconds): void;
  /** Without those requests: of these their operation tells. */
  finish(told: ReadonlySet<string>): readonly SlowName[];
}

/** Names come out of logs, and a log may put an id into each. */
const MOST_NAMES = 200;
/** Of one name, in memory. */
const MOST_SLOW = 2_000;

interface Counting {
  count: number;
  readonly took: DurationTally;
  readonly slow: ThinnedList<TimedPlace>;
}

export function createTimedTally(slowMs: Milliseconds): TimedTally {
  const countings = new Map<string, Counting>();

  function countingOf(name: string): Counting {
    const key = countings.has(name) || countings.size < MOST_NAMES ? name : UNNAMED;
    const counting = countings.get(key) ?? {
      count: 0,
      took: createDurationTally(),
      slow: createThinnedList<TimedPlace>(MOST_SLOW),
    };
    countings.set(key, counting);
    return counting;
  }

  return {
    add: (name, place, tookMs) => {
      const counting = countingOf(name);
      counting.count += 1;
      counting.took.add(tookMs);
      if (tookMs > slowMs) counting.slow.add(place);
    },
    finish: (told) =>
      [...countings].flatMap(([name, { count, slow, took }]) => {
        const own = slow.total() === 0 ? [] : slow.finish();
        const rest = own.filter(({ item: { requestId } }) => requestId === undefined || !told.has(requestId));
        return rest.length === 0 ? [] : [{ name, count, slow: rest, took }];
      }),
  };
}
