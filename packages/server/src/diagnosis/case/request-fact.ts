/** What one line or span tells of the request that it belongs to. */

import type { Instant } from "../../domain/instant.ts";
import type { Attribute } from "./read-attributes.ts";

export interface RequestFact {
  readonly at: Instant;
  readonly service: string;
  readonly failed: boolean;
  /** Lines without it are each a request of their own. */
  readonly request?: string;
  readonly attributes: readonly Attribute[];
}
