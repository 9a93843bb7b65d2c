/** Everything that the report is written from. */

import type { Instant } from "../../domain/instant.ts";
import type { Mask } from "../signatures/masks.ts";
import type { Occurrence } from "./failure-group.ts";
import type { FollowedOperations } from "./follow-operations.ts";
import type { Naming } from "./name-cause.ts";
import type { Trouble } from "./note-trouble.ts";
import type { Failure } from "./select-failures.ts";

export interface Findings {
  /** Where it happened in the log, by time where every failure tells it, else by line. */
  readonly positionOf: (one: Pick<Occurrence, "line" | "at">) => number;
  readonly span: { readonly from: number; readonly to: number };
  /** `undefined` where nothing failed. */
  readonly naming: Naming | undefined;
  readonly failures: readonly Failure[];
  /** Seen and not counted: tried again with success, or only warned of. */
  readonly tolerated: readonly Failure[];
  readonly operations: FollowedOperations;
  readonly lines: number;
  readonly entries: number;
  /** Entries that tell a time. */
  readonly timed: number;
  readonly end: { readonly bytes: number; readonly cutLines?: number; readonly broken?: readonly string[] };
  /** From when to when the log tells times, also outside of what was asked for; only where a time was. */
  readonly told: { readonly from: Instant | null; readonly to: Instant | null };
  /** Lines that sound of trouble, and that no failure was read from. */
  readonly trouble: Trouble;
  /** Somebody reports a failure. */
  readonly isReported: boolean;
  readonly isBaselineGiven: boolean;
  readonly masks?: readonly Mask[];
  readonly first: Instant | null;
  readonly last: Instant | null;
}
