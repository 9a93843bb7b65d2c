/** One run of a scenario: a message posted to the bot through Slack, and what came back. */

import type { Instant, Milliseconds } from "./instant.ts";

export interface ScenarioRun {
  readonly scenarioId: string;
  readonly feature: string;
  readonly core: boolean;
  readonly at: Instant;
  readonly outcome: "passed" | "wrong" | "silent";
  /** From our post to the bot's first reply. */
  readonly latencyMs?: Milliseconds;
}
