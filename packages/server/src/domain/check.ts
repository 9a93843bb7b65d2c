/** One question put to the world, and how it ended. */

import type { Evidence } from "./evidence.ts";
import type { Instant } from "./instant.ts";

/** Which question; the playbook file names those of each box. */
export const CHECK_KINDS = ["scenario", "deployment", "commits", "variables", "logs", "health"] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

/** A question as it was put: `scenario:help`, `deployment`, `logs`. */
export interface CheckRequest {
  readonly id: string;
  readonly kind: CheckKind;
  /** The scenario's id, for the kind `scenario`. */
  readonly subject?: string;
  readonly limitMs: number;
}

export type CheckResult =
  | { readonly outcome: "found"; readonly summary: string; readonly evidence: readonly Evidence[] }
  | { readonly outcome: "clear"; readonly summary: string; readonly evidence: readonly Evidence[] }
  | { readonly outcome: "could-not-look"; readonly why: string }
  | { readonly outcome: "needs-approval"; readonly why: string };

export type CheckState =
  | { readonly state: "running"; readonly request: CheckRequest; readonly round: number; readonly since: Instant }
  | {
      readonly state: "ended";
      readonly request: CheckRequest;
      readonly round: number;
      readonly since: Instant;
      readonly endedAt: Instant;
      readonly result: CheckResult;
    };
