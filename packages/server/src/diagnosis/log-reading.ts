/** What a log says once it has been read: the faults, the operations, and how much of it there was. */

import type { FrameFact } from "../domain/evidence.ts";
import type { Instant, Milliseconds } from "../domain/instant.ts";

/** One fault, however many lines the log spent on it. */
export interface ErrorRecord {
  /** When its first line was written. */
  readonly at: Instant;
  readonly signatureId: string;
  /** First line of the innermost error's message, masked and redacted. */
  readonly template: string;
  readonly errorClass?: string;
  readonly code?: string;
  /** Frames in the bot's own code, of the innermost error first. */
  readonly ownFrames: readonly FrameFact[];
  readonly requestId?: string;
  /** The process ended with it. */
  readonly crash: boolean;
  /** The lines as written, redacted and cut. */
  readonly sample: string;
}

/** One line that says that an operation began or ended. */
export interface OperationMark {
  readonly at: Instant;
  readonly step: "started" | "completed" | "failed";
  readonly name: string;
  readonly requestId?: string;
  readonly tookMs?: Milliseconds;
}

export interface LogReading {
  readonly errors: readonly ErrorRecord[];
  readonly operations: readonly OperationMark[];
  /** Log lines read; a record that holds several lines of text counts each. */
  readonly lines: number;
  readonly first?: Instant;
  readonly last?: Instant;
}
