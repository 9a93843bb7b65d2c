/** What one gets without thinking: the latest deployment, and the change whose words are most like the failures'. */

import type { Case, CaseLogFacts, Change } from "./case.ts";
import { wordsIn } from "./name-failure.ts";

/** The last change before the alarm; a deployment if there is one. */
export function guessLatest({ changes, alert, window }: Case): Change | undefined {
  const until = alert?.firedAt ?? window?.to ?? Number.POSITIVE_INFINITY;
  const before = changes.filter(({ at }) => at !== undefined && at <= until);
  const deploys = before.filter(({ kind }) => kind === "deploy");
  return (deploys.length > 0 ? deploys : before).toSorted(byTime).at(-1);
}

export function guessSimilar({ changes, alert }: Case, { failures }: CaseLogFacts): Change | undefined {
  const told = failures.slice(0, 500).map(({ template, sample }) => `${template}\n${sample.slice(0, 500)}`);
  const words = new Set(wordsIn([alert?.summary ?? "", ...told].join("\n")));
  const scored = changes.map((change) => ({ change, score: similarityOf(change, words) }));
  return scored.toSorted((one, other) => other.score - one.score || byTime(other.change, one.change))[0]?.change;
}

/** Shared words over the root of how many there are, so that a long diff does not win by its length. */
function similarityOf({ summary, files, diff }: Change, words: ReadonlySet<string>): number {
  const own = wordsIn([summary, ...files, diff].join("\n"));
  return own.filter((word) => words.has(word)).length / Math.sqrt(own.length + 1);
}

function byTime(one: Change, other: Change): number {
  return (one.at ?? 0) - (other.at ?? 0) || (one.id < other.id ? -1 : 1);
}
