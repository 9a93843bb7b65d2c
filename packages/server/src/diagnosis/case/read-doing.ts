/** What a change does, and whether that makes the failures that were seen. */

import type { Change } from "./case.ts";
import type { ChangeFacts } from "./change-facts.ts";
import type { CaseHypothesis } from "./hypothesis.ts";
import { dependenciesIn, isOutside, isStore } from "./name-dependency.ts";
import { GENERAL, type Symptom } from "./symptom.ts";
import type { Touch } from "./touch-failure.ts";
import type { Trait } from "./trait.ts";
import { TRAITS_OF_CALLS } from "./traits-of-calls.ts";
import { TRAITS_OF_CODE } from "./traits-of-code.ts";
import type { WeighingGround } from "./weighing-ground.ts";

export interface Doing {
  /** Traits that make such failures. */
  readonly causing: readonly Trait[];
  /** Nothing tells what it changed. */
  readonly isBare: boolean;
  readonly points: number;
  readonly says: string;
  /** It runs when its time comes, not when it was brought. */
  readonly isScheduled: boolean;
  /** What it makes grows until something breaks. */
  readonly isSlow: boolean;
  /** What fails is the answer of another's service, and nothing in the change makes it answer so. */
  readonly isAnsweredSo: boolean;
}

const TRAITS: readonly Trait[] = [...TRAITS_OF_CALLS, ...TRAITS_OF_CODE];

/** What explains all that is special about the failures gets both. */
const POINTS = { special: 1.5, all: 1.5, general: 1, common: 0.5, idle: -1 } as const;
/** From here on a touch is a place or a name, not a word. */
const TOUCHES = 2;
/** Two words of the failure, or a dependency. */
const SPEAKS = 0.8;
const NAMES_IT = 4.5;
const NARROW = 5;
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
/** These grow until something breaks, hours after what made them grow. */
const SLOW: readonly Symptom[] = ["memory", "disk", "backlog", "quota", "cost", "tls", "pool"];
const UNREACHED: readonly Symptom[] = ["refused", "unresolved", "timeout"];

const OF_SUFFERING: readonly Symptom[] = ["latency", "cpu", "errors", "timeout", "cache", "traffic"];
const OF_ASKING: readonly Symptom[] = ["database", "traffic", "rate-limit", "cache"];

interface Met {
  readonly ground: WeighingGround;
  readonly touch: Pick<Touch, "strength" | "isSpecific">;
}

export function readDoing(change: Change, facts: ChangeFacts, met: Met): Doing {
  const input = { ...facts, kind: change.kind, summary: change.summary };
  const traits = facts.isHarmless || facts.isWords ? [] : TRAITS.filter((trait) => trait.shows(input));
  const causing = traits.filter((trait) => mayMake(trait, met.ground));
  const isAnsweredSo = isAnswerFromOutside(met.ground) && !mayMakeAnswer(change, causing, met);
  const isBare = facts.added.length + facts.removed.length === 0;
  return {
    ...judgePoints(causing, traits, { ...met, isBare }),
    causing,
    isBare,
    isAnsweredSo,
    isSlow: causing.some(({ explains }) =>
      SLOW.some((symptom) => met.ground.symptoms.has(symptom) && explains.includes(symptom)),
    ),
    isScheduled: causing.some(({ isScheduled }) => isScheduled === true),
  };
}

/** Who calls a database or another's service makes it suffer only by what it asks. */
function mayMake({ explains, asksOtherwise }: Trait, { symptoms, first, graph }: WeighingGround): boolean {
  if (symptoms.size > 0 && !explains.some((symptom) => symptoms.has(symptom))) return false;
  const suffers = isStore(first.component) && [...symptoms].every((symptom) => OF_SUFFERING.includes(symptom));
  if (!suffers || graph.services.size === 0) return true;
  return asksOtherwise === true || explains.some((symptom) => OF_ASKING.includes(symptom));
}

/** `full`: it meets the very thing that the failure tells, or came at the step, and does what makes such failures. */
export function judgeMechanism(
  { causing, isBare, isAnsweredSo }: Doing,
  { ground, touch, isAtStep }: Met & { readonly isAtStep: boolean },
): CaseHypothesis["mechanism"] {
  if (isAnsweredSo) return "none";
  const own = causing.filter((trait) => !isCommonHere(trait, ground));
  const isSpecial = causing.some((trait) => specialSymptoms(trait, ground).length > 0);
  if (touch.isSpecific && (own.length > 0 || isSpecial)) return "full";
  const isOwnSpecial = own.some((trait) => specialSymptoms(trait, ground).length > 0);
  if (isAtStep && isOwnSpecial && touch.strength >= SPEAKS) return "full";
  const isEnough = isAtStep || touch.isSpecific || isOwnSpecial;
  if (isEnough || touch.strength >= (causing.length > 0 || isBare ? TOUCHES : NAMES_IT)) return "part";
  return isNarrow(own, { ground, touch }) ? "part" : "none";
}

/** Where nothing special is seen, only what makes little else tells something. */
function isNarrow(own: readonly Trait[], { ground, touch }: Met): boolean {
  const isPlain = ![...ground.symptoms].some((symptom) => !GENERAL.has(symptom));
  return own.some(({ explains }) => touch.strength >= SPEAKS || (isPlain && explains.length <= NARROW));
}

function specialSymptoms({ explains }: Trait, { symptoms, first }: WeighingGround): readonly Symptom[] {
  const known = isStore(first.component) ? explains.length : KNOWN_FOR;
  return explains.filter(
    (symptom, index) => symptoms.has(symptom) && (!GENERAL.has(symptom) || (symptom === "latency" && index < known)),
  );
}

/** Every second change touches a query; where a database suffers, that is no longer common. */
function isCommonHere({ isCommon, isOfStores }: Trait, { first }: WeighingGround): boolean {
  return isCommon === true && !(isOfStores === true && isStore(first.component));
}

/**
 * How we ask makes another refuse us; that it breaks or is overloaded is not of our making, unless we ask elsewhere.
 * What is about another dependency than the one that answers so makes neither.
 */
function mayMakeAnswer(change: Change, causing: readonly Trait[], { ground, touch }: Met): boolean {
  const { symptoms } = ground;
  const isAsked = ASKED.some((symptom) => symptoms.has(symptom));
  const makes = ({ asksOtherwise, explains }: Trait): boolean =>
    asksOtherwise === true || explains.some((symptom) => ASKED.includes(symptom) && symptoms.has(symptom));
  if (!causing.some(makes)) return false;
  const about = dependenciesIn([change.id, change.summary, ...change.files, change.diff].join("\n"));
  const { dependencies } = ground.names;
  if (about.length > 0 && dependencies.size > 0 && !about.some((name) => dependencies.has(name))) return false;
  return touch.strength >= 1 || isAsked || UNREACHED.some((symptom) => symptoms.has(symptom));
}

/** Whoever wrote the line that asked did not make the other side fail by that alone. */
export function isAnswerFromOutside({ first, symptoms, names }: WeighingGround): boolean {
  const answers: readonly Symptom[] = ["server-error", "refused", "unresolved", "tls", "quota", "rate-limit", "auth"];
  if (isOutside(first.component) || first.isOnlyNamed) return answers.some((symptom) => symptoms.has(symptom));
  const isRefused = symptoms.has("auth") || symptoms.has("quota");
  return isRefused && [...names.dependencies].some(isOutside);
}

function judgePoints(
  causing: readonly Trait[],
  traits: readonly Trait[],
  { ground, touch, isBare }: Met & { readonly isBare: boolean },
): Pick<Doing, "points" | "says"> {
  const [best] = causing
    .map((trait) => ({ trait, special: specialSymptoms(trait, ground) }))
    .map(({ trait, special }) => ({ trait, special, points: pointsOf(trait, special, ground) }))
    .sort((left, right) => right.points - left.points);
  if (best !== undefined) {
    const { trait, special, points } = best;
    const made = special.length > 0 ? special : trait.explains.filter((symptom) => ground.symptoms.has(symptom));
    const says = `It ${trait.says}, which makes such failures (${made.slice(0, 3).join(", ")}).`;
    return { points: points * shareOf(touch.strength, ground), says };
  }
  const [other] = traits;
  if (other !== undefined) return { points: 0, says: `It ${other.says}, which is not known to make such failures.` };
  const isIdle = !isBare && touch.strength < SPEAKS;
  return { points: isIdle ? POINTS.idle : 0, says: "Nothing in it makes such failures." };
}

/** What does the right thing in a place that never failed is likely innocent, most of all where the place is known. */
function shareOf(touch: number, { names }: WeighingGround): number {
  if (touch >= TOUCHES) return 1;
  if (touch >= SPEAKS) return 0.85;
  return names.frames.length > 0 ? 0.4 : 0.7;
}

function pointsOf(trait: Trait, special: readonly Symptom[], ground: WeighingGround): number {
  if (isCommonHere(trait, ground)) return POINTS.common;
  const { explains } = trait;
  const { symptoms } = ground;
  // Who explains everything explains little.
  const precision = explains.length > 8 ? 0.5 : 0;
  if (special.length === 0) return POINTS.general - precision;
  const seen = [...symptoms].filter((symptom) => !GENERAL.has(symptom)).length;
  return POINTS.special + POINTS.all * Math.min(1, special.length / Math.max(1, seen)) - precision;
}
