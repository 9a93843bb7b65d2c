/** The verdict by rule: confirmed only with a mechanism, in time, and without a rival that still stands. */

import { MINUTE } from "../../domain/instant.ts";
import type { CaseVerdict } from "./case-answer.ts";
import type { CaseCause, CaseHypothesis } from "./hypothesis.ts";
import { lookFirst } from "./look-first.ts";
import type { WeighingGround } from "./weighing-ground.ts";

/** Less than this speaks for nothing. */
const SUPPORTED = 3;
/** A rival so near to the first still stands. */
const NEAR = 2;
/** One that has a mechanism of its own and came in time stands longer. */
const NEAR_WITH_MECHANISM = 3.5;
/** Within the grid of most metrics, and of a deployment that rolls out. */
const EXACT = 3 * MINUTE;
const LONG = 15 * MINUTE;
/** Time and place alone come to so much, less what speaks against it. */
const LEADS = 2.5;
const CLEARLY = 1;
const UNKNOWN: CaseCause = { kind: "unknown", id: "unknown" };
/** So near, the order of two says nothing. */
const EQUAL = 0.3;

const ORIGINS: Readonly<Record<CaseCause["kind"], CaseVerdict["origin"]>> = {
  commit: "own-code",
  deploy: "own-code",
  dependency: "own-code",
  variable: "config",
  flag: "config",
  model: "config",
  external: "external",
  traffic: "external",
  data: "external",
  certificate: "config",
  infrastructure: "external",
  quota: "config",
  none: "none",
  unknown: "unknown",
};

/** Hypotheses come with the strongest first. */
export function reachCaseVerdict(ground: WeighingGround, hypotheses: readonly CaseHypothesis[]): CaseVerdict {
  const { theCase, first } = ground;
  const [top] = hypotheses;
  if (top === undefined || !isSupported(top)) {
    const leader = findLeader(hypotheses);
    return leader === undefined ? undecided(ground, hypotheses) : withoutMechanism(leader, ground);
  }
  const rivals = rivalsOf(top, hypotheses);
  const equal = rivals.find(({ score }) => top.score - score <= EQUAL);
  if (equal !== undefined && top.mechanism !== "full") return undecided(ground, [top, equal]);
  const nearer = hypotheses.find((other) => isMuchNearer(other, top));
  const isConfirmed = top.mechanism === "full" && top.isTimely && rivals.length === 0 && nearer === undefined;
  const beside =
    rivals.length === 0 ? "" : ` ${rivals.map(({ cause }) => nameCause(cause)).join(", ")} could not be ruled out.`;
  return {
    status: isConfirmed ? "confirmed" : "likely",
    cause: top.cause,
    component: lookFirst(top.component, top.cause, ground),
    origin: originOf(top, ground),
    summary: `${capitalise(nameCause(top.cause))}: ${firstFor(top)} First failing: ${first.component}.${beside}`,
    missing: theCase.unseen,
    nextProbe: top.refuteBy,
  };
}

/** It may be blamed: it has a mechanism, and more speaks for it than against. */
export function isSupported({ score, mechanism, isRuledOut }: CaseHypothesis): boolean {
  return score >= SUPPORTED && mechanism !== "none" && !isRuledOut;
}

/** What still stands beside the first. */
export function rivalsOf(top: CaseHypothesis, hypotheses: readonly CaseHypothesis[]): readonly CaseHypothesis[] {
  return hypotheses.filter((other) => {
    if (other === top || !isSupported(other) || isLinked(top, other)) return false;
    const standsUntil = other.mechanism === "full" && other.isTimely ? NEAR_WITH_MECHANISM : NEAR;
    return top.score - other.score < standsUntil;
  });
}

/** What came into effect as it began, while the first had run for long: it need not be the cause, but nobody can be sure. */
function isMuchNearer(other: CaseHypothesis, top: CaseHypothesis): boolean {
  if (other === top || other.isRuledOut || isLinked(top, other) || other.nearness?.isHere !== true) return false;
  return isExact(other) && (top.nearness?.lagMs ?? 0) > LONG;
}

function isExact({ nearness }: CaseHypothesis): boolean {
  const lag = nearness?.lagMs ?? Number.POSITIVE_INFINITY;
  return lag <= EXACT && lag >= -EXACT;
}

/** The only one that came into effect in that place just then; or the one for which clearly most speaks. */
function findLeader(hypotheses: readonly CaseHypothesis[]): CaseHypothesis | undefined {
  const near = hypotheses
    .filter((one) => !one.isRuledOut && one.nearness?.isHere === true && isExact(one) && one.cause.kind !== "deploy")
    .sort((one, other) => totalOf(other) - totalOf(one));
  const [leader] = near;
  if (leader === undefined || totalOf(leader) < LEADS) return undefined;
  const next = near.find((other) => other !== leader && !isLinked(leader, other));
  const best = hypotheses.find((other) => other !== leader && !other.isRuledOut && !isLinked(leader, other));
  const isAhead = next === undefined || totalOf(leader) - totalOf(next) >= CLEARLY;
  return isAhead && (best === undefined || best.score <= Math.max(leader.score, totalOf(leader))) ? leader : undefined;
}

function totalOf({ nearness }: CaseHypothesis): number {
  return nearness?.total ?? 0;
}

function withoutMechanism(leader: CaseHypothesis, ground: WeighingGround): CaseVerdict {
  return {
    status: "likely",
    cause: leader.cause,
    component: lookFirst(leader.component, leader.cause, ground),
    origin: originOf(leader, ground),
    summary: `${capitalise(nameCause(leader.cause))}: ${firstFor(leader)} No other came into effect there just then. First failing: ${ground.first.component}.`,
    missing: [...ground.theCase.unseen, "How it makes these failures was not seen."],
    nextProbe: leader.refuteBy,
  };
}

/** A commit and the deployment that brought it are one candidate. */
function isLinked(one: CaseHypothesis, other: CaseHypothesis): boolean {
  return one.linked.includes(other.cause.id) || other.linked.includes(one.cause.id);
}

function undecided(ground: WeighingGround, hypotheses: readonly CaseHypothesis[]): CaseVerdict {
  const { theCase, first } = ground;
  const open = hypotheses.filter((one) => !one.isRuledOut && one.score > 0).slice(0, 2);
  const names = open.map(({ cause }) => nameCause(cause)).join(" or ");
  const candidates = names === "" ? "No candidate has a mechanism." : `Next to look at: ${names}.`;
  return {
    status: "inconclusive",
    cause: UNKNOWN,
    component: lookFirst(first.component, UNKNOWN, ground),
    origin: "unknown",
    summary: `${first.component} fails first, and what was seen does not tell why. ${candidates}`,
    missing:
      theCase.unseen.length > 0
        ? theCase.unseen
        : ["Nothing seen leads from a change, or from outside, to what fails."],
    nextProbe: open[0]?.refuteBy ?? `Read the log of ${first.component} from just before it began.`,
  };
}

function originOf({ cause, component }: CaseHypothesis, ground: WeighingGround): CaseVerdict["origin"] {
  if (cause.kind === "certificate" && ground.first.isOnlyNamed && component === ground.first.component)
    return "external";
  return ORIGINS[cause.kind];
}

function firstFor({ for: reasons }: CaseHypothesis): string {
  return reasons
    .slice(0, 3)
    .map(({ says }) => says)
    .join(" ");
}

/** `commit 1a2b3c4`, `an external failure`. */
export function nameCause({ kind, id }: CaseCause): string {
  const words: Readonly<Partial<Record<CaseCause["kind"], string>>> = {
    external: "a failure of another's service",
    traffic: "more traffic",
    data: "bad data",
    certificate: "a certificate",
    infrastructure: "the platform",
    quota: "a quota",
    none: "nothing",
    unknown: "an unknown cause",
  };
  return words[kind] ?? `${kind} ${id}`;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
