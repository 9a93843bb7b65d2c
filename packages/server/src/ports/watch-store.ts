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

export interface ScenarioRecord {
  readonly botId: string;
  readonly run: ScenarioRun;
  /** Runs to remember of each scenario. */
  readonly runs: number;
  /** Pure; what follows, seen with this run as its scenario's newest. Written in the same transaction. */
  readonly follow: (histories: readonly ScenarioHistory[]) => readonly JobRequest[];
}

export interface SignatureReading {
  readonly botId: string;
  readonly signatures: readonly SignatureFact[];
  /** The cursor that the reading began at. Without one it is the bot's first: it tells what is usual, and is no news. */
  readonly readFrom?: Instant;
  readonly readTo: Instant;
  /** Pure; written in the same transaction. Gets nothing counted when somebody else has read on meanwhile. */
  readonly follow: (counted: readonly CountedSignature[]) => readonly JobRequest[];
}

export interface CountedSignature {
  readonly signature: SignatureFact;
  readonly isUsual: boolean;
  readonly countBefore: number;
  readonly countNow: number;
}

/** Throws `PortError` when the database cannot be reached. */
export interface WatchStore {
  recordScenarioRun(record: ScenarioRecord): Promise<void>;
  /** One history for each scenario that has ever run, with at most `runs` runs each. */
  readScenarioHistories(botId: string, runs: number): Promise<readonly ScenarioHistory[]>;
  /** Up to where the bot's log has been read. */
  readLogCursor(botId: string): Promise<Instant | undefined>;
  /** Adds the counts and moves the cursor, which never goes back. Lines that two readers read are counted once. */
  recordSignatures(reading: SignatureReading): Promise<void>;
  /** Kept only when it differs from the one before. */
  recordVariables(botId: string, snapshot: VariableSnapshot): Promise<void>;
  /** The newest snapshot taken no later than this. */
  readVariables(botId: string, atLatest: Instant): Promise<VariableSnapshot | undefined>;
}
