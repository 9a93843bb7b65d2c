/** The first two parts of the review: what happened, and when. */

import { describe } from "./describe.ts";
import { writeDuration, writeInstant } from "./instant.ts";
import { entriesOf, oneLine, type ReviewFacts, sentence } from "./review-facts.ts";

/** A field of the playbook's template, with its value. */
export type Field = readonly [name: string, value: string];

/** In the template's order. */
export function summaryFields(facts: ReviewFacts): readonly Field[] {
  return [
    ["Date", sentence(writeInstant(facts.opened.at).slice(0, 10), facts.opened)],
    ["Duration", duration(facts)],
    ["Severity", severity(facts)],
    ["Impact", impact(facts)],
    ["Root Cause", rootCause(facts)],
  ];
}

/** In the template's order. */
export function timelineFields(facts: ReviewFacts): readonly Field[] {
  return [
    ["Detection", detection(facts)],
    ["Response", response(facts)],
    ["Resolution", resolution(facts)],
    ["Recovery", recovery(facts)],
  ];
}

function duration({ timeline, opened, resolved, last }: ReviewFacts): string {
  if (resolved === undefined) return sentence("Not known yet: the incident goes on", last);
  const reopened = entriesOf(timeline, "incident-reopened");
  const total = sentence(`${writeDuration(resolved.at - opened.at)} from detection to the end`, opened, resolved);
  if (reopened.length === 0) return total;
  return `${total} ${sentence(`It was reopened ${times(reopened.length)}`, ...reopened)}`;
}

function severity({ overridden, worst, last }: ReviewFacts): string {
  const measured =
    worst && sentence(`${worst.event.assessment.severity}: ${worst.event.assessment.reasons.join(" ")}`, worst);
  if (overridden === undefined) return measured ?? sentence("Not known: it was never assessed", last);
  const { severity: value, reason } = overridden.event;
  const byHand = sentence(`${value}, set by ${overridden.actor.name}: ${reason}`, overridden);
  return measured === undefined ? byHand : `${byHand} Measured at its worst: ${measured}`;
}

function impact(facts: ReviewFacts): string {
  const parts = [measuredImpact(facts), affected(facts)].filter((part) => part !== undefined);
  return parts.length > 0
    ? parts.join(" ")
    : sentence("Not known: nothing was measured and no check saw it", facts.last);
}

function measuredImpact({ worst }: ReviewFacts): string | undefined {
  if (worst === undefined) return undefined;
  const { scenarios, errorRate, requests, deploymentDown } = worst.event.impact;
  const failing = scenarios.filter(({ outcomes }) => (outcomes.at(-1) ?? "passed") !== "passed");
  const says = [
    ...(deploymentDown === true ? ["the bot's process was not running"] : []),
    ...(failing.length > 0 ? [`failing: ${featuresOf(failing)}, of ${featuresOf(scenarios)}`] : []),
    ...(errorRate === undefined ? [] : [`${Math.round(errorRate * 100)} % of ${requests ?? "the"} requests failed`]),
  ];
  return says.length === 0 ? undefined : sentence(capital(says.join("; ")), worst);
}

function featuresOf(scenarios: readonly { readonly feature: string }[]): string {
  return [...new Set(scenarios.map(({ feature }) => feature))].join(", ");
}

function affected({ diagnosed }: ReviewFacts): string | undefined {
  const answer = diagnosed?.event.diagnosis.findings.affected;
  if (answer === undefined) return undefined;
  return sentence(answer.known ? answer.says : `Who was affected is not known: ${answer.why}`, diagnosed);
}

function rootCause({ diagnosed, last }: ReviewFacts): string {
  if (diagnosed === undefined) return sentence("Not known: no diagnosis was made", last);
  const { status, summary, missing } = diagnosed.event.diagnosis.verdict;
  if (status !== "inconclusive") return sentence(`${capital(status)}: ${summary}`, diagnosed);
  return sentence(`Not known: ${[summary, ...missing].map(oneLine).join(" ")}`, diagnosed);
}

function detection({ opened }: ReviewFacts): string {
  const { signal } = opened.event;
  return sentence(`${writeInstant(opened.at)}, ${delay(opened.at - signal.at)}: ${signal.summary}`, opened);
}

function delay(lasted: number): string {
  return lasted <= 0 ? "as it happened" : `${writeDuration(lasted)} after it happened`;
}

function response({ timeline, opened, acknowledged, last }: ReviewFacts): string {
  const [looked] = entriesOf(timeline, "checks-requested");
  const began =
    looked === undefined
      ? sentence("Not known: no check was ever asked for", last)
      : sentence(`${writeInstant(looked.at)}, with the first checks`, looked);
  if (acknowledged === undefined) return `${began} ${sentence("Nobody acknowledged it", last)}`;
  const after = writeDuration(acknowledged.at - opened.at);
  return `${began} ${sentence(`${acknowledged.actor.name} acknowledged it after ${after}`, acknowledged)}`;
}

function resolution({ timeline, remedied, resolved, last }: ReviewFacts): string {
  if (remedied !== undefined) {
    const { remedyId } = remedied.event;
    const started = entriesOf(timeline, "remedy-started").findLast(({ event }) => event.remedyId === remedyId);
    return sentence(`${writeInstant(remedied.at)}, by ${remedyId}: ${describe(remedied.event)}`, started, remedied);
  }
  if (resolved === undefined) return sentence("Not known yet: the incident goes on", last);
  return sentence(`${writeInstant(resolved.at)}, by no remedy on this timeline: ${resolved.event.reason}`, resolved);
}

function recovery({ recovered, resolved, last }: ReviewFacts): string {
  if (resolved === undefined) return sentence("Not known yet: the incident goes on", last);
  if (resolved.event.how === "without-proof") {
    return sentence(`Not known: ${resolved.actor.name} ended it without proof: ${resolved.event.reason}`, resolved);
  }
  const again = recovered && sentence(`${writeInstant(recovered.at)}, when the bot worked again`, recovered);
  const proven = sentence(`All clear at ${writeInstant(resolved.at)}: ${resolved.event.reason}`, resolved);
  return again === undefined ? proven : `${again} ${proven}`;
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
