/** A reading's operations by name: how many, how long, and which never ended. */

import type { OperationFact } from "../domain/evidence.ts";
import type { Instant, Milliseconds } from "../domain/instant.ts";
import type { LogReading } from "./log-reading.ts";
import { createOperationPairing, overdueAmong, type PairedOperation } from "./pair-operations.ts";

export interface SummariseOperationsOptions {
  /** Critical response time of the playbook ("Key Metrics to Monitor"). */
  readonly slowMs: Milliseconds;
  /** End of the window that was read: what began less than `slowMs` before it may still be under way. Left out, all that never ended is stuck. */
  readonly until?: Instant;
}

/** By name, the most started first. */
export function summariseOperations(
  reading: LogReading,
  options: SummariseOperationsOptions,
): readonly OperationFact[] {
  const pairing = createOperationPairing({ slowMs: options.slowMs });
  for (const mark of reading.operations) pairing.take(mark);
  return pairing.finish().map((paired) => toFact(paired, options));
}

function toFact(
  { name, started, completed, failed, took, open, lost, slow }: PairedOperation,
  { slowMs, until }: SummariseOperationsOptions,
): OperationFact {
  const p50Ms = took.percentile(0.5);
  const p95Ms = took.percentile(0.95);
  return {
    name,
    started,
    completed,
    failed,
    stuck: lost + (until === undefined ? open : overdueAmong(open, until, slowMs)).length,
    ...(p50Ms === undefined ? {} : { p50Ms }),
    ...(p95Ms === undefined ? {} : { p95Ms }),
    slow,
  };
}
