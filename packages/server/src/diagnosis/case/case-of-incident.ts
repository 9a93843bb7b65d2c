/** A live incident as a case: what its evidence says, in the words of the engine that also reads frozen cases. */

import type { Evidence, SignatureFact } from "../../domain/evidence.ts";
import type { ScenarioRun } from "../../domain/scenario-run.ts";
import { callOf } from "../classify-signature.ts";
import { type Facts, type Shown, uniteIds } from "../gather-facts.ts";
import type { Case, CaseCheck, CaseFailure, CaseLogFacts, Outcome } from "./case.ts";
import { BOT, type ChangesInput, changesOfIncident } from "./changes-of-incident.ts";
import type { WeighingGround } from "./weighing-ground.ts";

export interface IncidentInput extends ChangesInput {
  readonly suspects: readonly Shown<SignatureFact>[];
  readonly evidence: readonly Evidence[];
}

export interface IncidentCase {
  readonly theCase: Case;
  readonly logs: CaseLogFacts;
  /** Ids of the store for what an argument of the engine cites. */
  readonly citesOf: (cited: readonly string[], ground: WeighingGround) => readonly string[];
}

export function caseOfIncident(input: IncidentInput): IncidentCase {
  const { facts, onset, suspects } = input;
  const told = suspects.length > 0 ? suspects.map(toFailures) : signsOf(input);
  const byTemplate = Map.groupBy(told, ({ failures }) => failures[0]?.template ?? "");
  const shownBy = evidenceOfChanges(facts);
  function citesOf(cited: readonly string[], { signals }: WeighingGround): readonly string[] {
    return uniteIds(
      ...cited.map((id) => {
        const name = signals.find((signal) => signal.id === id)?.name ?? "";
        const shown = (byTemplate.get(name) ?? []).flatMap(({ evidence }) => evidence);
        return shownBy.get(id) ?? (id.startsWith("check-") ? [id.slice("check-".length)] : shown);
      }),
    );
  }
  return {
    theCase: {
      id: "incident",
      bot: BOT,
      ...(onset.first === undefined ? {} : { alert: { service: BOT, firedAt: onset.first.at } }),
      logs: [],
      series: [],
      spans: [],
      changes: changesOfIncident(input),
      checks: input.evidence.flatMap(toCheck),
      notes: [],
      unseen: [],
    },
    logs: {
      failures: told.flatMap(({ failures }) => failures),
      outcomes: facts.runs.map(toOutcome),
      starts: [],
      requests: [],
      remarks: [],
    },
    citesOf,
  };
}

/** As the engine cites changes; of two kinds of one id the evidence of both. */
function evidenceOfChanges({ commits, deployments, variables }: Facts): ReadonlyMap<string, readonly string[]> {
  const shown = [
    ...[...commits, ...deployments].map(({ fact, evidence }) => ({ id: fact.id, evidence })),
    ...variables.map(({ fact, evidence }) => ({ id: fact.name, evidence })),
  ];
  const byId = Map.groupBy(shown, ({ id }) => `change-${id}`);
  return new Map([...byId].map(([id, same]) => [id, uniteIds(...same.map(({ evidence }) => evidence))]));
}

function toOutcome({ fact: { at, scenarioId, outcome } }: Shown<ScenarioRun>): Outcome {
  return { at, service: BOT, name: `scenario ${scenarioId}`, failed: outcome !== "passed" };
}

interface Told {
  readonly failures: readonly CaseFailure[];
  readonly evidence: readonly string[];
}

/** The store keeps when a signature was first and last seen, and how often. */
function toFailures({ fact, evidence }: Shown<SignatureFact>): Told {
  const { first, last, template, errorClass, code, ownFrames, count, isNew, crash } = fact;
  const component = callOf(fact);
  const head = [errorClass, code].filter((word) => word !== undefined).join(" ");
  const frames = ownFrames.map(({ path, line, column = 1, symbol }) =>
    symbol === undefined ? `    at ${path}:${line}:${column}` : `    at ${symbol} (${path}:${line}:${column})`,
  );
  const failure: CaseFailure = {
    at: first,
    service: BOT,
    signature: fact.id,
    template,
    facts: `${head} ${template}`.trim(),
    ...(component === undefined ? {} : { component }),
    ownFrames,
    sample: [
      `${head === "" ? "Error" : head}: ${template}`,
      ...frames,
      ...(crash ? ["The process crashed."] : []),
    ].join("\n"),
    file: "log",
    ...(isNew ? { isNew } : {}),
  };
  const failures =
    count > 1
      ? [
          { ...failure, times: count - 1 },
          { ...failure, at: last },
        ]
      : [failure];
  return { failures, evidence };
}

/** Where no error was logged, the first sign is all that tells of it. */
function signsOf({ onset: { first }, facts: { runs } }: IncidentInput): readonly Told[] {
  if (first === undefined) return [];
  const { at, evidence } = first;
  const failed = runs.filter(({ fact }) => fact.at >= at && fact.outcome !== "passed");
  const says = [first.says, ...new Set(failed.map(({ fact }) => sayFailed(fact)))].join("\n");
  const failure = {
    service: BOT,
    signature: "sign",
    template: first.says,
    facts: says,
    ownFrames: [],
    sample: says,
    file: "",
  };
  return [{ failures: [{ ...failure, at }], evidence }];
}

function sayFailed({ feature, outcome }: ScenarioRun): string {
  return outcome === "silent" ? `${feature} timed out: no answer came.` : `${feature} answers otherwise than expected.`;
}

function toCheck({ id, summary, facts }: Evidence): readonly CaseCheck[] {
  if (facts.kind !== "health") return [];
  return [{ name: id, failing: facts.status >= 400, text: summary }];
}
