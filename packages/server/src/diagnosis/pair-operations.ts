/** START paired with completed or failed, mark by mark: how many, how long, and which never ended. */

import type { Instant, Milliseconds } from "../domain/instant.ts";
import type { OperationMark } from "./log-reading.ts";
import { createDurationTally, type DurationTally } from "./tally-durations.ts";
import { createThinnedList, type Thinned, type ThinnedList } from "./thinned-list.ts";

/** One line that says that an operation began or ended; see `OperationMark`. */
interface Mark {
  readonly at: Instant;
  readonly step: OperationMark["step"];
  readonly name: string;
  readonly requestId?: string | undefined;
  readonly tookMs?: Milliseconds | undefined;
}

/** A mark, and where in the log it stands. `at` is NaN in a log that tells no times. */
export interface PlacedMark extends Mark {
  readonly line: number;
}

export interface PairedOperation<Placed extends Mark = Mark> {
  readonly name: string;
  readonly started: number;
  readonly completed: number;
  readonly failed: number;
  /** How long those took that ended. */
  readonly took: Pick<DurationTally, "percentile">;
  /** Begun and not ended, the oldest first. */
  readonly open: readonly Placed[];
  /** Those that have not ended and were begun before the open ones; only how many. */
  readonly lost: number;
  /** How many took longer than was asked for, and some or all of them. */
  readonly slow: number;
  readonly slowEnds: readonly Thinned<SlowEnd<Placed>>[];
  /** The same of those that took longer than `noteMs`. */
  readonly noted: readonly Thinned<SlowEnd<Placed>>[];
}

export interface SlowEnd<Placed> {
  readonly end: Placed;
  readonly tookMs: Milliseconds;
}

export interface OperationPairing<Placed extends Mark> {
  take(mark: Placed): void;
  /** By name, the most started first. */
  finish(): readonly PairedOperation<Placed>[];
}

export interface PairingLimits {
  readonly slowMs: Milliseconds;
  readonly noteMs?: Milliseconds;
}

/** Names come out of logs, and a log may put an id into each. */
const MOST_NAMES = 1_000;
const ALL_OTHERS = "(others)";
/** Of one name, in memory. */
const MOST_OPEN = 20_000;
const MOST_ENDS = 2_000;

interface Counting<Placed extends Mark> {
  started: number;
  completed: number;
  failed: number;
  lost: number;
  readonly took: DurationTally;
  /** By request; those without one by a number of their own. */
  readonly open: Map<string | number, Placed>;
  readonly slow: ThinnedList<SlowEnd<Placed>>;
  readonly noted: ThinnedList<SlowEnd<Placed>>;
}

export function createOperationPairing<Placed extends Mark>({
  slowMs,
  noteMs = slowMs,
}: PairingLimits): OperationPairing<Placed> {
  const countings = new Map<string, Counting<Placed>>();

  function countingOf(name: string): Counting<Placed> {
    const known = countings.get(name);
    if (known !== undefined) return known;
    const key = countings.size < MOST_NAMES ? name : ALL_OTHERS;
    const counting = countings.get(key) ?? startCounting<Placed>();
    countings.set(key, counting);
    return counting;
  }

  function begin(mark: Placed): void {
    const counting = countingOf(mark.name);
    const { open } = counting;
    const key = mark.requestId ?? counting.started;
    const before = open.get(key);
    counting.started += 1;
    // One that was begun again has not ended.
    if (before !== undefined) open.set(-counting.started, before);
    open.set(key, mark);
    if (open.size <= MOST_OPEN) return;
    for (const oldest of open.keys()) {
      open.delete(oldest);
      counting.lost += 1;
      return;
    }
  }

  /** By request where both lines name one, else the oldest of that name. */
  function end(mark: Placed): void {
    const counting = countingOf(mark.name);
    const { open } = counting;
    const key = mark.requestId ?? open.keys().next().value;
    const start = key === undefined ? undefined : open.get(key);
    if (mark.step === "completed") counting.completed += 1;
    else counting.failed += 1;
    const tookMs = mark.tookMs ?? (start === undefined ? Number.NaN : mark.at - start.at);
    if (tookMs >= 0) counting.took.add(tookMs);
    if (tookMs > slowMs) counting.slow.add({ end: mark, tookMs });
    if (tookMs > noteMs) counting.noted.add({ end: mark, tookMs });
    if (key !== undefined) open.delete(key);
  }

  return {
    take: (mark) => (mark.step === "started" ? begin(mark) : end(mark)),
    finish: () =>
      [...countings]
        .map(([name, { open, slow, noted, ...counting }]) => ({
          name,
          ...counting,
          open: [...open.values()],
          slow: slow.total(),
          slowEnds: slow.finish(),
          noted: noted.finish(),
        }))
        .sort((one, other) => other.started - one.started || (one.name < other.name ? -1 : 1)),
  };
}

function startCounting<Placed extends Mark>(): Counting<Placed> {
  return {
    started: 0,
    completed: 0,
    failed: 0,
    lost: 0,
    took: createDurationTally(),
    open: new Map(),
    slow: createThinnedList(MOST_ENDS),
    noted: createThinnedList(MOST_ENDS),
  };
}

/** What began longer ago than that: the others may still be under way. */
export function overdueAmong<Placed extends Mark>(
  open: readonly Placed[],
  until: Instant,
  slowMs: Milliseconds,
): readonly Placed[] {
  return open.filter(({ at }) => until - at > slowMs);
}
