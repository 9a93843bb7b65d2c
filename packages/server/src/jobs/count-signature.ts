/** When an error of the log is news: what is usual, what makes a pattern, and when it begins anew. */

import type { SignatureFact } from "../domain/evidence.ts";
import type { Rules } from "../domain/rules.ts";
import type { Signal } from "../domain/signal.ts";
import type { CountedSignature, KnownSignature } from "../ports/watch-store.ts";

export interface Counting {
  /** The bot's first reading tells what is usual, and is no news. */
  readonly isFirst: boolean;
  readonly rules: Rules;
}

/**
 * Errors further apart than the baseline is long make no pattern, and what was absent for so long is usual no more. Of
 * an error that was told, the next spell begins when it was gone for as long as an all clear takes to watch.
 */
export function countSignature(
  signature: SignatureFact,
  known: KnownSignature | undefined,
  { isFirst, rules }: Counting,
): KnownSignature {
  const { count, first, last } = signature;
  if (known === undefined) return { isUsual: isFirst, count, lastAt: last };
  const { detection, recovery } = rules;
  const quietMs = first - known.lastAt;
  const lastAt = Math.max(last, known.lastAt);
  if (quietMs > detection.baselineMs) return { isUsual: false, count, lastAt };
  const wasTold = known.count >= enoughOf(signature, rules);
  const begins = wasTold && quietMs >= recovery.watchMs;
  return { isUsual: known.isUsual, count: begins ? count : known.count + count, lastAt };
}

/** Those that have become a pattern with this reading. */
export function toErrorSignals(counted: readonly CountedSignature[], rules: Rules): readonly Signal[] {
  return counted
    .filter(({ isUsual, count, signature }) => {
      const enough = enoughOf(signature, rules);
      return !isUsual && count >= enough && count - signature.count < enough;
    })
    .map(({ signature, count }) => ({
      kind: "error-signature",
      key: `signature:${signature.id}`,
      at: signature.first,
      summary: summarise(signature, count),
    }));
}

/** One new error may be a hiccup; one that ended the process is none. */
function enoughOf({ crash }: SignatureFact, { detection }: Rules): number {
  return crash === true ? 1 : detection.errorsToSignal;
}

function summarise({ template, crash }: SignatureFact, count: number): string {
  if (crash === true) return `A process of the bot was ended by an error that is not usual for it: "${template}".`;
  return `The bot logs an error that is not usual for it, ${count} times: "${template}".`;
}
