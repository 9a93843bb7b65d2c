/** One change as the cause: its time, its place, what it touches and what it does. */

import { HOUR, MINUTE, writeDuration, writeInstant } from "../../domain/instant.ts";
import { weighCalm } from "./calm-before.ts";
import type { Change } from "./case.ts";
import { type ChangeFacts, readChangeFacts } from "./change-facts.ts";
import { type Gated, openGate } from "./gated-code.ts";
import { type CaseHypothesis, sumOf, toArguments, type Weight } from "./hypothesis.ts";
import { isLockFile } from "./is-lock-file.ts";
import { dependenciesIn, isOutside, isStore } from "./name-dependency.ts";
import { type Doing, isAnswerFromOutside, readDoing } from "./read-doing.ts";
import { GENERAL, type Symptom } from "./symptom.ts";
import { type Effect, planEffects } from "./take-effect.ts";
import { type IsRare, touchFailure, vocabularyOf } from "./touch-failure.ts";
import { fitSplit } from "./weigh-split.ts";
import type { WeighingGround } from "./weighing-ground.ts";

const POINTS = {
  now: 2.5,
  soon: 2,
  hour: 1,
  day: 0,
  old: -1.5,
  slow: 1,
  after: -8,
  firstFailing: 2,
  calls: 1,
  called: 1,
  shared: 0.5,
  elsewhere: -2,
  harmless: -6,
  words: -2,
  before: -2,
  unnamed: -1,
  offStack: -1.5,
} as const;
/** Without a mechanism, nearness in time and place is worth no more than this. */
const MOST_WITHOUT_MECHANISM = 2;
/** What a caller does makes another service fail by itself less often than what that service does. */
const BY_CALLER = 0.7;
/** These grow until something breaks, hours after what made them grow. */
const SLOW: readonly Symptom[] = ["memory", "disk", "backlog", "quota", "cost", "tls", "pool"];
/** Deployments roll out, and clocks differ. */
const SLACK = MINUTE;

export function weighChanges(ground: WeighingGround): readonly CaseHypothesis[] {
  const { changes } = ground.theCase;
  const users = countUsers(changes);
  const isRare: IsRare = (name) => (users.get(name) ?? 0) <= Math.max(2, changes.length / 3);
  const effects = planEffects(changes);
  const weighed = changes.map((change) =>
    weighChange({ change, effect: effects(change), ground, isRare, evidence: [`change-${change.id}`] }),
  );
  const byId = new Map(weighed.map((one) => [one.cause.id, one]));
  const opened = new Set(
    weighed.filter(({ isRuledOut, score }) => !isRuledOut && score >= 3).flatMap(({ opens }) => opens),
  );
  return weighed.map((one) => yieldToSwitch(yieldToCommit(one, byId), opened));
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
  readonly evidence: readonly string[];
}

interface WeighedChange extends CaseHypothesis {
  /** Commits that this switch lets run. */
  readonly opens: readonly string[];
}

function weighChange(weighing: Weighing): WeighedChange {
  const { ground, isRare, effect } = weighing;
  const gate = openGate(weighing.change, ground.theCase.changes);
  const { change } = gate;
  const facts = withName(change, readChangeFacts(change));
  const touch = touchFailure(change, facts, { names: ground.names, isRare });
  const fit = fitSplit(change, effect, ground);
  const doing = readDoing(change, facts, { ground, touch: touch.strength });
  const does: Doing = fit.isMechanism ? { ...doing, mechanism: "full" } : doing;
  const timing = weighTiming(weighing, does);
  const place = weighPlace(weighing);
  const isNear = ground.first.isOnlyNamed || place.points !== POINTS.calls;
  const calm = weighCalm({ change, at: effect.at, isScheduled: does.isScheduled }, ground);
  const weights = [
    timing,
    ...(calm === undefined ? [] : [calm]),
    place,
    weighTouch(touch, facts, weighing),
    { points: does.points * (isNear ? 1 : BY_CALLER), says: does.says, evidence: weighing.evidence },
    ...weighGate(gate, weighing),
    ...fit.weights,
    ...(facts.isHarmless
      ? [against(POINTS.harmless, "It changes only documents, tests, comments or layout.", weighing)]
      : []),
    ...(facts.isWords ? [against(POINTS.words, "It changes only words for people.", weighing)] : []),
    ...weighNovelty(weighing),
  ];
  const total = sumOf(weights);
  const isRuledOut = timing.points <= POINTS.after || facts.isHarmless;
  return {
    cause: { kind: change.kind, id: change.id },
    score: does.mechanism === "none" || isRuledOut ? Math.min(total, MOST_WITHOUT_MECHANISM) : total,
    ...toArguments(weights),
    refuteBy: refuteBy(change),
    mechanism: does.mechanism,
    isTimely: calm === undefined && timing.points >= POINTS.hour && place.points > POINTS.elsewhere,
    isRuledOut,
    component: componentFor(effect, ground),
    linked: [...effect.linked, ...gate.commits],
    opens: gate.commits,
    ...(facts.isHarmless || facts.isWords || change.diff === ""
      ? {}
      : {
          nearness: {
            lagMs: effect.at === undefined ? undefined : ground.first.at - effect.at,
            isHere: place.points >= POINTS.firstFailing,
            total,
          },
        }),
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

function against(points: number, says: string, { evidence }: Weighing): Weight {
  return { points, says, evidence };
}

function weighTiming({ effect, ground, evidence }: Weighing, { isScheduled }: Doing): Weight {
  const { first, symptoms } = ground;
  if (effect.at === undefined) return { points: 0, says: "Nothing tells when it was made.", evidence };
  const blur = Math.max(SLACK, ...first.signals.slice(0, 3).map(({ blurMs }) => blurMs));
  const cites = [...evidence, ...first.signals.slice(0, 1).map(({ id }) => id)];
  const lag = first.at - effect.at;
  const when = `It was ${effect.says} at ${writeInstant(effect.at)}`;
  if (lag < -blur)
    return { points: POINTS.after, says: `${when}, after it began at ${writeInstant(first.at)}.`, evidence: cites };
  const says = `${when}, ${writeDuration(Math.max(0, lag))} before it began.`;
  if (lag <= 3 * MINUTE) return { points: POINTS.now, says, evidence: cites };
  if (lag <= 15 * MINUTE) return { points: POINTS.soon, says, evidence: cites };
  if (lag <= 2 * HOUR) return { points: POINTS.hour, says, evidence: cites };
  const special = [...symptoms].filter((symptom) => !GENERAL.has(symptom));
  const isSlow = isScheduled || (special.length > 0 && special.every((symptom) => SLOW.includes(symptom)));
  if (isSlow && lag <= 36 * HOUR)
    return { points: POINTS.slow, says: `${says} Such failures take their time.`, evidence: cites };
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
  if (isStore(component) && ground.graph.calleesOf(services[0] ?? "").size === 0)
    return { points: 0, says: `It changes ${name}; nothing tells who uses ${component}.`, evidence };
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
function yieldToCommit(one: WeighedChange, byId: ReadonlyMap<string, WeighedChange>): WeighedChange {
  if (one.cause.kind !== "deploy" || one.isRuledOut) return one;
  const brought = one.linked.flatMap((id) => byId.get(id) ?? []).filter(({ cause }) => cause.kind === "commit");
  const [best] = brought.sort((left, right) => right.score - left.score);
  if (best === undefined) return one;
  return yieldTo(one, best.score - 0.5, {
    id: best.cause.id,
    says: `It brought ${best.cause.id}, which is weighed by itself.`,
  });
}

/** Code that only ran when it was switched on is not to blame for the moment. */
function yieldToSwitch(one: WeighedChange, opened: ReadonlySet<string>): WeighedChange {
  if (one.cause.kind !== "commit" || one.isRuledOut || !opened.has(one.cause.id)) return one;
  return yieldTo(one, MOST_WITHOUT_MECHANISM, { id: one.cause.id, says: "It ran only when it was switched on." });
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
