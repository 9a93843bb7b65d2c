/** What may have caused the incident, with what speaks for and against it. */

import type { Argument, NoChange } from "../../domain/hypothesis.ts";
import type { Milliseconds } from "../../domain/instant.ts";
import type { ChangeKind } from "./case.ts";

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
  /** Who is at fault says so, or somebody who looked from elsewhere. */
  readonly isStated?: boolean;
  /** The history of lines and deployments has judged it, so that nothing else does. */
  readonly isProven?: boolean;
  /** Of a change that could be read. */
  readonly nearness?: Nearness;
}

export interface Nearness {
  /** From when it took effect until it began to fail; `undefined` where nobody knows. */
  readonly lagMs: Milliseconds | undefined;
  /** It is of the service that fails first. */
  readonly isHere: boolean;
  /** The points of all that speaks for and against it, whether or not a mechanism is seen. */
  readonly total: number;
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
