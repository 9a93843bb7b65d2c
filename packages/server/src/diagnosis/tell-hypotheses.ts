/** What the engine weighed, in the words of the incident: hypotheses with the store's evidence. */

import type { SignatureFact } from "../domain/evidence.ts";
import type { Argument, Cause, Hypothesis, Verdict } from "../domain/hypothesis.ts";
import { writeInstant } from "../domain/instant.ts";
import type { IncidentCase } from "./case/case-of-incident.ts";
import type { ChangeProofs } from "./case/changes-of-incident.ts";
import type { CaseHypothesis } from "./case/hypothesis.ts";
import { isSupported, nameCause } from "./case/reach-case-verdict.ts";
import type { WeighingGround } from "./case/weighing-ground.ts";
import { type Facts, type Shown, uniteIds } from "./gather-facts.ts";
import { nameCommit, shorten } from "./prove-changes.ts";
import type { WeighedCommit } from "./weigh-commit.ts";

export interface TellInput {
  readonly incident: IncidentCase;
  /** Absent where nothing shows a failure. */
  readonly ground: WeighingGround | undefined;
  /** Strongest first. */
  readonly ranked: readonly CaseHypothesis[];
  readonly commits: readonly WeighedCommit[];
  readonly proofs: ChangeProofs;
  readonly facts: Facts;
  readonly suspects: readonly Shown<SignatureFact>[];
  /** Sentences about checks that gave no answer. */
  readonly unseen: readonly string[];
}

const NOTHING_SEEN: Hypothesis = {
  rank: 1,
  cause: { kind: "no-change", id: "external" },
  status: "unresolved",
  summary: "No change of ours: an external cause",
  for: [],
  against: [],
  refuteBy: "Call the dependency by itself, with the bot's own settings, from the bot's own network.",
};

/** Every change, and of what is no change whatever has a mechanism; that the cause is external always. */
export function tellHypotheses(input: TellInput, { status }: Verdict): readonly Hypothesis[] {
  const { ranked, ground } = input;
  if (ground === undefined) return [NOTHING_SEEN];
  const told = ranked.filter(
    (one) => toCause(one).kind !== "no-change" || isSupported(one) || one.cause.kind === "external",
  );
  return told.map((one, index) => ({
    rank: index + 1,
    cause: toCause(one),
    status: statusOf(one, input, status),
    summary: summariseCause(one, input),
    for: tellArguments(one, one.for, input),
    against: tellAgainst(one, input),
    refuteBy: probeOf(one),
  }));
}

/** A live incident knows no changes but these, and something has failed. */
export function toCause({ cause: { kind, id } }: CaseHypothesis): Cause {
  switch (kind) {
    case "commit":
    case "deploy":
    case "variable":
      return { kind, id };
    case "dependency":
    case "flag":
    case "model":
    case "none":
    case "unknown":
      return { kind: "no-change", id: "unknown" };
    default:
      return { kind: "no-change", id: kind };
  }
}

/** The commit that a hypothesis is about. */
export function commitOf({ cause: { kind, id } }: CaseHypothesis, { commits }: TellInput): WeighedCommit | undefined {
  return kind === "commit" ? commits.find(({ commit }) => commit.fact.id === id) : undefined;
}

export function isProven({ cause: { kind, id } }: CaseHypothesis, { proofs }: TellInput): boolean {
  return (kind === "commit" && proofs.commits.has(id)) || (kind === "deploy" && proofs.deployments.has(id));
}

function statusOf(one: CaseHypothesis, input: TellInput, verdict: Verdict["status"]): Hypothesis["status"] {
  if (one.isRuledOut) return "refuted";
  const weighed = commitOf(one, input);
  if (isSupported(one) || weighed?.stands === true) return "supported";
  // What was not read of it clears it of nothing.
  if (weighed?.mechanism === undefined && weighed?.commit.fact.cut === true) return "unresolved";
  return verdict === "confirmed" ? "refuted" : "unresolved";
}

/** What was proven cites the store already; arguments of the engine that nothing of the store shows are left out. */
function tellArguments(one: CaseHypothesis, given: readonly Argument[], input: TellInput): readonly Argument[] {
  const { incident, ground } = input;
  if (ground === undefined || isProven(one, input)) return given;
  return given.flatMap(({ says, evidence }) => {
    const known = incident.citesOf(evidence, ground);
    return known.length === 0 ? [] : [{ says: inOwnWords(says, input), evidence: known }];
  });
}

function tellAgainst(one: CaseHypothesis, input: TellInput): readonly Argument[] {
  const told = tellArguments(one, one.against, input);
  const weighed = commitOf(one, input);
  if (weighed === undefined || isProven(one, input)) return told;
  return [...told, ...weighed.against, ...(weighed.ranWell === undefined ? [] : [weighed.ranWell])];
}

/** The bot has no name in a live incident, and a commit's is written as people write it. */
function inOwnWords(says: string, { commits }: TellInput): string {
  const short = commits.reduce((text, { commit: { fact } }) => text.replaceAll(fact.id, shorten(fact.id)), says);
  const told = short.replace(/^It changes bot\b/, "It changes the bot").replace(/\bbot fails\b/, "the bot fails");
  return told.charAt(0).toUpperCase() + told.slice(1);
}

/** What a change does tells more than when and where; of what is no change the first reason is the best. */
export function reasonsFor(one: CaseHypothesis, input: TellInput): string {
  const told = tellArguments(one, one.for, input).map(({ says }) => says);
  const inOrder = toCause(one).kind === "no-change" ? told : told.toReversed();
  return inOrder.slice(0, 3).join(" ");
}

export function summariseCause(one: CaseHypothesis, input: TellInput): string {
  const { cause } = one;
  const { facts } = input;
  const commit = commitOf(one, input);
  if (commit !== undefined) return `${nameCommit(commit)} by ${commit.commit.fact.author}`;
  const deployment = facts.deployments.find(({ fact }) => fact.id === cause.id)?.fact;
  if (cause.kind === "deploy" && deployment !== undefined)
    return `Deployment ${deployment.id} of ${writeInstant(deployment.createdAt)}`;
  const variable = facts.variables.find(({ fact }) => fact.name === cause.id)?.fact;
  if (cause.kind === "variable" && variable !== undefined)
    return `Variable ${variable.name} was ${variable.change}, as seen at ${writeInstant(variable.seenAt)}`;
  return `No change of ours: ${nameCause(cause)}`;
}

/** The cheapest probe, with a commit's id as people write it. */
export function probeOf({ cause, refuteBy }: CaseHypothesis): string {
  return cause.kind === "commit" ? refuteBy.replace(cause.id, shorten(cause.id)) : refuteBy;
}

/** Evidence of what speaks for it. */
export function evidenceFor(one: CaseHypothesis, input: TellInput): readonly string[] {
  return uniteIds(...tellArguments(one, one.for, input).map(({ evidence }) => evidence));
}
