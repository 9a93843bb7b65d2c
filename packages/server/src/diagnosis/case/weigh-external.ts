/** That a service of somebody else fails: what it says of itself, who else sees it, and whether it works from elsewhere. */

import type { CaseCheck } from "./case.ts";
import type { Weight } from "./hypothesis.ts";
import { dependenciesIn, isOutside } from "./name-dependency.ts";
import { textOf, type Weighed, weigh } from "./no-change-weight.ts";
import { STATEMENT, tellsOf } from "./no-change-words.ts";
import type { Symptom } from "./symptom.ts";
import type { WeighingGround } from "./weighing-ground.ts";

const OF_THE_CALLED: readonly Symptom[] = ["server-error", "refused", "timeout", "unresolved"];
/** What a dependency answers to how we ask. */
const OF_THE_ASKING: readonly Symptom[] = [
  "rate-limit",
  "quota",
  "auth",
  "tls",
  "validation",
  "context-length",
  "not-found",
];
const TROUBLE = /status ?page|incident|outage|degraded|disruption|major|partial|elevated|known issue|investigating/i;
/** Asked by somebody else, or over another way. */
const ELSEWHERE =
  /outside|elsewhere|laptop|workstation|\bcurl\b|by hand|manual\w{0,2}|external(?:ly)? (?:probe|monitor|check)|third.party|(?:another|other|different|second) (?:account|network|region|host|machine|workspace|key|provider|client|location|office|tenant)|downdetector|synthetic/i;

export function weighExternal(ground: WeighingGround): Weighed {
  const place = weighPlace(ground);
  const saying = weighStatement(ground);
  const proofs = [...saying, ...weighChecks(ground), ...weighCallers(ground)];
  const weights = [saying.length > 0 ? { ...place, points: Math.max(place.points, 3) } : place, ...proofs];
  if (place.points < 0 && saying.length === 0) return { weights, mechanism: "none" };
  const isProven = proofs.some(({ points }) => points > 0);
  const isFull = isProven && (weights[0]?.points ?? 0) >= 2.5;
  return {
    weights,
    mechanism: isFull ? "full" : "part",
    isStated: isFull && proofs.some(({ points }) => points >= 2.5),
  };
}

function weighPlace(ground: WeighingGround): Weight {
  const { first, symptoms } = ground;
  const shown = OF_THE_CALLED.filter((symptom) => symptoms.has(symptom));
  const cites = first.signals.slice(0, 2);
  if (isOthers(ground)) {
    const says = `${first.component} is not ours and fails first${withSymptoms(shown)}.`;
    return weigh(pointsOutside(ground, shown), says, cites);
  }
  if (shown.length > 0 && isDependency(ground))
    return weigh(3, `${first.component} does not answer as it should${withSymptoms(shown)}.`, cites);
  const named = outsideNamed(ground);
  if (named !== undefined && symptoms.has("auth")) return weigh(3, `${named} refuses us.`, cites);
  if (named !== undefined && first.signals.some(({ calls }) => calls?.includes(named) === true))
    return weigh(3, `${first.component} waits for ${named}.`, cites);
  return weigh(-1, `${first.component} fails first, which is ours.`, cites);
}

/** By its name, or by what its calls name: nobody of us committed to it. */
function isOthers(ground: WeighingGround): boolean {
  return isOutside(ground.first.component) || (isDependency(ground) && outsideNamed(ground) !== undefined);
}

/** The first dependency that its failures name, if it is not ours. */
export function outsideNamed({ first }: WeighingGround): string | undefined {
  const named = first.signals.flatMap(({ blames, text, source }) =>
    source === "metric" ? [] : [blames ?? dependenciesIn(text)[0] ?? ""],
  );
  return named.find(isOutside);
}

function pointsOutside({ first, symptoms }: WeighingGround, shown: readonly Symptom[]): number {
  const asking = OF_THE_ASKING.filter((symptom) => symptoms.has(symptom));
  if (asking.includes("auth")) return 3;
  if (asking.length > 0) return 1;
  return shown.length > 0 || first.signals.some(({ source }) => source === "trace") ? 4 : 2.5;
}

function withSymptoms(symptoms: readonly Symptom[]): string {
  return symptoms.length === 0 ? "" : ` (${symptoms.slice(0, 3).join(", ")})`;
}

/** A store, or what nobody of us changes, measures or logs, and what calls nobody. */
function isDependency(ground: WeighingGround): boolean {
  const { first } = ground;
  return first.isOnlyNamed || dependenciesIn(first.component).length > 0 || isUnwatched(ground);
}

/** Where others are measured or write logs and it does not, it is not one of ours. */
export function isUnwatched({ first, theCase, graph }: WeighingGround): boolean {
  const { component } = first;
  const isWatched =
    theCase.changes.some(({ service }) => service === component) ||
    theCase.series.some(({ service }) => service === component) ||
    first.signals.some(({ source }) => source === "log");
  const areOthers =
    theCase.series.some(({ service }) => graph.calleesOf(service).has(component)) || theCase.logs.length > 1;
  return !isWatched && areOthers && graph.calleesOf(component).size === 0 && graph.hasCallers(component);
}

/** What another says of itself outranks what we think of it; of our own services it may be one of ours that speaks. */
function weighStatement(ground: WeighingGround): readonly Weight[] {
  const { first } = ground;
  const isAnothers = isOutside(first.component) || outsideNamed(ground) !== undefined || isDependency(ground);
  const said = [textOf(ground), ...ground.samples].join("\n");
  const match = isAnothers ? STATEMENT.exec(said) : null;
  if (match === null) return [];
  return [
    weigh(2.5, `It says itself that it is at fault or stopped serving this: "${match[0]}".`, first.signals.slice(0, 1)),
  ];
}

function weighChecks(ground: WeighingGround): readonly Weight[] {
  const about = ground.theCase.checks.filter((check) => isAbout(check, ground));
  return about.slice(0, 6).flatMap((check): readonly Weight[] => {
    const cite = [`check-${check.name}`];
    const isElsewhere = ELSEWHERE.test(check.text);
    if (check.failing && isElsewhere) return [weigh(3, "A check from elsewhere fails too.", cite)];
    if (check.failing && TROUBLE.test(check.text))
      return [weigh(2.5, "A check says that the dependency has an incident.", cite)];
    if (check.failing) return [];
    if (isElsewhere) return [weigh(-4, "It works from elsewhere.", cite)];
    if (tellsOf(check.text, TROUBLE)) return [];
    return [weigh(-1, "A check says that the dependency is well.", cite)];
  });
}

/** It names the dependency that fails, or no dependency at all where one of others' fails. */
function isAbout({ name, text }: CaseCheck, ground: WeighingGround): boolean {
  const named = dependenciesIn(`${name}\n${text}`);
  const suspect = outsideNamed(ground) ?? ground.first.component;
  if (`${name}\n${text}`.toLowerCase().includes(suspect.toLowerCase())) return true;
  if (named.length > 0) return dependenciesIn(suspect).some((one) => named.includes(one));
  return isOutside(suspect) && (TROUBLE.test(text) || ELSEWHERE.test(text));
}

function weighCallers({ graph, first, signals }: WeighingGround): readonly Weight[] {
  if (!isOutside(first.component)) return [];
  const affected = new Set(signals.map(({ service }) => service));
  const callers = [...affected].filter((service) => graph.calleesOf(service).has(first.component)).sort();
  const isSeenByMany = new Set(first.signals.map(({ text }) => text)).size > 1 && callers.length > 1;
  if (!isSeenByMany) return [];
  return [
    weigh(1.5, `Several services see ${first.component} fail: ${callers.join(", ")}.`, first.signals.slice(0, 3)),
  ];
}
