/** What left its course: failures, metrics, operations. */

import type { Instant } from "../../domain/instant.ts";
import type { Symptom } from "./symptom.ts";

export interface CaseSignal extends FoundSignal {
  /** As evidence: `log-1`, `metric-2`. */
  readonly id: string;
}

export interface FoundSignal {
  readonly source: "log" | "metric" | "trace";
  readonly service: string;
  /** When it began. */
  readonly at: Instant;
  /** When it was seen first, be it long before. */
  readonly firstAt: Instant;
  /** When it was last seen. */
  readonly until: Instant;
  /** It may have begun so much before or after: the distance of two looks, or of the first events. */
  readonly blurMs: number;
  readonly symptoms: readonly Symptom[];
  readonly says: string;
  /** The metric, the signature's template or the operation. */
  readonly name: string;
  /** What it names: message, class, code, frames, error of the span. */
  readonly text: string;
  /** How much stronger than before, at least 1. */
  readonly strength: number;
  /** It goes on at an even rate, so nothing tells when it began. */
  readonly isSteady: boolean;
  /** Too few to say by themselves that something fails. */
  readonly isWeak: boolean;
  /** After against before, for a metric. */
  readonly ratio?: number;
  /** It was there before too, though less often. */
  readonly wasThere: boolean;
  /** It went on growing long after it had begun: a leak, a queue. */
  readonly isGrowth?: boolean;
  /** Whom it calls so much more often that they suffer. */
  readonly drives?: string;
  /** What an operation calls by its name: `POST api.stripe.com/v1/charges`. */
  readonly calls?: readonly string[];
  /** The dependency that a failure names, as its reader knows it. */
  readonly blames?: string;
}
