/** What watching has seen: scenario runs, error signatures, variable snapshots. Sums and digests, no raw logs. */

import type { ScenarioHistory } from "../domain/bot.ts";
import type { SignatureFact } from "../domain/evidence.ts";
import type { Instant } from "../domain/instant.ts";
import type { ScenarioRun } from "../domain/scenario-run.ts";
import type { JobRequest } from "./job-queue.ts";
import type { VariableDigest } from "./platform.ts";

export interface VariableSnapshot {
  readonly at: Instant;
  readonly variables: readonly VariableDigest[];
}

/** Throws `PortError` when the database cannot be reached. */
export interface WatchStore {
  /** The run and the job for the next one are written together. */
  recordScenarioRun(botId: string, run: ScenarioRun, next: JobRequest): Promise<void>;
  /** One history for each scenario that has ever run, with at most `runs` runs each. */
  readScenarioHistories(botId: string, runs: number): Promise<readonly ScenarioHistory[]>;
  /** Up to where the bot's log has been read. */
  readLogCursor(botId: string): Promise<Instant | undefined>;
  /**
   * Adds the counts, moves the cursor and schedules the next reading, together; answers with the signatures that were
   * never seen before.
   */
  recordSignatures(reading: SignatureReading): Promise<readonly SignatureFact[]>;
  /** Keeps it only when it differs from the one before. */
  recordVariables(botId: string, snapshot: VariableSnapshot): Promise<void>;
  /** The newest snapshot taken no later than this. */
  readVariables(botId: string, atLatest: Instant): Promise<VariableSnapshot | undefined>;
}

export interface SignatureReading {
  readonly botId: string;
  readonly signatures: readonly SignatureFact[];
  readonly readTo: Instant;
  readonly next: JobRequest;
}
