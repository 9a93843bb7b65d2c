/** What `allclear triage` answers. */

import type { Instant, Milliseconds } from "../../domain/instant.ts";
import type { Origin } from "../../domain/pattern.ts";

export interface TriageReport {
  readonly verdict: TriageVerdict;
  readonly alternatives: readonly TriageAlternative[];
  readonly signatures: readonly TriageSignature[];
  readonly operations: TriageOperations;
  readonly evidence: readonly TriageEvidence[];
  readonly onset: TriageOnset | null;
  readonly scope: TriageScope;
  /** Failures over the log, from its first to its last entry; null where nothing failed. */
  readonly timeline: TriageTimeline | null;
  /** Lines and bytes read, exactly. */
  readonly lines: number;
  readonly bytes: number;
  readonly levels: Readonly<Record<"debug" | "info" | "warn" | "error" | "none", number>>;
  /** Sentences about what could not be seen: no times, cut lines, no operations. */
  readonly unseen: readonly string[];
}

export interface TriageVerdict {
  /** A pattern's id, `none` for a healthy log, `unknown` for failures that nothing explains. */
  readonly pattern: string;
  readonly component: string;
  readonly origin: Origin;
  readonly confidence: "high" | "medium" | "low";
  readonly firstFix: string;
  readonly summary: string;
  /** Ids of the evidence for it. */
  readonly evidence: readonly string[];
}

export interface TriageAlternative {
  readonly pattern: string;
  readonly component: string;
  readonly origin: Origin;
  readonly count: number;
  /** Why it is not the verdict. */
  readonly why: string;
}

export interface TriageSignature {
  readonly id: string;
  readonly template: string;
  readonly count: number;
  readonly first: Instant | null;
  readonly last: Instant | null;
  readonly pattern: string;
  readonly component: string;
  /** At most three, redacted. */
  readonly samples: readonly string[];
  /** Not in the baseline; null where no baseline was given. */
  readonly isNew: boolean | null;
}

export interface TriageOperations {
  readonly started: number;
  readonly completed: number;
  readonly failed: number;
  readonly stuck: number;
  readonly slow: number;
  readonly byName: readonly OperationSummary[];
}

export interface OperationSummary {
  readonly name: string;
  readonly started: number;
  readonly completed: number;
  readonly failed: number;
  readonly stuck: number;
  readonly slow: number;
  readonly p50Ms: Milliseconds | null;
  readonly p95Ms: Milliseconds | null;
  readonly p99Ms: Milliseconds | null;
  readonly oldestStuckMs: Milliseconds | null;
}

export interface TriageEvidence {
  readonly id: string;
  readonly says: string;
  /** Lines of the input, the first is 1; at most three. */
  readonly lines: readonly number[];
}

export interface TriageOnset {
  readonly line: number;
  readonly at: Instant | null;
  /** What failed once tells no course. */
  readonly course: "once" | "consistent" | "intermittent";
  readonly says: string;
}

export interface TriageScope {
  readonly operations: readonly string[];
  readonly requests: number;
  readonly says: string;
}

export interface TriageTimeline {
  /** By time where the log tells it, else by line. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  /** Failures in each of equal parts. */
  readonly counts: readonly number[];
}
