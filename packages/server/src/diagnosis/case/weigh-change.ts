/** One change as the cause: its time, its place, what it touches and what it does. */

import { HOUR, MINUTE, writeDuration, writeInstant } from "../../domain/instant.ts";
import type { Change } from "./case.ts";
import { type ChangeFacts, readChangeFacts } from "./change-facts.ts";
import { isLockFile } from "./compare-lines.ts";
import { type CaseHypothesis, sumOf, toArguments, type Weight } from "./hypothesis.ts";
import { dependenciesIn, isOutside } from "./name-dependency.ts";
import { GENERAL, type Symptom } from "./symptom.ts";
import { type Effect, findEffect } from "./take-effect.ts";
import { type IsRare, touchFailure, vocabularyOf } from "./touch-failure.ts";
import { TRAITS, type Trait } from "./trait.ts";
import type { WeighingGround } from "./weighing-ground.ts";

const POINTS = {
  soon: 2,
  hour: 1.5,
  day: 0.5,
  old: -1,
  after: -8,
  firstFailing: 2,
  calls: 1,
  called: 1,
  shared: 0.5,
  elsewhere: -2,
  harmless: -6,
  before: -2,
  special: 2.5,
  general: 1.5,
  common: 0.5,
} as const;
/** Without a mechanism, nearness in time and place is worth no more than this. */
const MOST_WITHOUT_MECHANISM = 2;
/** From here on a touch is a place or a name, not a word. */
const TOUCHES = 2;
const NAMES_IT = 4.5;
/** What a caller does makes another service fail by itself less often than what that service does. */
const BY_CALLER = 0.7;
/** Deployments roll out, and clocks differ. */
const SLACK = MINUTE;

export function weighChanges(ground: WeighingGround): readonly CaseHypothesis[] {
  const { changes } = ground.theCase;
  const vocabularies = changes.map(vocabularyOf);
  const isRare: IsRare = (name) => {
    const users = vocabularies.filter((words) => words.has(name)).length;
    return users <= Math.max(2, changes.length / 3);
  };
  const weighed = changes.map((change) => weighChange(change, isRare, ground));
  return weighed.map((one) => yieldToCommit(one, weighed));
}

interface Weighing {
  readonly change: Change;
  readonly effect: Effect;
  readonly ground: WeighingGround;
  readonly evidence: readonly string[];
}

function weighChange(change: Change, isRare: IsRare, ground: WeighingGround): CaseHypothesis {
  const effect = findEffect(change, ground.theCase.changes);
  const weighing = { change, effect, ground, evidence: [`change-${change.id}`] };
  const facts = withName(change, readChangeFacts(change));
  const touch = touchFailure(change, facts, { names: ground.names, isRare });
  const traits = facts.isHarmless
    ? []
    : TRAITS.filter((trait) => trait.shows({ ...facts, kind: change.kind, summary: change.summary }));
  const causing = traits.filter(({ explains }) => explains.some((symptom) => ground.symptoms.has(symptom)));
  const timing = weighTiming(weighing);
  const place = weighPlace(weighing);
  const mechanism = judgeMechanism(touch.strength, causing, weighing);
  const isNear = ground.first.isOnlyNamed || place.points !== POINTS.calls;
  const weights = [
    timing,
    place,
    ...weighTouch(touch, weighing),
    ...weighTraits(causing, traits, weighing).map((weight) =>
      isNear ? weight : { ...weight, points: weight.points * BY_CALLER },
    ),
    ...(facts.isHarmless
      ? [against(POINTS.harmless, "It changes only documents, tests, comments or layout.", weighing)]
      : []),
    ...weighNovelty(weighing),
  ];
  const total = sumOf(weights);
  const isRuledOut = timing.points <= POINTS.after || facts.isHarmless;
  return {
    cause: { kind: change.kind, id: change.id },
    score: mechanism === "none" || isRuledOut ? Math.min(total, MOST_WITHOUT_MECHANISM) : total,
    ...toArguments(weights),
    refuteBy: refuteBy(change),
    mechanism,
    isTimely: timing.points > 0 && place.points > POINTS.elsewhere,
    isRuledOut,
    component: componentFor(effect, ground),
    linked: effect.linked,
  };
}

/** Of a variable whose values nobody may see, the name tells what it sets. */
function withName({ kind, id }: Change, facts: ChangeFacts): ChangeFacts {
  const isBare = kind === "variable" && facts.added.length + facts.removed.length === 0;
  return isBare ? { ...facts, added: [id] } : facts;
}

function against(points: number, says: string, { evidence }: Weighing): Weight {
  return { points, says, evidence };
}

function weighTiming({ effect, ground, evidence }: Weighing): Weight {
  const { first } = ground;
  if (effect.at === undefined) return { points: 0, says: "Nothing tells when it was made.", evidence };
  const blur = Math.max(SLACK, ...first.signals.slice(0, 3).map(({ blurMs }) => blurMs));
  const cites = [...evidence, ...first.signals.slice(0, 1).map(({ id }) => id)];
  const lag = first.at - effect.at;
  const when = `It was ${effect.says} at ${writeInstant(effect.at)}`;
  if (lag < -blur)
    return { points: POINTS.after, says: `${when}, after it began at ${writeInstant(first.at)}.`, evidence: cites };
  const says = `${when}, ${writeDuration(Math.max(0, lag))} before it began.`;
  if (lag <= 15 * MINUTE) return { points: POINTS.soon, says, evidence: cites };
  if (lag <= 2 * HOUR) return { points: POINTS.hour, says, evidence: cites };
  if (lag <= 24 * HOUR) return { points: POINTS.day, says, evidence: cites };
  return { points: POINTS.old, says: `${when} and ran ${writeDuration(lag)} without this failure.`, evidence: cites };
}

function weighPlace(weighing: Weighing): Weight {
  const { effect, ground, change, evidence } = weighing;
  const { component, isOnlyNamed } = ground.first;
  const services = servicesOfChange(effect, change, ground);
  if (services.length === 0) return { points: 0, says: "Nothing tells which service it belongs to.", evidence };
  const name = services.join(", ");
  if (services.includes(component))
    return { points: POINTS.firstFailing, says: `It changes ${component}, which fails first.`, evidence };
  const calls = services.find((service) => ground.graph.calleesOf(service).has(component));
  if (calls !== undefined) {
    return {
      points: isOnlyNamed ? POINTS.firstFailing : POINTS.calls,
      says: `It changes ${calls}, which calls ${component}.`,
      evidence,
    };
  }
  if (services.some((service) => ground.graph.calleesOf(component).has(service))) {
    return { points: POINTS.called, says: `It changes ${name}, which ${component} calls.`, evidence };
  }
  if (change.files.some(isShared))
    return { points: POINTS.shared, says: "It changes what several services share.", evidence };
  if (services.some((service) => ground.graph.reaches(service, component))) {
    return { points: 0, says: `It changes ${name}, which reaches ${component} over others.`, evidence };
  }
  if (ground.graph.services.size === 0)
    return { points: 0, says: `It changes ${name}; nothing tells who calls whom.`, evidence };
  return { points: POINTS.elsewhere, says: `It changes ${name}; ${component} fails first.`, evidence };
}

/** Where a change names no service, its files may: `services/search/src/index.ts`. */
function servicesOfChange({ services }: Effect, change: Change, { graph, first }: WeighingGround): readonly string[] {
  if (services.length > 0) return services;
  const folders = new Set(change.files.flatMap((file) => file.split("/")));
  return [...new Set([...graph.services, ...first.affected])].filter((service) => folders.has(service)).sort();
}

function isShared(file: string): boolean {
  return isLockFile(file) || /(?:^|\/)(?:shared|common|libs?|packages|pkg|core|proto|schemas?)\//.test(file);
}

function judgeMechanism(
  strength: number,
  causing: readonly Trait[],
  { ground, change }: Weighing,
): CaseHypothesis["mechanism"] {
  if (isAnswerFromOutside(ground) && !mayMakeAnswer(strength, causing, { ground, change })) return "none";
  const special = causing.some((trait) => !trait.isCommon && specialSymptoms(trait, ground).length > 0);
  const does = causing.some((trait) => !trait.isCommon);
  if ((special && strength >= 1) || (does && strength >= TOUCHES) || (causing.length > 0 && strength >= 2.5))
    return "full";
  if (strength >= NAMES_IT && change.kind === "commit") return "full";
  return does || strength >= 2.5 ? "part" : "none";
}

function specialSymptoms({ explains }: Trait, { symptoms }: WeighingGround): readonly Symptom[] {
  return explains.filter((symptom) => symptoms.has(symptom) && !GENERAL.has(symptom));
}

/**
 * How we ask makes another refuse us; that it breaks or is overloaded is not of our making, unless we ask elsewhere.
 * What is about another dependency than the one that answers so makes neither.
 */
function mayMakeAnswer(
  strength: number,
  causing: readonly Trait[],
  { ground, change }: Pick<Weighing, "ground" | "change">,
): boolean {
  if (causing.length === 0) return false;
  const about = dependenciesIn([change.id, change.summary, ...change.files, change.diff].join("\n"));
  const { dependencies } = ground.names;
  if (about.length > 0 && dependencies.size > 0 && !about.some((name) => dependencies.has(name))) return false;
  const asks: readonly Symptom[] = ["rate-limit", "auth", "refused", "unresolved", "timeout"];
  return strength >= 1 || asks.some((symptom) => ground.symptoms.has(symptom));
}

/** Whoever wrote the line that asked did not make the other side fail by that alone. */
function isAnswerFromOutside({ first, symptoms }: WeighingGround): boolean {
  const answers: readonly Symptom[] = ["server-error", "refused", "unresolved", "tls", "quota", "rate-limit", "auth"];
  return (isOutside(first.component) || first.isOnlyNamed) && answers.some((symptom) => symptoms.has(symptom));
}

function weighTouch(
  touch: { readonly strength: number; readonly says: readonly string[] },
  { ground, evidence }: Weighing,
): readonly Weight[] {
  if (touch.strength === 0) return [{ points: -1, says: "Nothing of it is named by what fails.", evidence }];
  const share = isAnswerFromOutside(ground) ? 0.5 : 0.8;
  const cites = [...evidence, ...ground.first.signals.slice(0, 2).map(({ id }) => id)];
  return [{ points: touch.strength * share, says: `It ${touch.says.join("; ")}.`, evidence: cites }];
}

function weighTraits(
  causing: readonly Trait[],
  traits: readonly Trait[],
  { ground, evidence }: Weighing,
): readonly Weight[] {
  const [best] = causing
    .map((trait) => ({ trait, special: specialSymptoms(trait, ground) }))
    .map(({ trait, special }) => ({ trait, special, points: pointsOf(trait, special) }))
    .sort((left, right) => right.points - left.points);
  if (best !== undefined) {
    const made =
      best.special.length > 0 ? best.special : best.trait.explains.filter((symptom) => ground.symptoms.has(symptom));
    return [
      {
        points: best.points,
        says: `It ${best.trait.says}, which makes such failures (${made.slice(0, 3).join(", ")}).`,
        evidence,
      },
    ];
  }
  const [other] = traits;
  const says =
    other === undefined
      ? "Nothing in it makes such failures."
      : `It ${other.says}, which makes other failures than these.`;
  return [{ points: -1, says, evidence }];
}

function pointsOf({ isCommon, explains }: Trait, special: readonly Symptom[]): number {
  if (isCommon) return POINTS.common;
  // Who explains everything explains little.
  const precision = explains.length > 8 ? 0.5 : 0;
  return (special.length > 0 ? POINTS.special : POINTS.general) - precision;
}

/** What was there before a change took effect is not of its making. */
function weighNovelty({ effect, ground, evidence }: Weighing): readonly Weight[] {
  const own = ground.first.signals.filter(({ source }) => source === "log");
  if (effect.at === undefined || own.length === 0 || !own.every(({ wasThere }) => wasThere)) return [];
  return [
    {
      points: POINTS.before,
      says: "The same failure was there before, though less often.",
      evidence: [...evidence, ...own.slice(0, 1).map(({ id }) => id)],
    },
  ];
}

/** The one that fails first, or the changed service where that one is only named by it. */
function componentFor({ services }: Effect, { first }: WeighingGround): string {
  const [service] = services;
  return first.isOnlyNamed && service !== undefined ? service : first.component;
}

/** A deployment brings commits; it is a cause of its own only where none of them explains the failure. */
function yieldToCommit(one: CaseHypothesis, all: readonly CaseHypothesis[]): CaseHypothesis {
  if (one.cause.kind !== "deploy" || one.isRuledOut) return one;
  const brought = all.filter(({ cause }) => cause.kind === "commit" && one.linked.includes(cause.id));
  const [best] = brought.sort((left, right) => right.score - left.score);
  if (best === undefined) return one;
  const says = `It brought ${best.cause.id}, which is weighed by itself.`;
  return {
    ...one,
    score: Math.min(one.score, best.score - 0.5),
    against: [...one.against, { says, evidence: [`change-${best.cause.id}`] }],
  };
}

function refuteBy({ kind, id }: Change): string {
  const probes = {
    commit: `Revert ${id} in a copy and repeat the failing request: if it still fails, this commit is not the cause.`,
    deploy: `Roll back to the deployment before ${id}: if the failure stays, it is not the cause.`,
    variable: `Set ${id} back: if the failure stays, it is not the cause.`,
    dependency: `Install the version before ${id} in a copy: if it still fails, the library is not the cause.`,
    flag: `Turn ${id} back: if the failure stays, the flag is not the cause.`,
    model: `Ask the model before ${id} the same: if it fails too, the model is not the cause.`,
  };
  return probes[kind];
}
