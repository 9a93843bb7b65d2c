/** A way in which a change can break things, with the failures that it makes. */

import type { TraitInput } from "./compare-lines.ts";
import type { Symptom } from "./symptom.ts";

export interface Trait {
  readonly says: string;
  readonly explains: readonly Symptom[];
  /** A trait that many harmless changes have is no mechanism unless the change also touches what fails. */
  readonly isCommon?: true;
  /** Of what a database is asked. */
  readonly isOfStores?: true;
  /** It decides whether and how another answers us. */
  readonly asksOtherwise?: true;
  /** It runs when its time comes. */
  readonly isScheduled?: true;
  readonly shows: (change: TraitInput) => boolean;
}
