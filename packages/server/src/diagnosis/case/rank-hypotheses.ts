/** Every change and "no change of ours", weighed against the same ground, the strongest first. */

import type { CaseHypothesis } from "./hypothesis.ts";
import { weighChanges } from "./weigh-change.ts";
import { weighNoChanges } from "./weigh-no-change.ts";
import type { WeighingGround } from "./weighing-ground.ts";

/** So much does a change that explains everything take from what is not a change. */
const EXPLAINED = 2;
/** And so much does a statement take from every change. */
const STATED = 3;

/** All that may have caused it; frozen cases and live incidents are ranked alike. */
export function rankHypotheses(ground: WeighingGround): readonly CaseHypothesis[] {
  const others = weighNoChanges(ground);
  const changes = yieldToStatements(weighChanges(ground), others);
  return [...changes, ...yieldToChanges(others, changes)].sort(inOrder);
}

/** What somebody says of himself, or saw from elsewhere, outranks what a diff may do; not what is proven. */
function yieldToStatements(
  changes: readonly CaseHypothesis[],
  others: readonly CaseHypothesis[],
): readonly CaseHypothesis[] {
  const stated = others.find(({ isStated, isRuledOut }) => isStated === true && !isRuledOut);
  const [reason] = stated?.for.slice(-1) ?? [];
  if (stated === undefined || reason === undefined) return changes;
  const argument = { says: `Another is at fault by what was said: ${reason.says}`, evidence: reason.evidence };
  return changes.map((one) =>
    one.isProven === true ? one : { ...one, score: one.score - STATED, against: [...one.against, argument] },
  );
}

/** What a change explains in full needs no other reason. */
function yieldToChanges(
  others: readonly CaseHypothesis[],
  changes: readonly CaseHypothesis[],
): readonly CaseHypothesis[] {
  const best = changes
    .filter(({ mechanism, isTimely, isRuledOut }) => mechanism === "full" && isTimely && !isRuledOut)
    .sort(inOrder)[0];
  if (best === undefined) return others;
  const says = `${best.cause.kind} ${best.cause.id} explains it by its time, its place and what it does.`;
  const argument = { says, evidence: [`change-${best.cause.id}`] };
  return others.map((one) =>
    one.mechanism === "full" ? one : { ...one, score: one.score - EXPLAINED, against: [...one.against, argument] },
  );
}

function inOrder(one: CaseHypothesis, other: CaseHypothesis): number {
  const key = ({ cause }: CaseHypothesis): string => `${cause.kind}\n${cause.id}`;
  return round(other.score) - round(one.score) || (key(one) < key(other) ? -1 : Number(key(one) > key(other)));
}

/** Scores that differ by less are equal. */
export function round(score: number): number {
  return Math.round(score * 100) / 100;
}
