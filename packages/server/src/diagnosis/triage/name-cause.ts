/** Which group of failures is the cause: not the loudest, but the one that the others follow. */

import { countTimes } from "./count-times.ts";
import type { FailureGroup, Occurrence } from "./failure-group.ts";

export interface Weighing {
  readonly groups: readonly FailureGroup[];
  /** Where it happened in the log, by time where every failure tells it, else by line. */
  readonly positionOf: (one: Occurrence) => number;
  /** Of the first and the last entry of the log, on the same scale. */
  readonly span: { readonly from: number; readonly to: number };
  /** So close together, on the same scale, two failures are of one moment. */
  readonly together: number;
  /** Signatures that were there when all was well. */
  readonly baseline?: ReadonlySet<string>;
}

export interface Naming {
  readonly cause: FailureGroup;
  readonly others: readonly Other[];
  /** Another cause is as likely. */
  readonly contested: boolean;
}

export interface Other {
  readonly group: FailureGroup;
  readonly standing: "symptom" | "noise" | "odd" | "later" | "rival";
  readonly why: string;
}

/** A cause has at least this share of the failures that the strongest one explains; what has less is an odd one beside it. */
const SHARE_OF_CAUSE = 0.25;
/** One failure beside so many of another is not their cause. */
const FLOOD = 5;
/** A symptom needs no request in common with a cause that is at least this share of it. */
const SHARE_OF_SYMPTOM: Readonly<Record<string, number>> = { unknown: 0.5 };
const USUAL_SHARE_OF_SYMPTOM = 0.2;
/** A death of the process fails everything that was under way. */
const WEIGHTS: Readonly<Record<string, number>> = { "crash-loop": 3 };
/** Noise fails as often before the onset of another group as after it, give or take this factor. */
const STEADY_FACTOR = 2;
const LEAST_NOISE = 3;

/** `undefined` where nothing failed. */
export function nameCause(weighing: Weighing): Naming | undefined {
  const { groups, positionOf, together } = weighing;
  const noise = new Set(groups.filter((group) => isNoise(group, weighing)));
  const explainers = new Map(groups.map((group) => [group, explainersOf(group, weighing, noise)]));
  const roots = groups.filter((group) => explainers.get(group)?.length === 0);
  const clear = roots.filter((group) => !noise.has(group));
  const candidates = [clear, roots, groups].find(({ length }) => length > 0) ?? [];
  const scoreOf = (group: FailureGroup) =>
    groups
      .filter((other) => other === group || explainers.get(other)?.includes(group))
      .reduce((sum, { pattern, count }) => sum + count * (WEIGHTS[pattern] ?? 1), 0);
  const contenders = contendersAmong(candidates, scoreOf);
  const [earliest] = contenders;
  if (earliest === undefined) return undefined;
  const began = positionOf(earliest.first) + together;
  const cause = contenders
    .filter(({ first }) => positionOf(first) <= began)
    .reduce((best, group) => (scoreOf(group) > scoreOf(best) ? group : best));
  const others = groups
    .filter((group) => group !== cause)
    .map((group) => placeBeside(group, cause, { noise, contenders, isSymptom: explainers.get(group)?.length !== 0 }));
  return { cause, others, contested: others.some(({ standing }) => standing === "rival") };
}

/** Known before unknown, and none that is odd beside the strongest; in the order in which they began. */
function contendersAmong(
  candidates: readonly FailureGroup[],
  scoreOf: (group: FailureGroup) => number,
): readonly FailureGroup[] {
  const best = Math.max(0, ...candidates.map(scoreOf));
  const strong = candidates.filter((group) => {
    const score = scoreOf(group);
    return score >= best * SHARE_OF_CAUSE && (score > 1 || best < FLOOD);
  });
  const known = strong.filter(({ pattern }) => pattern !== "unknown");
  return known.length > 0 ? known : strong;
}

/** The less, the nearer to a cause: only a lower one explains a higher one. */
function depthOf(group: FailureGroup): number {
  if (group.pattern === "unknown") return 5;
  if (group.pattern === "crash-loop") return group.fromOutside ? 4 : 2;
  if (group.pattern === "framework-error-handler") return 3;
  if (group.symptom) return 3;
  return group.pattern === "timeout" ? 1 : 0;
}

function explainersOf(
  symptom: FailureGroup,
  weighing: Weighing,
  noise: ReadonlySet<FailureGroup>,
): readonly FailureGroup[] {
  return weighing.groups.filter((group) => {
    if (group === symptom) return false;
    const [inner, outer] = [depthOf(group), depthOf(symptom)];
    if (inner > outer) return false;
    if (leadsWithinRequests(group, symptom, weighing)) return true;
    return inner < outer && !noise.has(group) && isFollowedBy(group, symptom, weighing);
  });
}

/** Most requests that failed with the symptom had failed with the cause before. */
function leadsWithinRequests(cause: FailureGroup, symptom: FailureGroup, { positionOf }: Weighing): boolean {
  if (symptom.requests.size === 0) return false;
  const firsts = firstByRequest(cause);
  const isBefore = (one: Occurrence, other: Occurrence) =>
    positionOf(one) < positionOf(other) || (positionOf(one) === positionOf(other) && one.line < other.line);
  const led = [...firstByRequest(symptom)].filter(([request, first]) => {
    const earlier = firsts.get(request);
    return earlier !== undefined && (isBefore(earlier, first) || depthOf(cause) < depthOf(symptom));
  });
  return led.length * 2 >= symptom.requests.size;
}

function firstByRequest({ occurrences }: FailureGroup): ReadonlyMap<string, Occurrence> {
  const firsts = new Map<string, Occurrence>();
  for (const one of occurrences) {
    if (one.requestId !== undefined && !firsts.has(one.requestId)) firsts.set(one.requestId, one);
  }
  return firsts;
}

function isFollowedBy(cause: FailureGroup, symptom: FailureGroup, weighing: Weighing): boolean {
  const { positionOf, together } = weighing;
  if (positionOf(cause.first) > positionOf(symptom.first) + together) return false;
  if (symptom.pattern === "crash-loop") return cause.crash || precedesMost(cause, symptom, weighing);
  if (areApart(cause, symptom)) return false;
  const share = SHARE_OF_SYMPTOM[symptom.pattern] ?? USUAL_SHARE_OF_SYMPTOM;
  return cause.count >= symptom.count * share;
}

/** Both name requests, or dependencies, and they are different ones. */
function areApart(cause: FailureGroup, symptom: FailureGroup): boolean {
  const bothNumbered = [cause, symptom].every(({ requests, occurrences }) => requests.size * 2 >= occurrences.length);
  const shared = [...symptom.requests].some((request) => cause.requests.has(request));
  if (bothNumbered && !shared) return true;
  return cause.component !== symptom.component && isDependency(cause.component) && isDependency(symptom.component);
}

function isDependency(component: string): boolean {
  return !["own-code", "platform", "network", "unknown"].includes(component);
}

/** A failure of the cause stands shortly before most deaths of the process. */
function precedesMost(cause: FailureGroup, death: FailureGroup, { positionOf, together }: Weighing): boolean {
  const positions = cause.occurrences.map(positionOf);
  let next = 0;
  const followed = death.occurrences.filter((one) => {
    const end = positionOf(one);
    while ((positions[next + 1] ?? Number.POSITIVE_INFINITY) <= end) next += 1;
    const before = positions[next] ?? Number.POSITIVE_INFINITY;
    return before <= end && end - before <= together;
  });
  return followed.length * 2 >= death.occurrences.length;
}

/** It was there when all was well, or went on as before while another began. */
function isNoise(group: FailureGroup, weighing: Weighing): boolean {
  if (isOld(group, weighing.baseline)) return weighing.groups.some((other) => !isOld(other, weighing.baseline));
  return weighing.groups.some((other) => other !== group && isSteadyBeside(group, other, weighing));
}

function isOld({ occurrences }: FailureGroup, baseline: ReadonlySet<string> | undefined): boolean {
  if (baseline === undefined) return false;
  return occurrences.every(({ signature }) => signature !== undefined && baseline.has(signature));
}

function isSteadyBeside(group: FailureGroup, other: FailureGroup, { positionOf, span }: Weighing): boolean {
  const length = span.to - span.from;
  const onset = positionOf(other.first);
  if (length <= 0 || other.count < LEAST_NOISE || onset - span.from < length / 4) return false;
  if (group.crash || positionOf(group.first) - span.from > (onset - span.from) / 2) return false;
  const before = countTimes(group.occurrences.filter((one) => positionOf(one) < onset));
  const after = group.count - before;
  if (before < LEAST_NOISE) return false;
  const rateBefore = before / (onset - span.from);
  return after / Math.max(span.to - onset, length / 100) <= rateBefore * STEADY_FACTOR;
}

interface Standing {
  readonly noise: ReadonlySet<FailureGroup>;
  readonly contenders: readonly FailureGroup[];
  readonly isSymptom: boolean;
}

function placeBeside(group: FailureGroup, cause: FailureGroup, { noise, contenders, isSymptom }: Standing): Other {
  const name = `${cause.pattern} (${cause.component})`;
  if (isSymptom && depthOf(group) > 0) {
    return {
      group,
      standing: "symptom",
      why: `A symptom: it follows failures of another cause, in time or within the same requests`,
    };
  }
  if (isSymptom) return { group, standing: "symptom", why: "Its requests had failed before, with another cause" };
  if (noise.has(group)) {
    return { group, standing: "noise", why: `Old noise: it failed as often before ${name} began` };
  }
  if (!contenders.includes(group)) {
    const times = `${group.count} beside ${cause.count}`;
    return { group, standing: "odd", why: `Too few to explain the rest: ${times} of ${name}` };
  }
  const weak = group.count < cause.count * SHARE_OF_CAUSE;
  if (weak) return { group, standing: "later", why: `It began after ${name} and explains less` };
  return { group, standing: "rival", why: `It began after ${name}, and may be a fault of its own` };
}
