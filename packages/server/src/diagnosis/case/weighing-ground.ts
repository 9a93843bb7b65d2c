/** All that the hypotheses are weighed against: read once, in an order that does not depend on the input's. */

import { MINUTE } from "../../domain/instant.ts";
import type { CallGraph } from "./call-graph.ts";
import type { Case, CaseLogFacts, Outcome, ProcessStart, Span } from "./case.ts";
import { findCalm } from "./find-calm.ts";
import { type FirstFailure, findFirstFailure, readCalls, servicesOf } from "./find-first-failure.ts";
import { findLogSignals } from "./find-log-signals.ts";
import { findMetricSignals } from "./find-metric-signals.ts";
import { findTraceSignals } from "./find-trace-signals.ts";
import { isStore } from "./name-dependency.ts";
import { type FailureNames, nameFailure } from "./name-failure.ts";
import { newsAbout, type Remark } from "./note-remarks.ts";
import type { RequestFact } from "./request-fact.ts";
import type { CaseSignal, FoundSignal } from "./signal.ts";
import { type Split, splitRequests } from "./split-requests.ts";
import { GENERAL, type Symptom, symptomsOf } from "./symptom.ts";

/** Clocks differ, and metrics are minutes wide. */
const ABOUT = 2 * MINUTE;
/** A machine is drained, or a delivery read, minutes before anybody notices. */
const NEWS = 10 * MINUTE;

export interface WeighingGround {
  readonly theCase: Case;
  readonly signals: readonly CaseSignal[];
  readonly graph: CallGraph;
  readonly first: FirstFailure;
  readonly names: FailureNames;
  /** Of the first failing component; where those are general, of the alarm and of those that suffer too. */
  readonly symptoms: ReadonlySet<Symptom>;
  /** Words of checks that fail and of what the reader did not understand. */
  readonly told: string;
  /** What the first failing component logged, each failure by itself. */
  readonly samples: readonly string[];
  /** How operations ended, by logs and traces. */
  readonly outcomes: readonly Outcome[];
  readonly starts: readonly ProcessStart[];
  /** What else was said about the onset, and never long before. */
  readonly remarks: readonly Remark[];
  /** What all failing requests share and those that go well do not; what tells most apart first. */
  readonly splits: readonly Split[];
}

function collectSignals(theCase: Case, logs: CaseLogFacts): readonly CaseSignal[] {
  const found = [...findLogSignals(theCase, logs), ...findMetricSignals(theCase), ...findTraceSignals(theCase)];
  return withoutUsual(theCase, found)
    .toSorted(inOrder)
    .map((signal, index) => ({ ...signal, id: `${signal.source}-${index + 1}` }));
}

/** A log that begins with the incident shows its failures at an even rate; else an even rate is as it always was. */
function withoutUsual({ alert, series, spans }: Case, found: readonly FoundSignal[]): readonly FoundSignal[] {
  const risen = found.filter(({ isSteady }) => !isSteady);
  const told = risen.filter(
    ({ isWeak, source, symptoms }) => !isWeak && (source !== "metric" || !symptoms.includes("traffic")),
  );
  if (told.length === 0) return alert === undefined && series.length + spans.length > 0 ? risen : found;
  const began = Math.min(alert?.firedAt ?? Number.POSITIVE_INFINITY, ...told.map(({ at }) => at));
  return found.filter(({ isSteady, at }) => !isSteady || at >= began - ABOUT);
}

function inOrder(one: FoundSignal, other: FoundSignal): number {
  const key = ({ source, service, name }: FoundSignal): string => `${source}\n${service}\n${name}`;
  return one.at - other.at || (key(one) < key(other) ? -1 : Number(key(one) > key(other)));
}

/** Nothing fails, as far as can be seen. */
export interface Calm {
  readonly why?: string;
}

export function surveyCase(theCase: Case, logs: CaseLogFacts): WeighingGround | Calm {
  const signals = collectSignals(theCase, logs);
  const why = findCalm(theCase, logs, signals);
  if (why !== undefined) return { why };
  const graph = readCalls(theCase, signals);
  const first = findFirstFailure(theCase, signals, graph);
  if (first === undefined) return {};
  const told = [...theCase.checks.filter(({ failing }) => failing).map(({ text }) => text), ...theCase.notes].join(
    "\n",
  );
  const near = signals.filter(({ source, service }) => source !== "metric" && first.affected.includes(service));
  const own = first.signals.filter(({ source }) => source !== "metric");
  const asking = askingOf(first, signals, graph);
  return {
    theCase,
    signals,
    graph,
    first,
    names: nameFailure(
      own.length > 0 ? [...first.signals, ...asking] : [...first.signals, ...asking, ...near],
      servicesOf(theCase),
    ),
    symptoms: symptomsOfFirst(first, { near, asking, alert: theCase.alert?.summary ?? theCase.alert?.metric ?? "" }),
    told,
    samples: logs.failures
      .filter(({ service }) => service === first.component || first.isOnlyNamed)
      .map(({ sample }) => sample),
    outcomes: [...logs.outcomes, ...theCase.spans.map(toOutcome)],
    starts: logs.starts,
    remarks: newsAbout(logs.remarks, first.at, NEWS),
    splits: [logs.requests, theCase.spans.flatMap(toRequest)].flatMap((facts) =>
      splitRequests(facts, { services: [first.component, ...first.affected], onset: first.at }),
    ),
  };
}

/** Logs and traces are looked at one after the other: a request goes by other ids in each. */
function toRequest({ traceId, start, service, failed, attributes }: Span): readonly RequestFact[] {
  return attributes === undefined ? [] : [{ at: start, service, failed, request: traceId, attributes }];
}

function toOutcome({ start, service, name, failed }: Span): Outcome {
  return { at: start, service, name, failed };
}

interface Around {
  /** Failures of all that suffer. */
  readonly near: readonly CaseSignal[];
  readonly asking: readonly CaseSignal[];
  readonly alert: string;
}

/** A database suffers from what is asked of it, so those who ask tell more than it does. */
function askingOf(
  { component, at }: FirstFailure,
  signals: readonly CaseSignal[],
  graph: CallGraph,
): readonly CaseSignal[] {
  if (!isStore(component)) return [];
  return signals.filter((one) => graph.calleesOf(one.service).has(component) && Math.abs(one.at - at) <= ABOUT);
}

function symptomsOfFirst({ signals }: FirstFailure, { near, asking, alert }: Around): ReadonlySet<Symptom> {
  const own = new Set([...signals.filter(({ isWeak }) => !isWeak), ...asking].flatMap(({ symptoms }) => symptoms));
  if ([...own].some((symptom) => !GENERAL.has(symptom))) return own;
  return new Set([...own, ...near.flatMap(({ symptoms }) => symptoms), ...symptomsOf(alert)]);
}
