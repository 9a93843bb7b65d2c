/** The bot's own health page. */

import type { Milliseconds } from "../domain/instant.ts";

export interface HealthAnswer {
  readonly status: number;
  /** The body's text, cut to 4,096 characters; untrusted. */
  readonly body: string;
  readonly tookMs: Milliseconds;
}

/** An answer with any status is an answer; only a page that cannot be read throws `PortError`. */
export interface HealthProbe {
  read(url: string, signal: AbortSignal): Promise<HealthAnswer>;
}
