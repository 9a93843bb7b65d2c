/** What `allclear investigate` answers. */

import type { Argument } from "../../domain/hypothesis.ts";
import type { CaseCause } from "./hypothesis.ts";

export interface CaseAnswer {
  readonly verdict: CaseVerdict;
  readonly hypotheses: readonly RankedHypothesis[];
  /** Services that show it, in the order of time. */
  readonly affected: readonly string[];
  /** ISO 8601; null where nothing failed. */
  readonly onset: string | null;
  readonly evidence: readonly CaseEvidence[];
  readonly remedies: readonly string[];
}

export interface CaseVerdict {
  readonly status: "confirmed" | "likely" | "inconclusive";
  readonly cause: CaseCause;
  readonly component: string;
  readonly origin: "own-code" | "config" | "external" | "none" | "unknown";
  readonly summary: string;
  /** What could not be seen, each a sentence. */
  readonly missing: readonly string[];
  /** The cheapest probe that tells the leading cause from the next. */
  readonly nextProbe: string;
}

export interface RankedHypothesis {
  readonly rank: number;
  readonly cause: CaseCause;
  readonly score: number;
  readonly for: readonly Argument[];
  readonly against: readonly Argument[];
  readonly refuteBy: string;
  readonly status: "supported" | "unresolved" | "refuted";
}

export interface CaseEvidence {
  readonly id: string;
  readonly source: "log" | "metric" | "trace" | "change" | "check";
  readonly at: string | null;
  readonly says: string;
}
