/** START paired with completed or failed, mark by mark: how many, how long, and which never ended. */

import type { Instant, Milliseconds } from "../domain/instant.ts";
import type { OperationMark } from "./log-reading.ts";

/** A mark, and where in the log it stands. `at` is NaN in a log that tells no times. */
export interface PlacedMark extends OperationMark {
  readonly line: number;
}

/** Lines are left out where nobody asks for them. */
type Mark = OperationMark & { readonly line?: number };

export interface PairedOperation<Placed extends Mark = Mark> {
  readonly name: string;
  readonly started: number;
  readonly completed: number;
  readonly failed: number;
  /** How long those took that ended, the shortest first. */
  readonly tookMs: readonly Milliseconds[];
  /** Begun and not ended, oldest first. */
  readonly open: readonly Placed[];
  /** Those that took longer than was asked for. */
  readonly slow: readonly SlowEnd<Placed>[];
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

/** Names come out of logs, and a log may put an id into each. */
const MOST_NAMES = 1_000;
const ALL_OTHERS = "(others)";

interface Counting<Placed extends Mark> {
  started: number;
  completed: number;
  failed: number;
  readonly tookMs: Milliseconds[];
  readonly open: Set<Placed>;
  readonly slow: SlowEnd<Placed>[];
}

export function createOperationPairing<Placed extends Mark>(slowMs: Milliseconds): OperationPairing<Placed> {
  const countings = new Map<string, Counting<Placed>>();
  const byRequest = new Map<string, Placed>();

  function countingOf(name: string): Counting<Placed> {
    const key = countings.has(name) || countings.size < MOST_NAMES ? name : ALL_OTHERS;
    const known = countings.get(key) ?? { started: 0, completed: 0, failed: 0, tookMs: [], open: new Set(), slow: [] };
    countings.set(key, known);
    return known;
  }

  function begin(mark: Placed): void {
    const counting = countingOf(mark.name);
    counting.started += 1;
    counting.open.add(mark);
    if (mark.requestId !== undefined) byRequest.set(keyOf(mark), mark);
  }

  /** By request where both lines name one, else the oldest of that name. */
  function end(mark: Placed): void {
    const counting = countingOf(mark.name);
    const start = mark.requestId === undefined ? counting.open.values().next().value : byRequest.get(keyOf(mark));
    if (mark.step === "completed") counting.completed += 1;
    else counting.failed += 1;
    const tookMs = mark.tookMs ?? (start === undefined ? Number.NaN : mark.at - start.at);
    if (tookMs >= 0) counting.tookMs.push(tookMs);
    if (tookMs > slowMs) counting.slow.push({ end: mark, tookMs });
    if (start === undefined) return;
    counting.open.delete(start);
    byRequest.delete(keyOf(start));
  }

  return {
    take: (mark) => (mark.step === "started" ? begin(mark) : end(mark)),
    finish: () =>
      [...countings]
        .map(([name, counting]) => ({
          name,
          ...counting,
          tookMs: counting.tookMs.toSorted((one, other) => one - other),
          open: [...counting.open],
        }))
        .sort((one, other) => other.started - one.started || (one.name < other.name ? -1 : 1)),
  };
}

function keyOf(mark: OperationMark): string {
  return `${mark.name} ${mark.requestId}`;
}

/** The value that so large a share of them does not exceed, by nearest rank. */
export function percentileOf(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

/** What began longer ago than that: the others may still be under way. */
export function overdueAmong<Placed extends Mark>(
  open: readonly Placed[],
  until: Instant,
  slowMs: Milliseconds,
): readonly Placed[] {
  return open.filter(({ at }) => until - at > slowMs);
}
