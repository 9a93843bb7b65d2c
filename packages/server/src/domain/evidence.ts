/** What a check saw, typed, so that findings can cite it and rules can read it. */

import type { Instant, Milliseconds, TimeWindow } from "./instant.ts";
import type { ScenarioRun } from "./scenario-run.ts";

/** SHA-256 in lower-case hex of a body that is kept beside the event and may be erased. */
export type Digest = string;

export interface Evidence {
  /** Unique in its incident: `<check>-<number>`. */
  readonly id: string;
  readonly source: "chat" | "platform" | "repository" | "log-source" | "health-probe";
  /** What was asked, in words: `last 5 commits of main`. */
  readonly query: string;
  readonly window?: TimeWindow;
  /** When the thing seen happened. */
  readonly eventAt?: Instant;
  readonly collectedAt: Instant;
  /** One sentence of ours about what was seen. */
  readonly summary: string;
  readonly facts: Facts;
  /** At most three redacted samples, as bodies. */
  readonly samples: readonly Digest[];
  /** Digest of the raw data as it was read, before it was cut and redacted. */
  readonly rawDigest?: Digest;
}

export type Facts =
  | { readonly kind: "scenario"; readonly run: ScenarioRun }
  | { readonly kind: "deployments"; readonly deployments: readonly DeploymentFact[] }
  | { readonly kind: "commits"; readonly branch: string; readonly commits: readonly CommitFact[] }
  | { readonly kind: "variables"; readonly since?: Instant; readonly changes: readonly VariableChangeFact[] }
  | { readonly kind: "errors"; readonly signatures: readonly SignatureFact[]; readonly lines: number }
  | { readonly kind: "operations"; readonly operations: readonly OperationFact[] }
  | { readonly kind: "health"; readonly status: number; readonly body: string };

export interface DeploymentFact {
  readonly id: string;
  readonly status: "pending" | "live" | "failed" | "crashed" | "removed";
  readonly commit?: string;
  readonly createdAt: Instant;
  readonly canRollBack: boolean;
}

/** A commit with the places it changed. */
export interface CommitFact {
  readonly id: string;
  readonly at: Instant;
  readonly author: string;
  /** First line of the message, redacted. */
  readonly summary: string;
  readonly parents: readonly string[];
  readonly files: readonly FileChange[];
  /** It changed more files than are kept here, so nothing can be said of what it did not touch. */
  readonly cut?: true;
  /** Where its lines were read. */
  readonly diff?: DiffFact;
}

/** The lines of code that a commit took away and brought, redacted: a unified diff without context. */
export interface DiffFact {
  readonly body: Digest;
  /** Some of its lines are left out, so that what is there may not be all that it does. */
  readonly isCut: boolean;
}

export interface FileChange {
  /** Path from the repository's root, with forward slashes, after the change. */
  readonly path: string;
  readonly previousPath?: string;
  readonly hunks: readonly Hunk[];
}

/** One hunk of a unified diff with no context lines; line numbers start at 1, a length may be 0. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
}

/** Values never leave the platform adapter; only their digests do. */
export interface VariableChangeFact {
  readonly name: string;
  readonly change: "added" | "removed" | "changed";
  readonly seenAt: Instant;
}

/** One way of failing, as the log shows it. */
export interface SignatureFact {
  /** Stable over processes and time: a hash of the masked message and the first own frame. */
  readonly id: string;
  /** Masked and redacted: `Cannot read properties of undefined (reading 'title')`. */
  readonly template: string;
  readonly errorClass?: string;
  readonly code?: string;
  readonly count: number;
  /** It ended the process, at least once. */
  readonly crash?: true;
  readonly first: Instant;
  readonly last: Instant;
  /** Not seen in the baseline, and the baseline was really looked at. */
  readonly isNew: boolean;
  /** Frames in the bot's own code, innermost first; paths as printed, without `file://`. */
  readonly ownFrames: readonly FrameFact[];
  /** Ids of requests that hit it, where the log shows them. */
  readonly requests: number;
}

export interface FrameFact {
  readonly path: string;
  readonly line: number;
  readonly column?: number;
  readonly symbol?: string;
}

export interface OperationFact {
  readonly name: string;
  readonly started: number;
  readonly completed: number;
  readonly failed: number;
  /** Started and never ended within the window. */
  readonly stuck: number;
  readonly p50Ms?: Milliseconds;
  readonly p95Ms?: Milliseconds;
  /** Over the critical response time of the playbook. */
  readonly slow: number;
}
