/** An event that Slack saw acknowledged too late, because the listener worked first, is a time-out. */

import type { Milliseconds } from "../../domain/instant.ts";
import type { Occurrence } from "./failure-group.ts";
import { ACK_MS, type TimedOperation } from "./follow-operations.ts";
import type { Failure } from "./select-failures.ts";

const SAYS_UNACKNOWLEDGED = /not acknowledged within|not called within/i;
const SECOND: Milliseconds = 1_000;

/**
 * Of the operations that took longer than Slack waits, those that were under way when it was told that an event was not
 * acknowledged; each at the moment when its acknowledgement was due.
 */
export function findWorkBeforeAck(
  failures: readonly Failure[],
  longerThanAck: readonly TimedOperation[],
): readonly Occurrence[] {
  const warned = new Set(
    failures
      .filter(({ occurrence: { fact } }) => fact?.chain.some(({ message }) => SAYS_UNACKNOWLEDGED.test(message)))
      .map(({ occurrence: { at = Number.NaN } }) => Math.floor(at / SECOND)),
  );
  return longerThanAck.flatMap(({ tookMs, ...operation }) => {
    if (operation.at === undefined) return [];
    const due = operation.at - tookMs + ACK_MS;
    // The warning may come a moment before or after.
    const isWarned = [-SECOND, 0, SECOND].some((off) => warned.has(Math.floor((due + off) / SECOND)));
    return isWarned ? [{ ...operation, at: due }] : [];
  });
}
