/** START paired with completed or failed: how many, how long, and which never ended. */

import type { OperationFact } from "../domain/evidence.ts";
import type { Instant, Milliseconds } from "../domain/instant.ts";
import type { LogReading, OperationMark } from "./log-reading.ts";

export interface SummariseOperationsOptions {
  /** Critical response time of the playbook ("Key Metrics to Monitor"). */
  readonly slowMs: Milliseconds;
  /** End of the window that was read: what began less than `slowMs` before it may still be under way. Left out, all that never ended is stuck. */
  readonly until?: Instant;
}

interface Pairing {
  started: number;
  completed: number;
  failed: number;
  readonly tookMs: Milliseconds[];
  /** Begun and not ended, oldest first. */
  readonly open: Set<OperationMark>;
}

/** By name, the most started first. */
export function summariseOperations(
  reading: LogReading,
  options: SummariseOperationsOptions,
): readonly OperationFact[] {
  const pairings = new Map<string, Pairing>();
  const byRequest = new Map<string, OperationMark>();
  for (const mark of reading.operations) {
    if (mark.step === "started") begin(pairings, byRequest, mark);
    else end(pairings, byRequest, mark);
  }
  return [...pairings.entries()]
    .map(([name, pairing]) => toFact(name, pairing, options))
    .sort((one, other) => other.started - one.started || (one.name < other.name ? -1 : 1));
}

function begin(pairings: Map<string, Pairing>, byRequest: Map<string, OperationMark>, mark: OperationMark): void {
  const pairing = pairingOf(pairings, mark.name);
  pairing.started += 1;
  pairing.open.add(mark);
  if (mark.requestId !== undefined) byRequest.set(keyOf(mark), mark);
}

/** By request where both lines name one, else the oldest of that name. */
function end(pairings: Map<string, Pairing>, byRequest: Map<string, OperationMark>, mark: OperationMark): void {
  const pairing = pairingOf(pairings, mark.name);
  const start = mark.requestId === undefined ? pairing.open.values().next().value : byRequest.get(keyOf(mark));
  if (mark.step === "completed") pairing.completed += 1;
  else pairing.failed += 1;
  const tookMs = mark.tookMs ?? (start === undefined ? undefined : mark.at - start.at);
  if (tookMs !== undefined && tookMs >= 0) pairing.tookMs.push(tookMs);
  if (start === undefined) return;
  pairing.open.delete(start);
  byRequest.delete(keyOf(start));
}

function keyOf(mark: OperationMark): string {
  return `${mark.name} ${mark.requestId}`;
}

function pairingOf(pairings: Map<string, Pairing>, name: string): Pairing {
  const known = pairings.get(name);
  if (known !== undefined) return known;
  const created = { started: 0, completed: 0, failed: 0, tookMs: [], open: new Set<OperationMark>() };
  pairings.set(name, created);
  return created;
}

function toFact(name: string, pairing: Pairing, { slowMs, until }: SummariseOperationsOptions): OperationFact {
  const sorted = pairing.tookMs.toSorted((one, other) => one - other);
  const p50Ms = shareOf(sorted, 0.5);
  const p95Ms = shareOf(sorted, 0.95);
  return {
    name,
    started: pairing.started,
    completed: pairing.completed,
    failed: pairing.failed,
    stuck: [...pairing.open].filter(({ at }) => until === undefined || until - at > slowMs).length,
    ...(p50Ms === undefined ? {} : { p50Ms }),
    ...(p95Ms === undefined ? {} : { p95Ms }),
    slow: sorted.filter((tookMs) => tookMs > slowMs).length,
  };
}

/** Nearest rank. */
function shareOf(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}
