/** The world failed. The job engine alone decides to retry, from the code. */

import type { Milliseconds } from "../domain/instant.ts";

export type PortErrorCode =
  | "unreachable"
  | "timed-out"
  | "unauthorized"
  | "rate-limited"
  | "refused"
  | "not-found"
  | "bad-reply";

export interface PortErrorDetails {
  readonly retryAfterMs?: Milliseconds;
  readonly cause?: unknown;
}

/** The message says what failed, of what, and what to do; it holds no secret and no user text. */
export class PortError extends Error {
  override readonly name = "PortError";
  readonly port: string;
  readonly code: PortErrorCode;
  readonly retryAfterMs: Milliseconds | undefined;

  // biome-ignore lint/complexity/useMaxParams: where, what and why are read in this order at every throw
  constructor(port: string, code: PortErrorCode, message: string, details: PortErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.port = port;
    this.code = code;
    this.retryAfterMs = details.retryAfterMs;
  }
}
