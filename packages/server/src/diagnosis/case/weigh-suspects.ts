/** How much speaks for each service being where it began: what it does by itself counts, what it suffers from others hardly. */

import { type Instant, MINUTE } from "../../domain/instant.ts";
import type { CallGraph } from "./call-graph.ts";
import type { CaseSignal } from "./signal.ts";
import type { Symptom } from "./symptom.ts";

export interface Suspect {
  readonly service: string;
  readonly own: readonly CaseSignal[];
  readonly at: Instant;
  readonly points: number;
}

/** What a service shows of itself; none of it comes from those that it calls. */
const BY_ITSELF: ReadonlySet<Symptom> = new Set(["cpu", "memory", "disk", "crash", "cache", "database", "silence"]);
/** Open connections, threads and waiting work rise with the time that requests take. */
const WAITING: ReadonlySet<Symptom> = new Set(["pool", "backlog"]);
/** Clocks differ, and a caller may give up before the called has written a word. */
const TOLERANCE = 2 * MINUTE;
/** What another explains, and what nobody knows the meaning of, counts so much. */
const EXPLAINED = 0.15;
const SLOW_EXPLAINED = 0.4;
const UNKNOWN = 0.6;
const WEAK = 0.3;
/** Nothing is louder than a process that is gone. */
const GONE = 6;
/** Who is called far more often in each request suffers from its callers. */
const DRIVEN = 0.4;
/** Every further kind of sign adds so much of its own. */
const FURTHER = 0.25;
/** A called service explains what its callers show if it shows so much of what they do, or so much by itself. */
const ENOUGH_SHARE = 0.5;
const ENOUGH = 2.2;
/** A rise like that of the requests, give or take, is theirs. */
const LIKE_LOAD = 1.4;

interface Signs {
  /** By itself: resources, silence. */
  readonly self: number;
  /** Its own part of the time that requests take. */
  readonly slow: number;
  /** What may come from those that it calls: latency, errors, its logs. */
  readonly suffered: number;
}

export function weighSuspects(
  signals: readonly CaseSignal[],
  { graph, alerted }: { readonly graph: CallGraph; readonly alerted: string | undefined },
): readonly Suspect[] {
  const byService = Map.groupBy(signals, ({ service }) => service);
  const found = [...byService].map(([service, own]) => ({ service, own, at: earliest(own), signs: readSigns(own) }));
  const driven = new Set(signals.flatMap(({ drives }) => (drives === undefined ? [] : [drives])));
  return found
    .map(({ service, own, at, signs }): Suspect => {
      const isExplained = found.some((other) => explains(other, { service, own, at, signs }, graph));
      const suffered = signs.suffered * (isExplained ? EXPLAINED : 1);
      const slow = signs.slow * (isExplained ? SLOW_EXPLAINED : 1);
      const noticed = service === alerted && byService.size > 1 && !isKnown(service, graph) ? 0.8 : 1;
      return {
        service,
        own,
        at,
        points: (signs.self + slow + suffered * noticed) * (driven.has(service) ? DRIVEN : 1),
      };
    })
    .sort((one, other) => other.points - one.points || one.at - other.at || (one.service < other.service ? -1 : 1));
}

interface Found {
  readonly service: string;
  readonly own: readonly CaseSignal[];
  readonly at: Instant;
  readonly signs: Signs;
}

function isKnown(service: string, graph: CallGraph): boolean {
  return graph.calleesOf(service).size > 0 || graph.hasCallers(service);
}

/** It is called by the one, began no later, and shows enough. */
function explains(other: Found, one: Found, graph: CallGraph): boolean {
  if (!graph.reaches(one.service, other.service) || graph.reaches(other.service, one.service)) return false;
  if (one.own.some(({ drives }) => drives === other.service)) return false;
  const shown = sumOf(other.signs);
  if (shown < Math.min(ENOUGH, ENOUGH_SHARE * sumOf(one.signs))) return false;
  const blur = Math.max(TOLERANCE, ...[...one.own, ...other.own].map(({ blurMs }) => blurMs));
  return other.at <= one.at + blur;
}

function sumOf({ self, slow, suffered }: Signs): number {
  return self + slow + suffered;
}

function readSigns(own: readonly CaseSignal[]): Signs {
  const load = Math.max(1, ...own.filter(isLoad).map(({ ratio = 1 }) => ratio));
  const wait = Math.max(1, ...own.filter(isLate).map(({ ratio = 1 }) => ratio));
  const self = new Map<string, number>();
  const suffered = new Map<string, number>();
  let slow = 0;
  for (const signal of own) {
    const weight = weightOf(signal);
    if (signal.source === "trace" && !signal.symptoms.includes("errors")) slow = Math.max(slow, weight);
    else if (isLoad(signal)) continue;
    else if (isByItself(signal, wait)) keepMost(self, signal, isOfLoad(signal, load) ? weight * EXPLAINED : weight);
    else keepMost(suffered, signal, weight);
  }
  return { self: addUp(self), slow, suffered: addUp(suffered) };
}

function isLoad({ source, symptoms, name }: CaseSignal): boolean {
  return source === "metric" && name !== "silence" && (symptoms.includes("traffic") || symptoms[0] === "silence");
}

function isLate({ source, symptoms }: CaseSignal): boolean {
  return source === "metric" && symptoms.includes("latency");
}

function isByItself({ source, symptoms, ratio = 1, isGrowth = false }: CaseSignal, wait: number): boolean {
  if (source !== "metric") return false;
  const [symptom] = symptoms;
  if (symptom === undefined || BY_ITSELF.has(symptom)) return true;
  return WAITING.has(symptom) && (isGrowth || ratio > LIKE_LOAD * wait);
}

function isOfLoad({ ratio = 1, name }: CaseSignal, load: number): boolean {
  return name !== "silence" && load > 1.2 && ratio <= LIKE_LOAD * load;
}

/** Of about 0 to 4, whatever tells it. */
function weightOf({ source, strength, isWeak, symptoms, name }: CaseSignal): number {
  if (name === "silence") return GONE;
  const size = Math.log(1 + strength);
  const known = source === "metric" && symptoms.length === 0 ? UNKNOWN : 1;
  const weak = isWeak ? WEAK : 1;
  if (source === "metric") return size * known * weak;
  return (source === "log" ? 2.5 + 0.4 * size : 1 + 0.75 * size) * weak;
}

function keepMost(kinds: Map<string, number>, { symptoms, source, name }: CaseSignal, weight: number): void {
  const kind = source === "metric" ? (symptoms[0] ?? name) : source;
  kinds.set(kind, Math.max(kinds.get(kind) ?? 0, weight));
}

function addUp(kinds: ReadonlyMap<string, number>): number {
  const [most = 0, ...rest] = [...kinds.values()].sort((one, other) => other - one);
  return most + FURTHER * rest.slice(0, 3).reduce((sum, one) => sum + one, 0);
}

export function earliest(signals: readonly CaseSignal[]): Instant {
  return signals.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
}

/** When most services left their course together: what was over before is another matter. */
export function findPeak(
  signals: readonly CaseSignal[],
): { readonly at: Instant; readonly blurMs: number } | undefined {
  const blurs = signals.map((signal) => signal.blurMs).sort((one, other) => one - other);
  const blurMs = Math.max(TOLERANCE, 2 * (blurs[blurs.length >> 1] ?? 0));
  const sorted = signals.toSorted((one, other) => one.at - other.at);
  let peak: Instant | undefined;
  let most = 0;
  sorted.forEach(({ at }, index) => {
    if (at === sorted[index - 1]?.at) return;
    const weights = new Map<string, number>();
    for (let next = index; next < sorted.length; next += 1) {
      const signal = sorted[next];
      if (signal === undefined || signal.at > at + blurMs) break;
      weights.set(signal.service, Math.max(weights.get(signal.service) ?? 0, weightOf(signal)));
    }
    const sum = [...weights.values()].reduce((all, one) => all + one, 0);
    if (sum <= 1.05 * most) return;
    most = sum;
    peak = at;
  });
  return peak === undefined ? undefined : { at: peak, blurMs };
}
