/** One line of the bot's log, as it was written. */

import type { Instant } from "./instant.ts";

export interface LogLine {
  readonly at: Instant;
  /** Without its line end; untrusted text, not yet redacted. */
  readonly text: string;
  readonly severity?: "debug" | "info" | "warn" | "error";
  readonly deploymentId?: string;
}
