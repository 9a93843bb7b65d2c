/** That what is read is at fault: a broken record, one that nobody foresaw, or more of it than fits. */

import { writeInstant } from "../../domain/instant.ts";
import type { Weight } from "./hypothesis.ts";
import { capitalise, quote, textOf, type Weighed, weigh } from "./no-change-weight.ts";
import { BROKEN, OUTGROWN } from "./no-change-words.ts";
import type { Symptom } from "./symptom.ts";
import type { WeighingGround } from "./weighing-ground.ts";

const OF_READING: readonly Symptom[] = [
  "format",
  "validation",
  "undefined",
  "database",
  "duplicate",
  "context-length",
  "too-long",
  "not-found",
  "memory",
];

export function weighData(ground: WeighingGround): Weighed {
  const { first, symptoms } = ground;
  const shown = OF_READING.filter((kind) => symptoms.has(kind));
  const cite = first.signals.slice(0, 1);
  const reading =
    shown.length === 0
      ? weigh(-1.5, "What fails does not speak of bad data.", cite)
      : weigh(1, `It fails on what it reads (${shown.slice(0, 3).join(", ")}).`, cite);
  const shared = weighShared(ground);
  const said = weighWords(ground, shown);
  const isShown = shown.length > 0 || shared.length === 0;
  const weights = [...(isShown ? [reading] : []), ...shared, ...said];
  const proofs = [...shared, ...said].filter(({ points }) => points >= 2.5).length;
  if (proofs === 0) return { weights, mechanism: said.length > 1 ? "part" : "none" };
  return { weights, mechanism: shown.length > 0 || proofs > 1 ? "full" : "part" };
}

/** One record's, customer's or size's requests fail and the others go well. */
function weighShared({ splits, first }: WeighingGround): readonly Weight[] {
  const cite = first.signals.slice(0, 1);
  const split = splits.find(({ kind }) => kind === "record" || kind === "size");
  if (split === undefined) return [];
  const isNew = !split.wentWell;
  const since = isNew ? "; nothing like it went well before" : "";
  // A version, a host, or a switch that tells them apart as well may be the reason that they fail.
  const isAlone = !splits.some(
    ({ kind }) => kind === "machine" || kind === "version" || kind === "flag" || kind === "model",
  );
  return [weigh((isNew ? 4.5 : 3.5) * (isAlone ? 1 : 0.4), `${capitalise(split.says)}${since}.`, cite)];
}

function weighWords(ground: WeighingGround, shown: readonly Symptom[]): readonly Weight[] {
  const { first, remarks, splits } = ground;
  const cite = first.signals.slice(0, 1);
  const text = textOf(ground);
  const weights: Weight[] = [];
  if (OUTGROWN.test(text)) weights.push(weigh(3, "It speaks of a limit that the data has outgrown.", cite));
  if (BROKEN.test(`${text}\n${ground.told}`)) weights.push(weigh(1.5, "It speaks of a broken record.", cite));
  const arrival = remarks.find(({ kind, at }) => kind === "arrival" && at <= first.at);
  const isOfIt = arrival !== undefined && splits.some(({ value }) => arrival.text.includes(value));
  if (arrival !== undefined && (shown.length > 0 || isOfIt))
    weights.push(
      weigh(isOfIt ? 3.5 : 2.5, `New data had come at ${writeInstant(arrival.at)}: ${quote(arrival.text)}.`, cite),
    );
  if (shown.some((kind) => kind === "format" || kind === "validation") && goesWellElsewhere(ground))
    weights.push(weigh(1.5, "The same operation goes well with other records.", cite));
  return weights;
}

/** Some of the same operations fail and others do not, all the time. */
function goesWellElsewhere({ first, theCase }: WeighingGround): boolean {
  const names = new Set(first.signals.filter(({ source }) => source === "trace").map(({ name }) => name));
  const during = theCase.spans.filter(
    ({ service, name, start }) => service === first.component && names.has(name) && start >= first.at,
  );
  const failed = during.filter((span) => span.failed).length;
  return during.length >= 10 && failed > 0 && failed <= 0.9 * during.length;
}
