/** What a change does, and whether that makes the failures that were seen. */

import type { Change } from "./case.ts";
import type { ChangeFacts } from "./change-facts.ts";
import type { CaseHypothesis } from "./hypothesis.ts";
import { dependenciesIn, isOutside } from "./name-dependency.ts";
import { GENERAL, type Symptom } from "./symptom.ts";
import type { Trait } from "./trait.ts";
import { TRAITS_OF_CALLS } from "./traits-of-calls.ts";
import { TRAITS_OF_CODE } from "./traits-of-code.ts";
import type { WeighingGround } from "./weighing-ground.ts";

export interface Doing {
  readonly mechanism: CaseHypothesis["mechanism"];
  readonly points: number;
  readonly says: string;
  /** It runs when its time comes, not when it was brought. */
  readonly isScheduled: boolean;
}

const TRAITS: readonly Trait[] = [...TRAITS_OF_CALLS, ...TRAITS_OF_CODE];

const POINTS = { special: 2.5, general: 1.5, common: 0.5, further: 0.5, other: -1 } as const;
/** From here on a touch is a place or a name, not a word. */
const TOUCHES = 2;
const NAMES_IT = 4.5;
/** Each trait's first reasons are those that it is known for. */
const KNOWN_FOR = 2;

/** What another answers to how, how often or as whom we ask. */
const ASKED: readonly Symptom[] = [
  "rate-limit",
  "quota",
  "auth",
  "validation",
  "context-length",
  "not-found",
  "refusal",
];
const UNREACHED: readonly Symptom[] = ["refused", "unresolved", "timeout"];

interface Met {
  readonly ground: WeighingGround;
  readonly touch: number;
}

export function readDoing(change: Change, facts: ChangeFacts, met: Met): Doing {
  const input = { ...facts, kind: change.kind, summary: change.summary };
  const traits = facts.isHarmless ? [] : TRAITS.filter((trait) => trait.shows(input));
  const causing = traits.filter(({ explains }) => explains.some((symptom) => met.ground.symptoms.has(symptom)));
  return {
    ...judgePoints(causing, traits, met),
    mechanism: judgeMechanism(change, causing, { ...met, isBare: facts.added.length + facts.removed.length === 0 }),
    isScheduled: causing.some(({ isScheduled }) => isScheduled === true),
  };
}

function judgeMechanism(
  change: Change,
  causing: readonly Trait[],
  { ground, touch, isBare }: Met & { readonly isBare: boolean },
): Doing["mechanism"] {
  if (isAnswerFromOutside(ground) && !mayMakeAnswer(change, causing, { ground, touch })) return "none";
  const own = causing.filter(({ isCommon }) => isCommon !== true);
  const isSpecial = own.some((trait) => specialSymptoms(trait, ground).length > 0);
  if ((isSpecial && touch >= 1) || (own.length > 0 && touch >= TOUCHES)) return "full";
  if (causing.length > 0 && touch >= 2.5) return "full";
  const isEnough = touch >= (causing.length > 0 || isBare ? TOUCHES : NAMES_IT);
  return own.length > 0 || isEnough ? "part" : "none";
}

function specialSymptoms({ explains }: Trait, { symptoms }: WeighingGround): readonly Symptom[] {
  return explains.filter(
    (symptom, index) =>
      symptoms.has(symptom) && (!GENERAL.has(symptom) || (symptom === "latency" && index < KNOWN_FOR)),
  );
}

/**
 * How we ask makes another refuse us; that it breaks or is overloaded is not of our making, unless we ask elsewhere.
 * What is about another dependency than the one that answers so makes neither.
 */
function mayMakeAnswer(change: Change, causing: readonly Trait[], { ground, touch }: Met): boolean {
  const { symptoms } = ground;
  const isAsked = ASKED.some((symptom) => symptoms.has(symptom));
  if (!causing.some(({ asksOtherwise }) => asksOtherwise === true || isAsked)) return false;
  const about = dependenciesIn([change.id, change.summary, ...change.files, change.diff].join("\n"));
  const { dependencies } = ground.names;
  if (about.length > 0 && dependencies.size > 0 && !about.some((name) => dependencies.has(name))) return false;
  return touch >= 1 || isAsked || UNREACHED.some((symptom) => symptoms.has(symptom));
}

/** Whoever wrote the line that asked did not make the other side fail by that alone. */
export function isAnswerFromOutside({ first, symptoms }: WeighingGround): boolean {
  const answers: readonly Symptom[] = ["server-error", "refused", "unresolved", "tls", "quota", "rate-limit", "auth"];
  return (isOutside(first.component) || first.isOnlyNamed) && answers.some((symptom) => symptoms.has(symptom));
}

function judgePoints(
  causing: readonly Trait[],
  traits: readonly Trait[],
  { ground, touch }: Met,
): Pick<Doing, "points" | "says"> {
  const [best] = causing
    .map((trait) => ({ trait, special: specialSymptoms(trait, ground) }))
    .map(({ trait, special }) => ({ trait, special, points: pointsOf(trait, special) }))
    .sort((left, right) => right.points - left.points);
  if (best !== undefined) {
    const { trait, special, points } = best;
    const made = special.length > 0 ? special : trait.explains.filter((symptom) => ground.symptoms.has(symptom));
    const says = `It ${trait.says}, which makes such failures (${made.slice(0, 3).join(", ")}).`;
    return { points: points * shareOf(touch, ground), says };
  }
  const [other] = traits;
  const says =
    other === undefined
      ? "Nothing in it makes such failures."
      : `It ${other.says}, which makes other failures than these.`;
  return { points: POINTS.other, says };
}

/** What does the right thing in a place that never failed is likely innocent, most of all where the place is known. */
function shareOf(touch: number, { names }: WeighingGround): number {
  if (touch >= TOUCHES) return 1;
  if (touch >= 0.8) return 0.85;
  return names.frames.length > 0 ? 0.4 : 0.7;
}

function pointsOf({ isCommon, explains }: Trait, special: readonly Symptom[]): number {
  if (isCommon === true) return POINTS.common;
  // Who explains everything explains little.
  const precision = explains.length > 8 ? 0.5 : 0;
  const further = Math.min(2, Math.max(0, special.length - 1)) * POINTS.further;
  return (special.length > 0 ? POINTS.special : POINTS.general) + further - precision;
}
