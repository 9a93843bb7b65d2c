import type { Instant, Milliseconds } from "../../domain/instant.ts";

/** A clock that stands still until it is moved. */
export interface ManualClock {
  now(): Instant;
  advance(by: Milliseconds): void;
  /** Also backwards, as a machine's clock may jump. */
  set(to: Instant): void;
}

export function createManualClock(start: Instant): ManualClock {
  let current = start;
  return {
    now: () => current,
    advance: (by) => {
      current += by;
    },
    set: (to) => {
      current = to;
    },
  };
}
