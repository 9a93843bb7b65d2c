/** An incident frozen in a folder: what was seen of it, and what had changed. */

import type { FrameFact } from "../../domain/evidence.ts";
import type { Argument } from "../../domain/hypothesis.ts";
import type { Instant, Milliseconds, TimeWindow } from "../../domain/instant.ts";
import type { Remark } from "./note-remarks.ts";
import type { Attribute } from "./read-attributes.ts";
import type { RequestFact } from "./request-fact.ts";

export interface Case {
  readonly id: string;
  readonly bot?: string;
  readonly alert?: CaseAlert;
  readonly window?: TimeWindow;
  readonly logs: readonly CaseLog[];
  readonly series: readonly MetricSeries[];
  readonly spans: readonly Span[];
  readonly changes: readonly Change[];
  readonly checks: readonly CaseCheck[];
  /** What the reader did not understand, as text: it may still name what failed. */
  readonly notes: readonly string[];
  /** What the folder does not hold, each a sentence. */
  readonly unseen: readonly string[];
}

export interface CaseAlert {
  readonly service?: string;
  readonly metric?: string;
  readonly threshold?: number;
  readonly observed?: number;
  readonly firedAt?: Instant;
  readonly summary?: string;
}

export interface CaseLog {
  /** Path in the folder, with forward slashes: `logs/bot.jsonl`. */
  readonly file: string;
  readonly text: string;
}

/** What one instance of a service measured; times rise, and go with the values. */
export interface MetricSeries {
  readonly service: string;
  readonly metric: string;
  readonly instance?: string;
  readonly times: readonly Instant[];
  readonly values: readonly number[];
}

export interface Span {
  readonly traceId: string;
  readonly id: string;
  readonly parentId?: string;
  readonly service: string;
  readonly name: string;
  readonly start: Instant;
  readonly durationMs: Milliseconds;
  readonly failed: boolean;
  readonly error?: string;
  readonly attributes?: readonly Attribute[];
}

export type ChangeKind = "commit" | "deploy" | "variable" | "dependency" | "flag" | "model";

export interface Change {
  readonly kind: ChangeKind;
  readonly id: string;
  readonly at?: Instant;
  readonly service?: string;
  readonly author?: string;
  readonly summary: string;
  readonly files: readonly string[];
  /** A unified diff, or lines that begin with `-` and `+`. */
  readonly diff: string;
  /** Some of its lines are not known, so that the others clear it of nothing. */
  readonly isCut?: true;
  /** The commits that a deployment says it brought. */
  readonly commits: readonly string[];
  /** Where the history of each line and of each deployment is known, it says more than names and words. */
  readonly proof?: ChangeProof;
}

export interface ChangeProof {
  readonly mechanism: "full" | "part" | "none";
  readonly score: number;
  readonly isTimely: boolean;
  readonly isRuledOut: boolean;
  readonly for: readonly Argument[];
  readonly against: readonly Argument[];
}

export interface CaseCheck {
  readonly name: string;
  readonly failing: boolean;
  readonly text: string;
}

/** One failure in a log, with what the case needs to know of it. */
export interface CaseFailure {
  readonly at?: Instant;
  readonly service: string;
  readonly signature: string;
  /** It stands for so many at this instant and after it; one unless told. */
  readonly times?: number;
  /** What was logged before was read, and it is not in it: once is no chance. */
  readonly isNew?: true;
  readonly template: string;
  /** What each error of its chain says of itself, the innermost first. */
  readonly facts: string;
  /** The dependency that it names. */
  readonly component?: string;
  /** Frames in code of ours, the innermost error's first. */
  readonly ownFrames: readonly FrameFact[];
  /** As written, redacted and cut. */
  readonly sample: string;
  readonly file: string;
}

export interface ProcessStart {
  readonly at: Instant;
  readonly service: string;
}

/** An operation that ended. */
export interface Outcome {
  readonly at: Instant;
  readonly service: string;
  readonly name: string;
  readonly failed: boolean;
}

export interface CaseLogFacts {
  readonly failures: readonly CaseFailure[];
  readonly outcomes: readonly Outcome[];
  /** When processes said that they had started. */
  readonly starts: readonly ProcessStart[];
  /** What lines tell of the requests that they belong to. */
  readonly requests: readonly RequestFact[];
  /** What else happened, by lines that are no failures. */
  readonly remarks: readonly Remark[];
  /** From the first to the last line that says when it was written. */
  readonly span?: TimeWindow;
}
