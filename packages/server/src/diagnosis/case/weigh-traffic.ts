/** That more was asked of us: demand that rose at the entry before anything failed, not calls that we make more of. */

import type { Instant } from "../../domain/instant.ts";
import type { Weight } from "./hypothesis.ts";
import { entryRise, isIncoming, isRate, measureDemand } from "./measure-demand.ts";
import { capitalise, type Weighed, weigh } from "./no-change-weight.ts";
import { TRIED_AGAIN } from "./no-change-words.ts";
import type { CaseSignal } from "./signal.ts";
import type { Symptom } from "./symptom.ts";
import type { WeighingGround } from "./weighing-ground.ts";

const RISE = 1.4;
/** From here on more demand breaks what was built for the usual. */
const BREAKS = 1.8;
const OF_LOAD: readonly Symptom[] = ["rate-limit", "pool", "cpu", "backlog", "memory", "timeout", "latency"];
export function weighTraffic(ground: WeighingGround): Weighed {
  const { first, theCase, graph, signals } = ground;
  const rise = entryRise(measureDemand(theCase.series, first.at), graph);
  const rates = signals.filter((signal) => signal.source === "metric" && hasRisen(signal, first.at));
  const risen = rates.find(({ service, name }) => isIncoming({ service, metric: name }, graph));
  if (risen !== undefined && (rise === undefined || rise >= RISE)) return weighRise(risen, ground);
  if (rise !== undefined) {
    const inside = rates[0] === undefined ? "" : ` ${capitalise(rates[0].says)}: we ask more often ourselves.`;
    const says = `What comes in did not rise before it began (${rise.toFixed(2)} times as much).${inside}`;
    return { weights: [weigh(-3, says, rates.slice(0, 1))], mechanism: "none" };
  }
  return { weights: [weigh(-1, "No request rate of the entry was measured.")], mechanism: "none" };
}

function hasRisen({ ratio = 1, at, blurMs, name }: CaseSignal, onset: Instant): boolean {
  return isRate(name) && Number.isFinite(ratio) && ratio >= RISE && at - blurMs <= onset;
}

function weighRise(risen: CaseSignal, ground: WeighingGround): Weighed {
  const ratio = risen.ratio ?? 1;
  const strained = OF_LOAD.filter((symptom) => ground.symptoms.has(symptom));
  const own = weighOwnCalls(ground);
  const weights = [
    weigh(4 + Math.min(1.5, Math.log2(ratio) / 2), `${capitalise(risen.says)}, before anything failed.`, [risen]),
    ...(strained.length > 0
      ? [weigh(1, `Load makes such failures (${strained.slice(0, 3).join(", ")}).`, ground.first.signals.slice(0, 1))]
      : [weigh(-2, "Load does not make such failures.", ground.first.signals.slice(0, 1))]),
    ...own,
  ];
  // Without traces nobody knows whether it was asked of us or by us.
  const isSeen = ground.theCase.spans.length > 0 && ground.graph.calleesOf(risen.service).size > 0;
  const isProven = isSeen && strained.length > 0 && ratio >= BREAKS && own.length === 0;
  return { weights, mechanism: isProven ? "full" : "part" };
}

/** The same request calls more than before, or says that it is tried again. */
function weighOwnCalls(ground: WeighingGround): readonly Weight[] {
  const { first } = ground;
  const ratio = callsPerRequest(ground);
  const weights: Weight[] = [];
  if (ratio >= RISE) {
    const says = `Each request asks ${first.component} ${ratio.toFixed(1)} times as often as before: we ask more ourselves.`;
    weights.push(weigh(-4, says, first.signals.slice(0, 1)));
  }
  const again = first.signals.filter(({ source, isWeak, text, name }) => {
    return source === "log" && !isWeak && TRIED_AGAIN.test(`${name}\n${text.slice(0, 4_000)}`);
  });
  if (again.length > 0)
    weights.push(weigh(-2, "What fails is tried again, which makes requests by itself.", again.slice(0, 2)));
  return weights;
}

/** How many spans of the first failing component a trace holds, after against before; 1 where nothing tells. */
function callsPerRequest({ theCase, first }: WeighingGround): number {
  const share = (isAfter: boolean): number => {
    const spans = theCase.spans.filter(({ start }) => start >= first.at === isAfter);
    const own = spans.filter(({ service }) => service === first.component);
    const traces = new Set(own.map(({ traceId }) => traceId)).size;
    return traces < 5 ? 0 : own.length / traces;
  };
  const before = share(false);
  const after = share(true);
  return before === 0 || after === 0 ? 1 : after / before;
}
