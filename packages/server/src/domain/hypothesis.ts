/** A candidate cause, with what speaks for and against it, and the verdict over all of them. */

import type { Instant } from "./instant.ts";

export type Cause =
  | { readonly kind: "commit"; readonly id: string }
  | { readonly kind: "deploy"; readonly id: string }
  | { readonly kind: "variable"; readonly id: string }
  | { readonly kind: "no-change"; readonly id: NoChange | "unknown" };

/** What may cause an incident without any change of ours. */
export type NoChange = "external" | "traffic" | "data" | "certificate" | "infrastructure" | "quota";

/** One argument, which always cites evidence. */
export interface Argument {
  readonly says: string;
  readonly evidence: readonly string[];
}

export interface Hypothesis {
  readonly rank: number;
  readonly cause: Cause;
  readonly status: "supported" | "refuted" | "unresolved";
  readonly summary: string;
  readonly for: readonly Argument[];
  readonly against: readonly Argument[];
  /** The cheapest probe that would refute it. */
  readonly refuteBy: string;
}

export interface Verdict {
  readonly status: "confirmed" | "likely" | "inconclusive";
  readonly cause: Cause;
  readonly component: string;
  readonly origin: "own-code" | "config" | "external" | "unknown";
  readonly summary: string;
  readonly evidence: readonly string[];
  /** What could not be seen, each a sentence. */
  readonly missing: readonly string[];
}

/** The four questions of the playbook's "Gather Initial Data". */
export interface Findings {
  readonly startedAt: Answer<Instant>;
  readonly errorPattern: Answer<"consistent" | "intermittent">;
  readonly affected: Answer<readonly string[]>;
  readonly changed: Answer<readonly string[]>;
}

export type Answer<Value> =
  | { readonly known: true; readonly value: Value; readonly says: string; readonly evidence: readonly string[] }
  | { readonly known: false; readonly why: string };

export interface Diagnosis {
  readonly findings: Findings;
  readonly hypotheses: readonly Hypothesis[];
  readonly verdict: Verdict;
}
