/** When it began, and which component failed first: the deepest that fails by itself, not the loudest. */

import { type Instant, MINUTE } from "../../domain/instant.ts";
import { buildCallGraph, type CallGraph, type Edge } from "./call-graph.ts";
import { calledBy, serviceNamed } from "./called-by.ts";
import type { Case } from "./case.ts";
import { kindOfMetric } from "./metric-kind.ts";
import { dependenciesIn, servicesIn } from "./name-dependency.ts";
import type { CaseSignal } from "./signal.ts";
import type { Symptom } from "./symptom.ts";
import { earliest, findPeak, type Suspect, weighSuspects } from "./weigh-suspects.ts";

export interface FirstFailure {
  readonly at: Instant;
  readonly component: string;
  /** Its own signals, earliest first. */
  readonly signals: readonly CaseSignal[];
  /** Services that show signals, the first failing one among them, in the order of time. */
  readonly affected: readonly string[];
  /** It shows itself only in what others say of it. */
  readonly isOnlyNamed: boolean;
}

/** What a caller sees of a dependency that fails; the rest may be the caller's own doing. */
const OF_THE_CALLED: ReadonlySet<Symptom> = new Set([
  "refused",
  "server-error",
  "unresolved",
  "timeout",
  "rate-limit",
  "quota",
  "tls",
]);
/** Clocks differ, and a caller may give up before the called has written a word. */
const TOLERANCE = 2 * MINUTE;
/** Who shows less than so much of what the most suspicious shows is not looked at, be it earlier. */
const STRONG = 0.6;
/** What was over for so long when the alarm came is another matter. */
const OVER = 20 * MINUTE;

/** The case's calls: those of its traces, and those that failures tell of. */
export function readCalls(theCase: Case, signals: readonly CaseSignal[]): CallGraph {
  const services = servicesOf(theCase);
  const named = signals.flatMap((signal) => namedEdges(signal, services));
  const kinds = new Map(theCase.spans.map((span) => [`${span.service}\n${span.name}`, span]));
  const clients = [...kinds.values()].flatMap((span) =>
    calledBy(span, services).map((called): Edge => [span.service, called]),
  );
  return buildCallGraph(theCase.spans, [...named, ...clients]);
}

/** The service that has no name is the one that the alarm is about. */
export function mainService({ bot, alert, changes }: Case): string | undefined {
  return alert?.service ?? bot ?? changes.find(({ service }) => service !== undefined)?.service;
}

export function servicesOf({ spans, series, changes, alert, bot }: Case): ReadonlySet<string> {
  const names = [
    ...spans.map(({ service }) => service),
    ...series.map(({ service }) => service),
    ...changes.map(({ service }) => service ?? ""),
    alert?.service ?? "",
    bot ?? "",
  ];
  return new Set(names.filter((name) => name !== ""));
}

function namedEdges(signal: CaseSignal, services: ReadonlySet<string>): readonly Edge[] {
  return blamedBy(signal, services).map((called): Edge => [signal.service, called]);
}

/** Who the failure says did not answer. */
function blamedBy(signal: CaseSignal, services: ReadonlySet<string>): readonly string[] {
  const { source, service, symptoms, name, text } = signal;
  if (source === "metric" || signal.isWeak) return [];
  const called = signal.calls?.filter((one) => one !== service) ?? [];
  if (called.length > 0) return called.slice(0, 1);
  if (!symptoms.some((symptom) => OF_THE_CALLED.has(symptom))) return [];
  const message = `${name}\n${withoutFrames(text)}`;
  const own = servicesIn(message, services).filter((one) => one !== service);
  if (own.length > 0) return own.slice(0, 1);
  const spelled = signal.blames === undefined ? dependenciesIn(message).slice(0, 1) : [signal.blames];
  return spelled.map((one) => serviceNamed(one, services)).filter((one) => one !== service);
}

function withoutFrames(text: string): string {
  return text.replace(/^\s*at .{0,1000}$/gm, "");
}

export function findFirstFailure(
  theCase: Case,
  signals: readonly CaseSignal[],
  graph: CallGraph,
): FirstFailure | undefined {
  const services = servicesOf(theCase);
  const told = selectTelling(theCase, signals);
  const well = servicesThatDoWell(theCase, signals);
  const blamed = told.flatMap((signal) =>
    blamedBy(signal, services)
      .filter((service) => !well.has(service))
      .map((service): CaseSignal => ({ ...signal, service })),
  );
  const related = [...told, ...blamed].filter(({ service }) => isRelated(service, theCase.alert?.service, graph));
  const all = related.length > 0 ? related : [...told, ...blamed];
  const timely = withoutBefore(all);
  const first = pickFirst(weighSuspects(timely, { graph, alerted: theCase.alert?.service }));
  if (first === undefined) return undefined;
  const shown = [...first.own, ...signals.filter((one) => isClue(one, first))];
  return {
    at: first.at,
    component: first.service,
    signals: shown.sort((one, other) => one.at - other.at),
    affected: findAffected(first.service, [...told, ...blamed], { alerted: theCase.alert?.service, graph }),
    isOnlyNamed: !told.some(({ service }) => service === first.service),
  };
}

/** All that show it and have to do with it, in the order of time. */
function findAffected(
  component: string,
  shown: readonly CaseSignal[],
  { alerted, graph }: { readonly alerted: string | undefined; readonly graph: CallGraph },
): readonly string[] {
  const own = shown.filter(
    ({ service }) => isRelated(service, component, graph) || isRelated(service, alerted ?? component, graph),
  );
  const byService = Map.groupBy(own, ({ service }) => service);
  return [...byService]
    .map(([service, signals]) => ({ service, at: earliest(signals) }))
    .sort((one, other) => one.at - other.at || (one.service < other.service ? -1 : 1))
    .map(({ service }) => service);
}

/** They are measured throughout, and nothing of them left its course: whoever blames them gives up too early. */
function servicesThatDoWell({ spans, series }: Case, signals: readonly CaseSignal[]): ReadonlySet<string> {
  const began = signals.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const suffering = new Set(signals.filter((one) => !one.isWeak && !isTraffic(one)).map(({ service }) => service));
  const seen = new Map<string, number>();
  const see = (service: string, count: number): void => void seen.set(service, (seen.get(service) ?? 0) + count);
  for (const { service, start, failed } of spans) see(service, start >= began && !failed ? 1 : 0);
  for (const { service, times } of series) see(service, times.filter((at) => at >= began).length);
  return new Set([...seen].flatMap(([service, count]) => (count >= 5 && !suffering.has(service) ? [service] : [])));
}

/** Signals that may tell what failed: each group counts only where those before it are empty. */
function selectTelling({ alert }: Case, signals: readonly CaseSignal[]): readonly CaseSignal[] {
  const strong = signals.filter((signal) => !signal.isWeak && !isTraffic(signal));
  const timely = strong.filter((signal) => isOfTheAlarm(signal, alert?.firedAt));
  if (timely.length > 0) return timely;
  if (strong.length > 0) return strong;
  const weak = signals.filter((signal) => !isTraffic(signal));
  return weak.length > 0 ? weak : signals;
}

/** Fewer requests reach what is called by one that fails; more of them are no failure. */
function isTraffic({ source, name }: CaseSignal): boolean {
  return source === "metric" && kindOfMetric(name) === "traffic";
}

/** It had begun when the alarm came, and was not long over. */
function isOfTheAlarm({ at, until, blurMs }: CaseSignal, firedAt: Instant | undefined): boolean {
  return firedAt === undefined || (at <= firedAt + blurMs + TOLERANCE && until >= firedAt - OVER);
}

/** Single lines and the like, written by the same service just before or after it began. */
function isClue(signal: CaseSignal, { service, at, own }: Suspect): boolean {
  if (own.includes(signal) || signal.service !== service || isTraffic(signal)) return false;
  return Math.abs(signal.at - at) <= OVER;
}

/** What was over, or had long been so, when the others left their course; what grows may begin long before. */
function withoutBefore(all: readonly CaseSignal[]): readonly CaseSignal[] {
  const peak = findPeak(all);
  if (peak === undefined) return all;
  const begun = peak.at - peak.blurMs;
  return all.filter(({ at, until, isGrowth = false, source }) => {
    if (at >= begun) return true;
    return until >= begun && (isGrowth || source !== "metric");
  });
}

/** Of those that show it about as much as any, and began about together, the one that shows it most. */
function pickFirst(suspects: readonly Suspect[]): Suspect | undefined {
  const [most] = suspects;
  const strong = suspects.filter(({ points }) => points >= STRONG * (most?.points ?? 0));
  const [earliestOne] = strong.toSorted((one, other) => one.at - other.at);
  if (earliestOne === undefined) return undefined;
  const blur = Math.max(TOLERANCE, ...earliestOne.own.map(({ blurMs }) => blurMs));
  return strong.find(({ at }) => at <= earliestOne.at + blur);
}

function isRelated(service: string, alerted: string | undefined, graph: CallGraph): boolean {
  if (alerted === undefined || !graph.services.has(alerted) || !graph.services.has(service)) return true;
  return service === alerted || graph.reaches(alerted, service) || graph.reaches(service, alerted);
}
