/** The proof that the bot works again: looks from outside, then a watch. */

import type { Instant } from "./instant.ts";

/** One look at the bot from outside: its deployment, its scenarios, its errors. */
export interface RecoveryLook {
  readonly outcome: "good" | "bad" | "could-not-look";
  /** A sentence for each thing looked at. */
  readonly says: readonly string[];
}

interface Begun {
  readonly because: string;
  readonly startedAt: Instant;
  readonly looks: number;
  /** The bot worked and failed again since. */
  readonly wasLost?: true;
  readonly lastLook?: RecoveryLook & { readonly at: Instant };
}

interface Watching {
  readonly recoveredAt: Instant;
  /** Later than `recoveredAt` when the watch had to begin anew. */
  readonly watchedFrom: Instant;
  readonly watchUntil: Instant;
  /** Of the last good look. */
  readonly seenAt: Instant;
}

export type Recovery =
  | (Begun & { readonly state: "waiting"; readonly giveUpAt: Instant })
  | (Begun & Watching & { readonly state: "watching" })
  | (Begun & { readonly state: "proven"; readonly recoveredAt: Instant; readonly provenAt: Instant })
  | (Begun & { readonly state: "failed"; readonly failedAt: Instant });
