/** That what it runs on is at fault: machines, disks, memory, clocks, names, a database that moved to another host. */

import { MINUTE } from "../../domain/instant.ts";
import type { Weight } from "./hypothesis.ts";
import { capitalise, quote, type Weighed, weigh } from "./no-change-weight.ts";
import { PLATFORM, STARVED, tellsOf } from "./no-change-words.ts";
import type { CaseSignal } from "./signal.ts";
import type { Symptom } from "./symptom.ts";
import { weighQuietFault } from "./weigh-quiet-fault.ts";
import type { WeighingGround } from "./weighing-ground.ts";

/** So long before and after the onset a line of the platform belongs to it. */
const ABOUT = 10 * MINUTE;

export function weighMachines(ground: WeighingGround): Weighed {
  const told = [...weighLines(ground), ...weighMachine(ground), ...weighNames(ground)];
  const found = [...told, ...weighScarce(ground), ...weighTogether(ground), ...weighQuietFault(ground)];
  if (found.length === 0)
    return { weights: [weigh(-2, "Nothing speaks of machines, disks or memory.")], mechanism: "none" };
  const strong = found.filter(({ points }) => points >= 1.5);
  // That a resource is used up is what suffering looks like, whoever made it so.
  const isTold = told.some(({ points }) => points >= 3);
  const isFull = isTold && (strong.length >= 2 || strong.some(({ points }) => points >= 5));
  return { weights: found, mechanism: isFull ? "full" : strongestOf(strong) };
}

function strongestOf(strong: readonly Weight[]): "part" | "none" {
  return strong.length > 0 ? "part" : "none";
}

/** What the platform, or a check, says about the onset. */
function weighLines({ signals, first, told, theCase, remarks }: WeighingGround): readonly Weight[] {
  const weights: Weight[] = [];
  const near = signals.filter(({ at, source }) => source !== "metric" && Math.abs(at - first.at) <= ABOUT);
  const failing = near.find(({ name, text }) => PLATFORM.test(`${name}\n${text}`));
  const starving = near.find(({ name, text }) => STARVED.test(`${name}\n${text}`));
  if (failing !== undefined) weights.push(weigh(3.5, `The platform shows in the log: ${failing.says}.`, [failing]));
  else if (starving !== undefined) weights.push(weigh(1.5, `It had too little: ${starving.says}.`, [starving]));
  const remark = remarks.find(({ kind }) => kind === "machine");
  if (remark !== undefined) weights.push(weigh(3.5, `The platform says so: ${quote(remark.text)}.`));
  const checks = theCase.checks.filter(({ text, failing: isFailing }) => !isFailing && tellsOf(text, PLATFORM));
  if (PLATFORM.test(told) || checks.length > 0) {
    const cites = checks.map(({ name }) => `check-${name}`);
    weights.push(weigh(3, "A check or note tells of the platform.", cites));
  }
  return weights;
}

/** One machine's requests fail, and the same went well there before: not by what was brought to all. */
function weighMachine({ splits, first }: WeighingGround): readonly Weight[] {
  const split = splits.find(({ kind }) => kind === "machine");
  if (split === undefined || splits.some(({ kind }) => kind === "version")) return [];
  const points = split.wentWell ? 4 : 2;
  return [
    weigh(
      points,
      `${capitalise(split.says)}${split.wentWell ? "; it went well there before" : ""}.`,
      first.signals.slice(0, 1),
    ),
  ];
}

function weighScarce(ground: WeighingGround): readonly Weight[] {
  const { signals, first } = ground;
  const near = signals.filter(({ at }) => Math.abs(at - first.at) <= ABOUT);
  const scarce = near.find((signal) => isScarce(signal, ground));
  if (scarce === undefined) return [];
  return [weigh(scarce.symptoms.includes("disk") ? 2.5 : 1.5, `${capitalise(scarce.says)}.`, [scarce])];
}

/** Of the first failing component, or of a machine: what nobody calls and what calls nobody. */
function isScarce({ source, service, symptoms }: CaseSignal, { first, graph }: WeighingGround): boolean {
  const isMachine = !graph.services.has(service) && service !== first.component;
  const kinds: readonly Symptom[] = ["disk", "memory", "cpu"];
  return (
    source === "metric" && (isMachine || service === first.component) && symptoms.some((one) => kinds.includes(one))
  );
}

function weighTogether({ first, signals, graph }: WeighingGround): readonly Weight[] {
  const together = first.affected.filter(
    (service) =>
      service !== first.component &&
      !graph.reaches(service, first.component) &&
      !graph.reaches(first.component, service),
  );
  const isTold =
    together.length > 0 && graph.services.size > 1 && together.every((service) => graph.services.has(service));
  if (!isTold || together.length < 2) return [];
  const says = `Services that do not call each other fail together: ${together.slice(0, 4).join(", ")}.`;
  return [weigh(1.5, says, signals.slice(0, 3))];
}

/** One service that cannot resolve a name may have a wrong one; several have no one to ask. */
function weighNames({ signals }: WeighingGround): readonly Weight[] {
  const lost = signals.filter(
    ({ source, isWeak, symptoms }) => source === "log" && !isWeak && symptoms.includes("unresolved"),
  );
  const services = [...new Set(lost.map(({ service }) => service))];
  const isTemporary = lost.some(({ text }) => /EAI_AGAIN|temporary failure|SERVFAIL|resolver|:53\b/i.test(text));
  if (services.length < 2)
    return isTemporary ? [weigh(2, "The names were resolved before, and fail for a time.", lost.slice(0, 2))] : [];
  return [weigh(5, `Names cannot be resolved in ${services.slice(0, 4).join(", ")}.`, lost.slice(0, 3))];
}
