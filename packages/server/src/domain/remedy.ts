/** A typed, reversible action and its life. */

import type { Actor } from "./actor.ts";
import type { Digest } from "./evidence.ts";
import type { Instant } from "./instant.ts";

/** What to do; it names everything it needs. Each further remedy is one more member. */
export type RemedyAction = { readonly kind: "revert-commit"; readonly commit: string; readonly branch: string };

/** The state of the target that was seen when the plan was made; any difference at execution voids the approval. */
export interface TargetState {
  readonly headCommit?: string;
  readonly liveDeployment?: string;
  readonly variablesDigest?: Digest;
}

export interface RemedyPlan {
  readonly id: string;
  readonly action: RemedyAction;
  readonly target: TargetState;
  readonly playbookVersion: string;
  readonly summary: string;
  /** The finding that speaks for it, in a sentence. */
  readonly because: string;
  /** Ids of what the finding rests on. */
  readonly evidence: readonly string[];
  /** What a dry run showed, a sentence each. */
  readonly dryRun: readonly string[];
  readonly effect: string;
  readonly undo: string;
  /** The remedy whose result this one takes back. */
  readonly undoes?: string;
  /** Over everything above. */
  readonly digest: Digest;
}

interface Stage<Name extends string> {
  readonly state: Name;
  readonly plan: RemedyPlan;
  readonly proposedBy: Actor;
  readonly proposedAt: Instant;
}

interface Approved {
  readonly approvedBy: Actor;
  readonly approvedAt: Instant;
  readonly expiresAt: Instant;
}

interface Started extends Approved {
  readonly startedBy: Actor;
  readonly startedAt: Instant;
}

export type Remedy =
  | Stage<"proposed">
  | (Stage<"rejected"> & { readonly rejectedBy: Actor; readonly reason: string })
  | (Stage<"approved"> & Approved)
  | (Stage<"expired"> & Approved)
  | (Stage<"started"> & Started)
  | (Stage<"succeeded"> & Started & { readonly endedAt: Instant; readonly result: RemedyResult })
  | (Stage<"failed"> & Started & { readonly endedAt: Instant; readonly why: string })
  | (Stage<"uncertain"> & Started & { readonly why: string })
  | (Stage<"undone"> & Started & { readonly undoneAt: Instant });

/** What the remedy left in the world, for the proof of recovery and for an undo. */
export interface RemedyResult {
  readonly summary: string;
  readonly commit?: string;
  readonly deployment?: string;
}
