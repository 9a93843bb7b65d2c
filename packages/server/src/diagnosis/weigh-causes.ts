/** Every candidate cause with its arguments: commits, deployments, variables, and no change of ours. */

import type { DeploymentFact, SignatureFact } from "../domain/evidence.ts";
import type { Argument, Cause, Hypothesis } from "../domain/hypothesis.ts";
import { MINUTE, writeInstant } from "../domain/instant.ts";
import { isConfigured, isExternal, isInfrastructure, nameSignature, wordsOf } from "./classify-signature.ts";
import { isDown } from "./deployed-history.ts";
import type { Sign } from "./find-onset.ts";
import { type SeenVariable, type Shown, uniteIds } from "./gather-facts.ts";
import type { WeighingGround } from "./trace-signature.ts";
import type { WeighedCommit } from "./weigh-commit.ts";

/** A hypothesis before it has its rank, and how strongly it speaks. */
export interface Candidate extends Omit<Hypothesis, "rank"> {
  /** Higher speaks more strongly; only for the order. */
  readonly weight: number;
}

const WEIGHT = {
  line: 100,
  named: 85,
  linked: 80,
  weak: 60,
  /** An earlier deployment ran it too, and another commit came with the one under which the failure began. */
  older: 55,
  open: 30,
  /** Came with the deployment under which the failure began: no reason to blame it, but the next to look at. */
  fresh: 20,
  elsewhere: 5,
  unlikely: 10,
  refuted: 0,
} as const;

/** A dependency that fails is logged so long before the next look through Slack notices it. */
const LEAD_MS = 10 * MINUTE;

/** Parts of names that say nothing of what a variable is for. */
const PLAIN_PARTS: ReadonlySet<string> = new Set(
  "enable enabled disable disabled improved new old key token secret url uri api app bot id host port env node mode max min timeout ms limit log level".split(
    " ",
  ),
);

export function weighCommits(commits: readonly WeighedCommit[]): readonly Candidate[] {
  const leader = commits.find(({ stands, mechanism }) => stands && mechanism?.strength === "line");
  const hasFresh = commits.some(({ stands, isFresh }) => stands && isFresh);
  return commits.map((weighed) => {
    const candidate = toCommitCandidate(weighed, leader);
    return hasFresh && weighed.stands && !weighed.isFresh ? { ...candidate, weight: WEIGHT.older } : candidate;
  });
}

function toCommitCandidate(weighed: WeighedCommit, leader: WeighedCommit | undefined): Candidate {
  const { id, author } = weighed.commit.fact;
  const against = [...weighed.against, ...missingMechanism(weighed, leader)];
  const status = statusOfCommit(weighed, leader);
  return {
    cause: { kind: "commit", id },
    status,
    summary: `${nameCommit(weighed)} by ${author}`,
    for: weighed.for,
    against,
    refuteBy: `Revert ${shorten(id)} in a copy and repeat the failing request: if it still fails, this commit is not the cause.`,
    weight: status === "refuted" ? WEIGHT.refuted : weightOfCommit(weighed),
  };
}

export function nameCommit({ commit }: Pick<WeighedCommit, "commit">): string {
  return `Commit ${shorten(commit.fact.id)} "${commit.fact.summary}"`;
}

export function shorten(commit: string): string {
  return commit.slice(0, 7);
}

function weightOfCommit({ stands, mechanism, touchesStackElsewhere, isFresh }: WeighedCommit): number {
  if (stands) return mechanism?.strength === "line" ? WEIGHT.line : WEIGHT.weak;
  if (mechanism !== undefined) return isFresh ? WEIGHT.open : WEIGHT.unlikely;
  return (isFresh ? WEIGHT.fresh : WEIGHT.unlikely) + (touchesStackElsewhere ? WEIGHT.elsewhere : 0);
}

function statusOfCommit(weighed: WeighedCommit, leader: WeighedCommit | undefined): Hypothesis["status"] {
  if (weighed.timing === "after") return "refuted";
  if (weighed.stands) return "supported";
  // What was not read of it clears it of nothing.
  if (weighed.mechanism === undefined && weighed.commit.fact.cut === true) return "unresolved";
  return leader === undefined ? "unresolved" : "refuted";
}

function missingMechanism(weighed: WeighedCommit, leader: WeighedCommit | undefined): readonly Argument[] {
  const { mechanism, suspicion, commit, touchesStackElsewhere } = weighed;
  if (mechanism !== undefined) return [];
  if (commit.fact.cut === true) {
    const says = "No line of it that was read is in the stack, but it changed more files than could be kept.";
    return [{ says, evidence: commit.evidence }];
  }
  if (suspicion === undefined) {
    return [{ says: "No logged error leads to any of its lines.", evidence: commit.evidence }];
  }
  const { signature } = suspicion;
  if (signature.fact.ownFrames.length === 0) {
    return [{ says: "The error shows no line of the bot's own code.", evidence: signature.evidence }];
  }
  const place = touchesStackElsewhere
    ? "It changed a file of the stack, but none of the lines that were running."
    : "None of the lines in the stack is its own.";
  const better = leader === undefined ? "" : ` ${nameCommit(leader)} changed the line that throws.`;
  return [{ says: `${place}${better}`, evidence: uniteIds(commit.evidence, signature.evidence) }];
}

/** A deployment brings commits; it is a cause of its own only where none of them explains the failure. */
export function weighDeployments(ground: WeighingGround, commits: readonly WeighedCommit[]): readonly Candidate[] {
  return ground.facts.deployments.map((deployment) => {
    const { id, createdAt } = deployment.fact;
    const base = {
      cause: { kind: "deploy", id } as const,
      summary: `Deployment ${id} of ${writeInstant(createdAt)}`,
      refuteBy: `Roll back to the deployment before ${id}: if the failure stays, this deployment is not the cause.`,
    };
    return { ...base, ...judgeDeployment(deployment, ground, commits) };
  });
}

function judgeDeployment(
  deployment: Shown<DeploymentFact>,
  { facts, history, onset }: WeighingGround,
  commits: readonly WeighedCommit[],
): Judgement {
  const { createdAt, status } = deployment.fact;
  const start = onset.first;
  if (start !== undefined && createdAt > start.at + MINUTE) {
    const says = `It was created at ${writeInstant(createdAt)}, after the failure began.`;
    return { status: "refuted", for: [], against: [argue(says, deployment, start)], weight: WEIGHT.refuted };
  }
  const brought = commits.find(({ stands, commit }) => stands && history.holds(deployment.fact, commit.fact.id));
  if (brought !== undefined) {
    const says = `It brought ${nameCommit(brought)}, which explains the failure more closely.`;
    return {
      status: "unresolved",
      for: [],
      against: [argue(says, deployment, brought.commit)],
      weight: WEIGHT.unlikely,
    };
  }
  const isLast = facts.deployments.at(-1)?.fact.id === deployment.fact.id;
  if (isDown(deployment.fact) && isLast) {
    const says = `It ${status} at ${writeInstant(createdAt)}, and no deployment has worked since.`;
    return { status: "supported", for: [argue(says, deployment)], against: [], weight: WEIGHT.linked };
  }
  const says = "Nothing seen shows how it would cause the failure.";
  return { status: "unresolved", for: [], against: [argue(says, deployment)], weight: WEIGHT.unlikely };
}

export function weighVariables(
  { facts, onset }: WeighingGround,
  suspects: readonly Shown<SignatureFact>[],
): readonly Candidate[] {
  return facts.variables.map((variable) => {
    const { name, change, seenAt } = variable.fact;
    return {
      cause: { kind: "variable", id: name },
      summary: `Variable ${name} was ${change}, as seen at ${writeInstant(seenAt)}`,
      refuteBy: `Put the former value of ${name} back and repeat the failing request.`,
      ...judgeVariable(variable, onset.first, suspects),
    };
  });
}

type Judgement = Pick<Candidate, "status" | "for" | "against" | "weight">;

/** Who looks only after the failure began sees that a variable changed since the last look, but not when. */
function judgeVariable(
  variable: Shown<SeenVariable>,
  start: Sign | undefined,
  suspects: readonly Shown<SignatureFact>[],
): Judgement {
  const { since, seenAt } = variable.fact;
  if (start === undefined || seenAt <= start.at) return linkVariable(variable, suspects);
  if (since !== undefined && since >= start.at) {
    const says = `It changed after ${writeInstant(since)}, when the failure had begun.`;
    return { status: "refuted", for: [], against: [argue(says, variable, start)], weight: WEIGHT.refuted };
  }
  const says = `The change was seen after the failure began at ${writeInstant(start.at)}; when it was made is not known.`;
  const linked = since === undefined ? unlinked(variable) : linkVariable(variable, suspects);
  return { ...linked, against: [...linked.against, argue(says, variable, start)] };
}

/** What ties a variable to an error: its name, or an error of credentials and addresses. */
function linkVariable(variable: Shown<SeenVariable>, suspects: readonly Shown<SignatureFact>[]): Judgement {
  const named = suspects.find(({ fact }) => isNamedIn(variable.fact.name, wordsOf(fact)));
  const link = named ?? suspects.find(({ fact }) => isConfigured(fact));
  if (link === undefined) return unlinked(variable);
  const how = named === undefined ? "is one of credentials or addresses" : "names what the variable is for";
  const says = `It changed since the bot was well, and ${nameSignature(link.fact)} ${how}.`;
  const weight = named === undefined ? WEIGHT.linked : WEIGHT.named;
  return { status: "supported", for: [argue(says, variable, link)], against: [], weight };
}

function isNamedIn(variable: string, words: string): boolean {
  const parts = variable.toLowerCase().split(/[^a-z0-9]+/);
  return parts.some((part) => part.length > 2 && !PLAIN_PARTS.has(part) && words.toLowerCase().includes(part));
}

function unlinked(variable: Shown<SeenVariable>): Judgement {
  const says = "Nothing in the errors leads to it.";
  return { status: "unresolved", for: [], against: [argue(says, variable)], weight: WEIGHT.open };
}

/** "No change of ours" is always weighed. */
export function weighNoChange(
  ground: WeighingGround,
  suspects: readonly Shown<SignatureFact>[],
  commits: readonly WeighedCommit[],
): readonly Candidate[] {
  const looked = ground.facts.looked.get("errors") ?? [];
  const telling = suspects.filter(({ fact }) => fact.isNew || beganWithTheFailure(fact, ground));
  const external = toNoChange(
    "external",
    telling.filter(({ fact }) => isExternal(fact)),
    looked,
  );
  const infrastructure = telling.filter(({ fact }) => isInfrastructure(fact));
  const leader = commits.find(({ stands, mechanism }) => stands && mechanism?.strength === "line");
  const against =
    leader === undefined ? [] : [argue(`${nameCommit(leader)} changed the line that throws.`, leader.commit)];
  return [
    { ...external, against: [...external.against, ...against] },
    ...(infrastructure.length === 0 ? [] : [toNoChange("infrastructure", infrastructure, looked)]),
  ];
}

/** An error that was logged long before users felt anything does not explain what they feel. */
function beganWithTheFailure({ first }: SignatureFact, { onset }: WeighingGround): boolean {
  return onset.impact === undefined || first >= onset.impact.at - LEAD_MS;
}

function toNoChange(
  id: "external" | "infrastructure",
  signs: readonly Shown<SignatureFact>[],
  looked: readonly string[],
): Candidate {
  const [sign] = signs;
  const cause: Cause = { kind: "no-change", id };
  const refuteBy =
    id === "external"
      ? "Call the dependency by itself, with the bot's own settings, from the bot's own network."
      : "Look at the platform's memory, disk and process limits at the time of the failure.";
  if (sign === undefined) {
    const says = "No error of a connection, a quota or a failing service is logged.";
    const against = looked.length === 0 ? [] : [{ says, evidence: looked }];
    return {
      cause,
      status: "unresolved",
      summary: "No change of ours: an external cause",
      for: [],
      against,
      refuteBy,
      weight: WEIGHT.unlikely + 1,
    };
  }
  const says = `${nameSignature(sign.fact)} was logged ${sign.fact.count} times since ${writeInstant(sign.fact.first)}.`;
  const summary = `No change of ours: ${id === "external" ? "an external service or the network" : "the infrastructure"}`;
  return {
    cause,
    status: "supported",
    summary,
    for: [argue(says, sign)],
    against: [],
    refuteBy,
    weight: WEIGHT.linked - 5,
  };
}

function argue(says: string, ...shown: readonly { readonly evidence: readonly string[] }[]): Argument {
  return { says, evidence: uniteIds(...shown.map(({ evidence }) => evidence)) };
}
