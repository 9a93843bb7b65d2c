/** That more was asked of us: demand that rose at the entry before anything failed, not calls that we make more of. */

import type { Instant } from "../../domain/instant.ts";
import type { Weight } from "./hypothesis.ts";
import { capitalise, type Weighed, weigh } from "./no-change-weight.ts";
import { TRIED_AGAIN } from "./no-change-words.ts";
import type { CaseSignal } from "./signal.ts";
import type { Symptom } from "./symptom.ts";
import type { WeighingGround } from "./weighing-ground.ts";

const RISE = 1.4;
/** From here on more demand breaks what was built for the usual. */
const BREAKS = 1.8;
const OF_LOAD: readonly Symptom[] = ["rate-limit", "pool", "cpu", "backlog", "memory", "timeout", "latency"];
/** What we send, by the name of what counts it. */
const OUTGOING =
  /out(?:bound|going)|egress|sent|publish|produced|client|upstream|api_?calls|_api_|slack|llm|openai|anthropic|model|queries|query|sql|\bdb|database|cache|redis|retr|attempt|jobs?|tool|fetch|webhook_deliver|emit|replies|posted/i;
const INCOMING =
  /in(?:bound|coming|gress)|received|http_?(?:server_?)?req|requests?_(?:total|per|in|count)|mentions?|visitors?|sessions?|users?|page_?views?|events?_(?:received|in)|rps|qps/i;

export function weighTraffic(ground: WeighingGround): Weighed {
  const rates = ground.signals.filter(
    (signal) => signal.source === "metric" && signal.symptoms.includes("traffic") && hasRisen(signal, ground.first.at),
  );
  const own = weighOwnCalls(ground);
  const isEntry = ({ service, name }: CaseSignal): boolean => !ground.graph.hasCallers(service) && !OUTGOING.test(name);
  const risen = rates.find(isEntry);
  if (risen !== undefined) return weighRise(risen, own, ground);
  const [inside] = rates;
  if (inside !== undefined) {
    const says = `${capitalise(inside.says)}, while what comes in does not: we ask more often ourselves.`;
    return { weights: [weigh(-3, says, [inside])], mechanism: "none" };
  }
  return { weights: [weighSilence(ground)], mechanism: "none" };
}

function hasRisen({ ratio = 1, at, blurMs }: CaseSignal, onset: Instant): boolean {
  return ratio >= RISE && at - blurMs <= onset;
}

function weighRise(risen: CaseSignal, own: readonly Weight[], ground: WeighingGround): Weighed {
  const ratio = risen.ratio ?? 1;
  const more = Math.min(1.5, Math.log2(ratio) / 2);
  const strained = OF_LOAD.filter((symptom) => ground.symptoms.has(symptom));
  const weights = [
    weigh(4 + more, `${capitalise(risen.says)}, before anything failed.`, [risen]),
    ...(strained.length > 0
      ? [weigh(1, `Load makes such failures (${strained.slice(0, 3).join(", ")}).`, ground.first.signals.slice(0, 1))]
      : [weigh(-2, "Load does not make such failures.", ground.first.signals.slice(0, 1))]),
    ...own,
  ];
  const isProven = isDemand(risen, ground) && strained.length > 0 && ratio >= BREAKS && own.length === 0;
  return { weights, mechanism: isProven ? "full" : "part" };
}

/** The counter's name or the traces tell that it counts what others ask of us. */
function isDemand({ name }: CaseSignal, { graph, theCase }: WeighingGround): boolean {
  return INCOMING.test(name) && (graph.services.size > 1 || theCase.series.length > 0) && !TRIED_AGAIN.test(name);
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

function weighSilence({ theCase }: WeighingGround): Weight {
  const measured = theCase.series.some(({ metric }) =>
    /rps|qps|request|throughput|traffic|messages|events/i.test(metric),
  );
  return measured
    ? weigh(-3, "The request rate did not rise before it began.")
    : weigh(-1, "No request rate was measured.");
}
