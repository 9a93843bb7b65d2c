/** All that the hypotheses are weighed against: read once, in an order that does not depend on the input's. */

import { MINUTE } from "../../domain/instant.ts";
import type { CallGraph } from "./call-graph.ts";
import type { Case, CaseLogFacts } from "./case.ts";
import { type FirstFailure, findFirstFailure, readCalls, servicesOf } from "./find-first-failure.ts";
import { findLogSignals } from "./find-log-signals.ts";
import { findMetricSignals } from "./find-metric-signals.ts";
import { findTraceSignals } from "./find-trace-signals.ts";
import { isStore } from "./name-dependency.ts";
import { type FailureNames, nameFailure } from "./name-failure.ts";
import type { CaseSignal, FoundSignal } from "./signal.ts";
import { GENERAL, type Symptom, symptomsOf } from "./symptom.ts";

/** Clocks differ, and metrics are minutes wide. */
const ABOUT = 2 * MINUTE;

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
}

function collectSignals(theCase: Case, logs: CaseLogFacts): readonly CaseSignal[] {
  const found = [...findLogSignals(theCase, logs), ...findMetricSignals(theCase), ...findTraceSignals(theCase)];
  return withoutUsual(theCase, found)
    .sort(inOrder)
    .map((signal, index) => ({ ...signal, id: `${signal.source}-${index + 1}` }));
}

/** A log that begins with the incident shows its failures at an even rate; else an even rate is as it always was. */
function withoutUsual({ alert }: Case, found: readonly FoundSignal[]): readonly FoundSignal[] {
  const risen = found.filter(({ isSteady }) => !isSteady);
  const told = risen.filter(
    ({ isWeak, source, symptoms }) => !isWeak && (source !== "metric" || !symptoms.includes("traffic")),
  );
  if (told.length === 0) return alert === undefined ? risen : found;
  const began = Math.min(alert?.firedAt ?? Number.POSITIVE_INFINITY, ...told.map(({ at }) => at));
  return found.filter(({ isSteady, at }) => !isSteady || at >= began - ABOUT);
}

function inOrder(one: FoundSignal, other: FoundSignal): number {
  const key = ({ source, service, name }: FoundSignal): string => `${source}\n${service}\n${name}`;
  return one.at - other.at || (key(one) < key(other) ? -1 : Number(key(one) > key(other)));
}

export function surveyCase(theCase: Case, logs: CaseLogFacts): WeighingGround | undefined {
  const signals = collectSignals(theCase, logs);
  const graph = readCalls(theCase, signals);
  const first = findFirstFailure(theCase, signals, graph);
  if (first === undefined) return undefined;
  const told = [...theCase.checks.filter(({ failing }) => failing).map(({ text }) => text), ...theCase.notes].join(
    "\n",
  );
  const near = signals.filter(({ source, service }) => source !== "metric" && first.affected.includes(service));
  const own = first.signals.filter(({ source }) => source !== "metric");
  return {
    theCase,
    signals,
    graph,
    first,
    names: nameFailure(own.length > 0 ? first.signals : [...first.signals, ...near], servicesOf(theCase)),
    symptoms: symptomsOfFirst(first, {
      near,
      graph,
      all: signals,
      alert: theCase.alert?.summary ?? theCase.alert?.metric ?? "",
    }),
    told,
    samples: logs.failures
      .filter(({ service }) => service === first.component || first.isOnlyNamed)
      .map(({ sample }) => sample),
  };
}

interface Around {
  /** Failures of all that suffer. */
  readonly near: readonly CaseSignal[];
  readonly all: readonly CaseSignal[];
  readonly graph: CallGraph;
  readonly alert: string;
}

/** Of a database that suffers from what is asked of it, those who ask tell more. */
function symptomsOfFirst(
  { signals, component, at }: FirstFailure,
  { near, graph, alert, all }: Around,
): ReadonlySet<Symptom> {
  const own = new Set(signals.filter(({ isWeak }) => !isWeak).flatMap(({ symptoms }) => symptoms));
  if (isStore(component)) {
    const asking = all.filter((one) => graph.calleesOf(one.service).has(component) && Math.abs(one.at - at) <= ABOUT);
    for (const symptom of asking.flatMap(({ symptoms }) => symptoms)) own.add(symptom);
  }
  if ([...own].some((symptom) => !GENERAL.has(symptom))) return own;
  return new Set([...own, ...near.flatMap(({ symptoms }) => symptoms), ...symptomsOf(alert)]);
}
