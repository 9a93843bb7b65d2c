/** One failure, however many lines a log spent on it, with what each error of its chain says of itself. */

import type { FrameFact } from "../../domain/evidence.ts";
import type { Instant, Milliseconds } from "../../domain/instant.ts";
import type { Reporter } from "../../domain/pattern.ts";

export interface ErrorFact {
  /** Where it begins in the input; the first line is 1. */
  readonly line: number;
  readonly at?: Instant;
  /** Stable over processes and time; see `SignatureFact`. */
  readonly signature: string;
  /** First line of the innermost error's message, masked and redacted. */
  readonly template: string;
  /** The error as it was reported first, then what it wraps, the innermost last; never empty. */
  readonly chain: readonly ErrorLink[];
  /** Frames in the bot's own code, of the innermost error first. */
  readonly ownFrames: readonly FrameFact[];
  readonly reporter: Reporter;
  /** The process ended with it. */
  readonly crash: boolean;
  /** Nobody caught it, as the line that tells of it says. */
  readonly unhandled?: boolean;
  /** `warn`: the program went on and said that it could. */
  readonly severity: "warn" | "error";
  /** It was tried again and then went well, so nobody was failed. */
  readonly recovered: boolean;
  readonly requestId?: string;
  readonly operation?: string;
  /** As written, redacted and cut. */
  readonly sample: string;
}

/** What one error of a chain says: only what it really says, nothing guessed. */
export interface ErrorLink {
  readonly errorClass?: string;
  /** `ECONNREFUSED`, `slack_webapi_platform_error`, `23505`. */
  readonly code?: string;
  /** What the other side called it: `invalid_auth`, `overloaded_error`, `insufficient_quota`. */
  readonly type?: string;
  readonly status?: number;
  /** Its message, redacted, with what people wrote blanked out. */
  readonly message: string;
  /** Who was called: host, and port if it is told. */
  readonly host?: string;
  readonly port?: number;
  /** What was called: `chat.postMessage`, `GET /v2/objects`, `collection.find`. */
  readonly call?: string;
  /** The dependency that it names by its class, host, port, call or words; see `componentOf`. */
  readonly component?: string;
  /** Slack's own details. */
  readonly needed?: string;
  readonly provided?: string;
  readonly pointers?: readonly string[];
  readonly retryAfterMs?: Milliseconds;
}
