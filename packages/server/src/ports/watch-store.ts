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

/** How far a bot's log has been read. */
export interface LogCursor {
  readonly readTo: Instant;
  /** How many errors of the log's last seconds are counted already, by names of the reader's making; they are read again. */
  readonly counted: Readonly<Record<string, number>>;
}

/** What is kept of a signature from reading to reading. */
export interface KnownSignature {
  readonly isUsual: boolean;
  readonly count: number;
  readonly lastAt: Instant;
}

export interface SignatureReading {
  readonly botId: string;
  /** What has not been counted yet. */
  readonly signatures: readonly SignatureFact[];
  /** Where the cursor stood when the reading began; left out when the bot had none. */
  readonly readFrom?: Instant;
  readonly cursor: LogCursor;
  /** Pure; what to keep of a signature, from what was kept. */
  readonly count: (signature: SignatureFact, known: KnownSignature | undefined) => KnownSignature;
  /** Pure; written in the same transaction. Gets nothing counted when somebody else has read on meanwhile. */
  readonly follow: (counted: readonly CountedSignature[]) => readonly JobRequest[];
}

export interface CountedSignature extends KnownSignature {
  readonly signature: SignatureFact;
}

export interface Forgetting {
  /** So many newest runs of each scenario stay, at least the 50 that histories are read from; so does its first pass. */
  readonly runsOfScenario: number;
  /** Signatures that were not seen since. */
  readonly signaturesBefore: Instant;
  /** Snapshots that another one followed before this; so what was true then can still be read. */
  readonly variablesBefore: Instant;
}

/** Throws `PortError` when the database cannot be reached. */
export interface WatchStore {
  recordScenarioRun(record: ScenarioRecord): Promise<void>;
  /** One history for each scenario that has ever run, with at most `runs` runs each. */
  readScenarioHistories(botId: string, runs: number): Promise<readonly ScenarioHistory[]>;
  readLogCursor(botId: string): Promise<LogCursor | undefined>;
  /** Keeps the counts and moves the cursor, which never goes back. Lines that two readers read are counted once. */
  recordSignatures(reading: SignatureReading): Promise<void>;
  /** Kept only when it differs from the one before. */
  recordVariables(botId: string, snapshot: VariableSnapshot): Promise<void>;
  /** The newest snapshot taken no later than this. */
  readVariables(botId: string, atLatest: Instant): Promise<VariableSnapshot | undefined>;
  /** Of all bots. */
  forget(forgetting: Forgetting): Promise<void>;
}
