/** Where the bot's raw logs are: the platform, a file. They stay there; an incident keeps only what it saw. */

import type { Instant } from "../domain/instant.ts";
import type { LogLine } from "../domain/log-line.ts";

export interface LogQuery {
  /** Inclusive. */
  readonly from: Instant;
  /** Exclusive; now where it is left out. */
  readonly to?: Instant;
  /** The newest lines are kept when there are more. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

export interface LogPage {
  /** Oldest first. */
  readonly lines: readonly LogLine[];
  /** There were more lines than the limit, so the oldest of the window are missing. */
  readonly cut: boolean;
}

/** Throws `PortError`, and stops early when its signal aborts. */
export interface LogSource {
  read(query: LogQuery): Promise<LogPage>;
}
