import type { TimelineEntry } from "./allclear-client.ts";
import type { Fault } from "./fault-schema.ts";
import type { Milestone } from "./milestones.ts";

/** How one fault ended. */
export interface FaultResult {
  readonly fault: Fault;
  /** A sentence for each thing that is not as the fault's file expects; empty when it passed. */
  readonly differences: readonly string[];
  readonly milestones: readonly Milestone[];
  readonly entries: readonly TimelineEntry[];
  readonly outputFolder: string;
  /** Path of the kept review, where there is one. */
  readonly review?: string;
}

/** What the demo has to tell; a reporter makes lines of it. */
export type Happening =
  | { readonly kind: "fault-begins"; readonly fault: Fault }
  | { readonly kind: "progress"; readonly text: string }
  | { readonly kind: "milestone"; readonly milestone: Milestone }
  | { readonly kind: "timeline"; readonly entry: TimelineEntry; readonly before: readonly TimelineEntry[] }
  | { readonly kind: "message"; readonly channel: string; readonly author: string; readonly text: string }
  | { readonly kind: "diff"; readonly title: string; readonly diff: string }
  | { readonly kind: "fault-ends"; readonly result: FaultResult }
  | { readonly kind: "run-ends"; readonly results: readonly FaultResult[] };

export type Tell = (happening: Happening) => void;
