/** A service that slows down or starves by itself, with no word of why: nothing was asked of it that is new, and nobody changed it. */

import { HOUR, type Instant } from "../../domain/instant.ts";
import type { Change } from "./case.ts";
import { readChangeFacts } from "./change-facts.ts";
import type { Weight } from "./hypothesis.ts";
import { askedOf, entryRise, measureDemand } from "./measure-demand.ts";
import { capitalise, weigh } from "./no-change-weight.ts";
import type { CaseSignal } from "./signal.ts";
import type { Symptom } from "./symptom.ts";
import { planEffects } from "./take-effect.ts";
import { isUnwatched } from "./weigh-external.ts";
import type { WeighingGround } from "./weighing-ground.ts";

/** What code of ours has no words for when its machine, its disk or its network is at fault. */
const WITHOUT_WORDS: ReadonlySet<Symptom> = new Set([
  "latency",
  "errors",
  "timeout",
  "cpu",
  "memory",
  "disk",
  "pool",
  "backlog",
  "crash",
  "silence",
  "refused",
  "server-error",
  "traffic",
  "database",
]);
const RESOURCES: readonly Symptom[] = ["cpu", "disk", "memory", "crash", "pool"];
/** What was brought so long before, and made no noise, is not suspected without a reason. */
const LATELY = 2 * HOUR;
const USUAL = 1.4;

export function weighQuietFault(ground: WeighingGround): readonly Weight[] {
  const { first, graph, theCase } = ground;
  const own = first.signals.filter(({ isWeak, source }) => !isWeak && source !== "log");
  const isQuiet = [...ground.symptoms].every((symptom) => WITHOUT_WORDS.has(symptom)) && !hasWords(first.signals);
  if (own.length === 0 || !isQuiet || first.isOnlyNamed || isUnwatched(ground)) return [];
  const suffers = first.affected.some((service) => graph.calleesOf(first.component).has(service));
  const rise = entryRise(measureDemand(theCase.series, first.at), graph);
  const isDriven =
    ground.signals.some(({ drives }) => drives === first.component) ||
    askedOf(first.component, theCase.series, first.at) >= USUAL;
  if (suffers || isDriven || (rise !== undefined && rise >= USUAL)) return [];
  const touched = theCase.changes.filter((change) => mayTouch(change, ground));
  if (touched.length > 0) return [];
  const says = `${first.component} suffers by itself: no more is asked of the system, what it calls is well, and nothing touched it for ${LATELY / HOUR} hours.`;
  const scarce = own.find(({ symptoms }) => symptoms.some((one) => RESOURCES.includes(one)));
  return [
    weigh(3, says, own.slice(0, 2)),
    ...(scarce === undefined ? [] : [weigh(1, `${capitalise(scarce.says)}.`, [scarce])]),
  ];
}

/** An error in words of our code, rather than of a connection. */
function hasWords(signals: readonly CaseSignal[]): boolean {
  const told = signals.filter(({ source, isWeak }) => source === "log" && !isWeak);
  return told.some(({ symptoms }) => symptoms.length === 0 || symptoms.some((one) => !WITHOUT_WORDS.has(one)));
}

/** It works in the service that suffers, or nobody knows where; documents and tests work nowhere. */
function mayTouch(change: Change, { theCase, first }: WeighingGround): boolean {
  const { at, services } = planEffects(theCase.changes)(change);
  if (!isLately(at, first.at)) return false;
  if (services.length > 0 && !services.includes(first.component)) return false;
  return !readChangeFacts(change).isHarmless;
}

function isLately(at: Instant | undefined, onset: Instant): boolean {
  return at === undefined || (at <= onset + HOUR / 30 && at >= onset - LATELY);
}
