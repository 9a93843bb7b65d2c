/** Evidence of many checks and rounds, brought together by what it is about; every fact keeps the ids that show it. */

import type {
  CommitFact,
  DeploymentFact,
  Evidence,
  OperationFact,
  SignatureFact,
  VariableChangeFact,
} from "../domain/evidence.ts";
import type { Instant, TimeWindow } from "../domain/instant.ts";
import type { ScenarioRun } from "../domain/scenario-run.ts";

export interface Shown<Fact> {
  readonly fact: Fact;
  /** Ids of evidence, in the order of collection. */
  readonly evidence: readonly string[];
}

export interface Facts {
  /** Oldest first. */
  readonly runs: readonly Shown<ScenarioRun>[];
  /** Oldest first, as last seen. */
  readonly deployments: readonly Shown<DeploymentFact>[];
  /** Newest first. */
  readonly commits: readonly Shown<CommitFact>[];
  /** One of each name, as first seen; oldest first. */
  readonly variables: readonly Shown<SeenVariable>[];
  /** By their first occurrence. */
  readonly signatures: readonly Shown<SignatureFact>[];
  readonly operations: readonly (Shown<OperationFact> & { readonly window?: TimeWindow })[];
  /** Which questions were answered, even if with nothing. */
  readonly looked: ReadonlyMap<Evidence["facts"]["kind"], readonly string[]>;
}

/** The change was made after `since`, where that is known, and not after `seenAt`. */
export interface SeenVariable extends VariableChangeFact {
  readonly since?: Instant;
}

export function gatherFacts(evidence: readonly Evidence[]): Facts {
  const ordered = evidence.toSorted((one, other) => one.collectedAt - other.collectedAt);
  return {
    runs: ordered.flatMap(runsOf).sort((one, other) => one.fact.at - other.fact.at),
    deployments: unite(ordered, deploymentsOf, ({ id }) => id).sort(
      (one, other) => one.fact.createdAt - other.fact.createdAt,
    ),
    commits: commitsOf(ordered),
    variables: unite(ordered.toReversed(), variablesOf, ({ name }) => name).sort(
      (one, other) => one.fact.seenAt - other.fact.seenAt,
    ),
    signatures: signaturesOf(ordered),
    operations: latestOperations(ordered),
    looked: lookedAt(ordered),
  };
}

function runsOf({ id, facts }: Evidence): readonly Shown<ScenarioRun>[] {
  return facts.kind === "scenario" ? [{ fact: facts.run, evidence: [id] }] : [];
}

function deploymentsOf({ facts }: Evidence): readonly DeploymentFact[] {
  return facts.kind === "deployments" ? facts.deployments : [];
}

function variablesOf({ facts }: Evidence): readonly SeenVariable[] {
  if (facts.kind !== "variables") return [];
  const { since } = facts;
  return facts.changes.map((change) => (since === undefined ? change : { ...change, since }));
}

/** The last evidence says what the fact is now; all of it shows it. */
function unite<Fact>(
  evidence: readonly Evidence[],
  read: (one: Evidence) => readonly Fact[],
  keyOf: (fact: Fact) => string,
): Shown<Fact>[] {
  const shown = new Map<string, Shown<Fact>>();
  for (const one of evidence) {
    for (const fact of read(one)) {
      const before = shown.get(keyOf(fact))?.evidence ?? [];
      shown.set(keyOf(fact), { fact, evidence: before.includes(one.id) ? before : [...before, one.id] });
    }
  }
  return [...shown.values()];
}

/** The order of the newest list, and below it what only older lists hold. */
function commitsOf(evidence: readonly Evidence[]): readonly Shown<CommitFact>[] {
  const read = ({ facts }: Evidence) => (facts.kind === "commits" ? facts.commits : []);
  const shown = new Map(unite(evidence, read, ({ id }) => id).map((one) => [one.fact.id, one]));
  const order = new Set(evidence.toReversed().flatMap((one) => read(one).map(({ id }) => id)));
  return [...order].flatMap((id) => shown.get(id) ?? []);
}

/** Rounds read overlapping windows: the widest span counts, and new once is new. */
function signaturesOf(evidence: readonly Evidence[]): readonly Shown<SignatureFact>[] {
  const merged = new Map<string, Shown<SignatureFact>>();
  for (const { id, facts } of evidence) {
    for (const fact of facts.kind === "errors" ? facts.signatures : []) {
      const known = merged.get(fact.id);
      const ids =
        known === undefined || known.evidence.includes(id) ? (known?.evidence ?? [id]) : [...known.evidence, id];
      merged.set(fact.id, { fact: known === undefined ? fact : mergeSignature(known.fact, fact), evidence: ids });
    }
  }
  return [...merged.values()].sort((one, other) => one.fact.first - other.fact.first);
}

function mergeSignature(one: SignatureFact, other: SignatureFact): SignatureFact {
  const earlier = one.first <= other.first ? one : other;
  return {
    ...earlier,
    count: Math.max(one.count, other.count),
    last: Math.max(one.last, other.last),
    isNew: one.isNew || other.isNew,
    requests: Math.max(one.requests, other.requests),
  };
}

function latestOperations(evidence: readonly Evidence[]): Facts["operations"] {
  const latest = evidence.findLast((one) => one.facts.kind === "operations");
  if (latest?.facts.kind !== "operations") return [];
  const { id, window } = latest;
  return latest.facts.operations.map((fact) => ({ fact, evidence: [id], ...(window === undefined ? {} : { window }) }));
}

function lookedAt(evidence: readonly Evidence[]): Facts["looked"] {
  const groups = Map.groupBy(evidence, ({ facts }) => facts.kind);
  return new Map([...groups].map(([kind, members]) => [kind, [...new Set(members.map(({ id }) => id))]]));
}

export function uniteIds(...lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())];
}
