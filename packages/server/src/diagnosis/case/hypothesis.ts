/** What may have caused the incident, with what speaks for and against it. */

import type { Argument } from "../../domain/hypothesis.ts";
import type { ChangeKind } from "./case.ts";

export type NoChange = "external" | "traffic" | "data" | "certificate" | "infrastructure" | "quota";

export interface CaseCause {
  /** `none` where nothing failed, `unknown` where nothing can be said. */
  readonly kind: ChangeKind | NoChange | "none" | "unknown";
  /** Of a change its id; else the kind again. */
  readonly id: string;
}

export interface CaseHypothesis {
  readonly cause: CaseCause;
  readonly score: number;
  readonly for: readonly Argument[];
  readonly against: readonly Argument[];
  readonly refuteBy: string;
  /** `full`: it both meets what fails and does what makes such failures; `part`: one of them. */
  readonly mechanism: "full" | "part" | "none";
  readonly isTimely: boolean;
  /** Something shows that it cannot be the cause. */
  readonly isRuledOut: boolean;
  readonly component: string;
  /** Changes that came with it, and so are no rivals. */
  readonly linked: readonly string[];
}

export interface Weight {
  readonly points: number;
  readonly says: string;
  readonly evidence: readonly string[];
}

export function toArguments(weights: readonly Weight[]): Pick<CaseHypothesis, "for" | "against"> {
  const argue = ({ says, evidence }: Weight): Argument => ({ says, evidence });
  return {
    for: weights.filter(({ points }) => points > 0).map(argue),
    against: weights.filter(({ points }) => points < 0).map(argue),
  };
}

export function sumOf(weights: readonly Weight[]): number {
  return weights.reduce((sum, { points }) => sum + points, 0);
}
