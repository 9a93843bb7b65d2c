/** One change as the cause: its time, its place, what it touches and what it does. */

import { MINUTE } from "../../domain/instant.ts";
import { weighCalm } from "./calm-before.ts";
import type { Change, ChangeProof, Span } from "./case.ts";
import { type ChangeFacts, readChangeFacts } from "./change-facts.ts";
import { type Gated, openGate } from "./gated-code.ts";
import { type CaseHypothesis, sumOf, toArguments, type Weight } from "./hypothesis.ts";
import { dependenciesIn, isOutside } from "./name-dependency.ts";
import { type Doing, isAnswerFromOutside, judgeMechanism, readDoing } from "./read-doing.ts";
import { type Effect, planEffects } from "./take-effect.ts";
import { type IsRare, type Lengths, touchFailure, vocabularyOf } from "./touch-failure.ts";
import { weighPlace } from "./weigh-place.ts";
import { fitSplit } from "./weigh-split.ts";
import { weighTiming } from "./weigh-timing.ts";
import type { WeighingGround } from "./weighing-ground.ts";

const POINTS = { harmless: -6, words: -2, before: -2, answered: -2.5, unnamed: -1, offStack: -1.5 } as const;
/** What is ruled out may still be listed. */
const MOST_RULED_OUT = 2;
/** What a switch opens did nothing before. */
const MOST_BEFORE_SWITCH = 2;
/** What a caller does makes another service fail by itself less often than what that service does. */
const BY_CALLER = 0.7;
/** Deployments roll out, and clocks differ. */
const SLACK = MINUTE;

export function weighChanges(ground: WeighingGround): readonly CaseHypothesis[] {
  const { changes } = ground.theCase;
  const users = countUsers(changes);
  const isRare: IsRare = (name) => (users.get(name) ?? 0) <= Math.max(2, changes.length / 3);
  const lengths = measureLengths(ground);
  const effects = planEffects(changes);
  const weighed = changes.map((change) => {
    const weighing = { change, effect: effects(change), ground, isRare, lengths, evidence: [`change-${change.id}`] };
    return change.proof === undefined ? weighChange(weighing) : takeProof(change.proof, weighing);
  });
  const byId = new Map(weighed.map((one) => [one.cause.id, one]));
  const opened = new Set(
    weighed.filter(({ isRuledOut, score }) => !isRuledOut && score >= 3).flatMap(({ opens }) => opens),
  );
  return weighed.map((one) => yieldToSwitch(yieldToBrought(one, byId), opened));
}

function measureLengths({ theCase, first }: WeighingGround): Lengths {
  const suffering = theCase.spans.filter(({ service }) => first.affected.includes(service));
  const lengthsOf = (spans: readonly Span[]): readonly number[] => spans.map(({ durationMs }) => durationMs);
  return {
    failed: lengthsOf(suffering.filter(({ failed, start }) => failed && start >= first.at)),
    before: lengthsOf(suffering.filter(({ start }) => start < first.at)),
  };
}

/** How many changes name each name. */
function countUsers(changes: readonly Change[]): ReadonlyMap<string, number> {
  const users = new Map<string, number>();
  for (const change of changes) {
    for (const name of vocabularyOf(change)) users.set(name, (users.get(name) ?? 0) + 1);
  }
  return users;
}

interface Weighing {
  readonly change: Change;
  readonly effect: Effect;
  readonly ground: WeighingGround;
  readonly isRare: IsRare;
  readonly lengths: Lengths;
  readonly evidence: readonly string[];
}

interface WeighedChange extends CaseHypothesis {
  /** Commits that this switch lets run. */
  readonly opens: readonly string[];
}

function weighChange(weighing: Weighing): WeighedChange {
  const { ground, isRare, lengths, effect, evidence } = weighing;
  const gate = openGate(weighing.change, ground.theCase.changes);
  const { change } = gate;
  const facts = withName(change, readChangeFacts(change));
  const touch = touchFailure(change, facts, { names: ground.names, isRare, lengths });
  const does = readDoing(change, facts, { ground, touch });
  const fit = fitSplit(change, effect, ground);
  const timing = weighTiming(effect, does, { first: ground.first, evidence });
  const place = weighPlace(weighing, ground);
  const calm = weighCalm({ change, at: effect.at, isScheduled: does.isScheduled }, ground);
  const isKnown = change.kind !== "deploy" || effect.linked.length > 0;
  const isAtStep = timing.isAtStep && place.isNear && calm === undefined && isKnown;
  const weights = [
    timing,
    ...(calm === undefined ? [] : [calm]),
    place,
    weighTouch(touch, facts, weighing),
    { points: does.points * (place.isOfCaller ? BY_CALLER : 1), says: does.says, evidence },
    ...weighGate(gate, weighing),
    ...fit.weights,
    ...weighInnocence(facts, does, weighing),
    ...weighNovelty(weighing),
  ];
  const isRuledOut = timing.isTooLate || facts.isHarmless;
  return {
    cause: { kind: change.kind, id: change.id },
    score: isRuledOut ? Math.min(sumOf(weights), MOST_RULED_OUT) : sumOf(weights),
    ...toArguments(weights),
    refuteBy: refuteBy(change),
    mechanism: fit.isMechanism ? "full" : judgeMechanism(does, { ground, touch, isAtStep }),
    isTimely: calm === undefined && timing.isTimely && !place.isElsewhere,
    isRuledOut,
    component: componentFor(effect, ground),
    linked: [...effect.linked, ...gate.commits],
    opens: gate.commits,
    ...(facts.isHarmless || facts.isWords || change.diff === ""
      ? {}
      : {
          nearness: {
            lagMs: effect.at === undefined ? undefined : ground.first.at - effect.at,
            isHere: place.isFirst,
            total: sumOf(weights),
          },
        }),
  };
}

/** What speaks for it that it did no harm. */
function weighInnocence(
  { isHarmless, isWords }: ChangeFacts,
  { isAnsweredSo }: Doing,
  weighing: Weighing,
): readonly Weight[] {
  const { evidence, ground } = weighing;
  const reasons: readonly (readonly [boolean, number, string])[] = [
    [isHarmless, POINTS.harmless, "It changes only documents, tests, comments or layout."],
    [isWords, POINTS.words, "It changes only words for people."],
    [isAnsweredSo, POINTS.answered, `${ground.first.component} answers so, and nothing in it makes it do that.`],
  ];
  return reasons.flatMap(([isSo, points, says]) => (isSo ? [{ points, says, evidence }] : []));
}

/** What the history of the lines proved is not weighed again. */
function takeProof(proof: ChangeProof, { change, effect, ground }: Weighing): WeighedChange {
  return {
    ...proof,
    cause: { kind: change.kind, id: change.id },
    refuteBy: refuteBy(change),
    component: componentFor(effect, ground),
    linked: effect.linked,
    opens: [],
    isProven: true,
  };
}

function weighGate({ commits }: Gated, { evidence }: Weighing): readonly Weight[] {
  if (commits.length === 0) return [];
  const cites = [...evidence, ...commits.slice(0, 3).map((id) => `change-${id}`)];
  return [{ points: 1, says: `It switches on what ${commits.slice(0, 3).join(", ")} brought.`, evidence: cites }];
}

/** Of a variable whose values nobody may see, the name tells what it sets. */
function withName({ kind, id }: Change, facts: ChangeFacts): ChangeFacts {
  const isBare = kind === "variable" && facts.added.length + facts.removed.length === 0;
  return isBare ? { ...facts, added: [id] } : facts;
}

function weighTouch(
  touch: { readonly strength: number; readonly says: readonly string[] },
  { files }: ChangeFacts,
  { ground, change, evidence }: Weighing,
): Weight {
  const { frames } = ground.names;
  if (touch.strength === 0) {
    const isOff = change.kind === "commit" && files.length > 0 && frames.length > 0;
    return isOff
      ? { points: POINTS.offStack, says: "Nothing of it is in the stack or named by what fails.", evidence }
      : { points: POINTS.unnamed, says: "Nothing of it is named by what fails.", evidence };
  }
  const share = isAnswerFromOutside(ground) ? 0.5 : 0.8;
  const cites = [...evidence, ...ground.first.signals.slice(0, 2).map(({ id }) => id)];
  return { points: touch.strength * share, says: `It ${touch.says.join("; ")}.`, evidence: cites };
}

/** What was there before a change took effect is not of its making. */
function weighNovelty({ effect, ground, evidence }: Weighing): readonly Weight[] {
  const own = ground.first.signals.filter(({ source, isWeak }) => source === "log" && !isWeak);
  const { at } = effect;
  if (at === undefined || own.length === 0) return [];
  if (!own.every(({ wasThere, firstAt }) => wasThere && firstAt < at - SLACK)) return [];
  return [
    {
      points: POINTS.before,
      says: "The same failure was there before, though less often.",
      evidence: [...evidence, ...own.slice(0, 1).map(({ id }) => id)],
    },
  ];
}

/** The one that fails first, or the changed service where one of ours is only named by it. */
function componentFor({ services }: Effect, { first }: WeighingGround): string {
  const [service] = services;
  const isOurs = dependenciesIn(first.component).length === 0 && !isOutside(first.component);
  return first.isOnlyNamed && isOurs && service !== undefined ? service : first.component;
}

/** A deployment brings commits; it is a cause of its own only where none of them explains the failure. */
function yieldToBrought(one: WeighedChange, byId: ReadonlyMap<string, WeighedChange>): WeighedChange {
  if (one.cause.kind !== "deploy" || one.isRuledOut || one.isProven) return one;
  const brought = one.linked.flatMap((id) => byId.get(id) ?? []).filter(({ cause }) => cause.kind !== "deploy");
  const [best] = brought.sort((left, right) => right.score - left.score);
  if (best === undefined) return one;
  return yieldTo(one, best.score - 0.5, {
    id: best.cause.id,
    says: `It brought ${best.cause.id}, which is weighed by itself.`,
  });
}

/** Code that only ran when it was switched on is not to blame for the moment. */
function yieldToSwitch(one: WeighedChange, opened: ReadonlySet<string>): WeighedChange {
  if (one.cause.kind !== "commit" || one.isRuledOut || one.isProven || !opened.has(one.cause.id)) return one;
  return yieldTo(one, MOST_BEFORE_SWITCH, { id: one.cause.id, says: "It ran only when it was switched on." });
}

function yieldTo(
  one: WeighedChange,
  score: number,
  { id, says }: { readonly id: string; readonly says: string },
): WeighedChange {
  return {
    ...one,
    score: Math.min(one.score, score),
    against: [...one.against, { says, evidence: [`change-${id}`] }],
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
