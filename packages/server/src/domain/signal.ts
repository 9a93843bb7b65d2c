/** One fact that something may be wrong. */

import type { Instant } from "./instant.ts";

export interface Signal {
  readonly kind: "scenario-failed" | "error-signature" | "report";
  /** What makes two signals the same fact, such as `scenario:notes` or `signature:3f9a…`. */
  readonly key: string;
  /** When it happened in the world, not when it was noticed. */
  readonly at: Instant;
  /** One sentence of ours; it quotes no user text and no secret. */
  readonly summary: string;
}
