/** All that the hypotheses are weighed against: read once, in an order that does not depend on the input's. */

import type { CallGraph } from "./call-graph.ts";
import type { Case, CaseLogFacts } from "./case.ts";
import { type FirstFailure, findFirstFailure, readCalls, servicesOf } from "./find-first-failure.ts";
import { findLogSignals } from "./find-log-signals.ts";
import { findMetricSignals } from "./find-metric-signals.ts";
import { findTraceSignals } from "./find-trace-signals.ts";
import { type FailureNames, nameFailure } from "./name-failure.ts";
import type { CaseSignal, FoundSignal } from "./signal.ts";
import { GENERAL, type Symptom, symptomsOf } from "./symptom.ts";

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
  const { risen, steady } = findLogSignals(theCase, logs);
  const metrics = findMetricSignals(theCase);
  const traces = findTraceSignals(theCase);
  const found = [...risen, ...metrics, ...traces];
  // A log that begins with the incident shows its failures at an even rate.
  const all =
    found.some(({ source }) => source !== "metric") || theCase.alert === undefined ? found : [...found, ...steady];
  return all.sort(inOrder).map((signal, index) => ({ ...signal, id: `${signal.source}-${index + 1}` }));
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
    symptoms: symptomsOfFirst(first, near, theCase.alert?.summary ?? theCase.alert?.metric ?? ""),
    told,
    samples: logs.failures
      .filter(({ service }) => service === first.component || first.isOnlyNamed)
      .map(({ sample }) => sample),
  };
}

function symptomsOfFirst({ signals }: FirstFailure, near: readonly CaseSignal[], alert: string): ReadonlySet<Symptom> {
  const own = new Set(signals.flatMap(({ symptoms }) => symptoms));
  if ([...own].some((symptom) => !GENERAL.has(symptom))) return own;
  return new Set([...own, ...near.flatMap(({ symptoms }) => symptoms), ...symptomsOf(alert)]);
}
