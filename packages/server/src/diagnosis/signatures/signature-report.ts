/** What `allclear signatures` answers. */

import type { Instant } from "../../domain/instant.ts";
import type { LogEntry } from "../triage/log-entry.ts";

export interface SignatureReport {
  /** The most frequent first. */
  readonly signatures: readonly LogSignature[];
  readonly lines: number;
  /** Entries of signatures that were forgotten, because there were too many. */
  readonly other: number;
}

export interface LogSignature {
  /** Of its template; the same in every process and for every log. */
  readonly id: string;
  readonly template: string;
  readonly count: number;
  /** The level of most of its lines. */
  readonly level: NonNullable<LogEntry["severity"]> | null;
  readonly first: Instant | null;
  readonly last: Instant | null;
  readonly firstLine: number;
  readonly lastLine: number;
  /** At most three, spread over the log; redacted. */
  readonly samples: readonly string[];
  /** Not in the baseline; null where no baseline was given. */
  readonly isNew: boolean | null;
}

export interface LineSignature {
  /** The first line is 1. */
  readonly line: number;
  readonly id: string;
}
