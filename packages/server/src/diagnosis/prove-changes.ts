/** What the history of lines and deployments proves of commits and deployments, for the engine that weighs all causes. */

import type { DeploymentFact } from "../domain/evidence.ts";
import type { Argument } from "../domain/hypothesis.ts";
import { MINUTE, type Milliseconds, writeDuration, writeInstant } from "../domain/instant.ts";
import type { ChangeProof } from "./case/case.ts";
import type { ChangeProofs } from "./case/changes-of-incident.ts";
import { isRefusal, nameSignature } from "./classify-signature.ts";
import { isDown } from "./deployed-history.ts";
import { type Shown, uniteIds } from "./gather-facts.ts";
import type { WeighingGround } from "./trace-signature.ts";
import type { WeighedCommit } from "./weigh-commit.ts";

/** On the scale of the engine: 3 speaks for something, and a rival stands within 2 of the first. */
const SCORE = {
  line: 8,
  weak: 6.5,
  /** An earlier deployment ran it too, and another commit came with the one under which the failure began. */
  older: 6.4,
  ranLong: 4,
  doubted: 2.5,
  acquitted: 2,
  /** Came with the deployment under which the failure began: no reason to blame it, but the next to look at. */
  fresh: 1.5,
  elsewhere: 0.3,
  unlikely: -1,
  down: 5,
  refuted: -8,
} as const;

/** Scenarios come round every few minutes: code that ran this long without its error needed more than itself to fail. */
const LONGEST_QUIET_MS: Milliseconds = 30 * MINUTE;

/** A commit of which no stack shows a line is weighed by what its lines do, unless another's line is known to throw. */
export function proveChanges(
  ground: WeighingGround,
  commits: readonly WeighedCommit[],
  diffs: ReadonlyMap<string, string>,
): ChangeProofs {
  const leader = commits.find(({ stands, mechanism }) => stands && mechanism?.strength === "line");
  const isOpen = ({ commit, mechanism, timing }: WeighedCommit): boolean =>
    leader === undefined && mechanism === undefined && timing !== "after" && diffs.has(commit.fact.id);
  const proven = commits.filter((weighed) => !isOpen(weighed));
  return {
    commits: new Map(proven.map((weighed) => [weighed.commit.fact.id, proveCommit(weighed, commits, leader)])),
    deployments: new Map(ground.facts.deployments.map((one) => [one.fact.id, proveDeployment(one, ground, commits)])),
  };
}

function proveCommit(
  weighed: WeighedCommit,
  commits: readonly WeighedCommit[],
  leader: WeighedCommit | undefined,
): ChangeProof {
  const isRuledOut = weighed.timing === "after";
  return {
    mechanism: isRuledOut ? "none" : mechanismOf(weighed, commits),
    score: isRuledOut ? SCORE.refuted : scoreOf(weighed, commits),
    isTimely: weighed.timing === "before",
    isRuledOut,
    for: weighed.for,
    against: [...weighed.against, ...missingMechanism(weighed, leader)],
  };
}

function mechanismOf(weighed: WeighedCommit, commits: readonly WeighedCommit[]): ChangeProof["mechanism"] {
  if (!weighed.stands) return "none";
  const doubts = doubtsAbout(weighed, commits).length;
  if (doubts === 0) return "full";
  return doubts === 1 ? "part" : "none";
}

function scoreOf(weighed: WeighedCommit, commits: readonly WeighedCommit[]): number {
  if (!weighed.stands) return scoreOfInnocent(weighed);
  if (doubtsAbout(weighed, commits).length > 1) return SCORE.doubted;
  if (!weighed.isFresh && hasFresh(commits)) return ranLong(weighed) ? SCORE.ranLong : SCORE.older;
  return weighed.mechanism?.strength === "line" ? SCORE.line : SCORE.weak;
}

function scoreOfInnocent({ mechanism, isFresh, touchesStackElsewhere }: WeighedCommit): number {
  if (mechanism !== undefined) return isFresh ? SCORE.acquitted : SCORE.unlikely;
  return (isFresh ? SCORE.fresh : SCORE.unlikely) + (touchesStackElsewhere ? SCORE.elsewhere : 0);
}

function hasFresh(commits: readonly WeighedCommit[]): boolean {
  return commits.some(({ stands, isFresh }) => stands && isFresh);
}

function ranLong({ isFresh, quietMs }: WeighedCommit): boolean {
  return !isFresh && quietMs !== undefined && quietMs > LONGEST_QUIET_MS;
}

/** What is not shown of a commit whose lines lead to the error: with one it is likely, with more it is not blamed. */
export function doubtsAbout(weighed: WeighedCommit, commits: readonly WeighedCommit[]): readonly string[] {
  const { mechanism, timing, suspicion, quietMs, isFresh } = weighed;
  const signature = suspicion?.signature.fact;
  const isOlder = !isFresh && hasFresh(commits);
  const ranFor = quietMs === undefined || quietMs <= LONGEST_QUIET_MS ? undefined : writeDuration(quietMs);
  const doubts: readonly (readonly [boolean, string])[] = [
    [mechanism?.strength !== "line", "The line that throws is not one that the commit wrote."],
    [
      signature !== undefined && isRefusal(signature),
      `That the change made the other side answer ${signature === undefined ? "" : nameSignature(signature)} is not shown.`,
    ],
    [timing !== "before", "That the commit ran when the failure began is not shown."],
    [signature?.isNew !== true, "That the error was not there before is not shown."],
    [
      ranFor !== undefined,
      `It ran for ${ranFor ?? ""} before the error was first seen, so something else must have come to it.`,
    ],
    [isOlder, "An earlier deployment ran it too, and the error began under a later one."],
  ];
  return doubts.filter(([isOpen]) => isOpen).map(([, says]) => says);
}

/** `Commit 1a2b3c4 "Shorten note titles"`. */
export function nameCommit({ commit }: Pick<WeighedCommit, "commit">): string {
  return `Commit ${shorten(commit.fact.id)} "${commit.fact.summary}"`;
}

export function shorten(commit: string): string {
  return commit.slice(0, 7);
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
function proveDeployment(
  deployment: Shown<DeploymentFact>,
  { facts, history, onset }: WeighingGround,
  commits: readonly WeighedCommit[],
): ChangeProof {
  const { createdAt, status } = deployment.fact;
  const start = onset.first;
  const open = { mechanism: "none", score: SCORE.unlikely, isTimely: false, isRuledOut: false, for: [] } as const;
  if (start !== undefined && createdAt > start.at + MINUTE) {
    const says = `It was created at ${writeInstant(createdAt)}, after the failure began.`;
    return { ...open, score: SCORE.refuted, isRuledOut: true, against: [argue(says, deployment, start)] };
  }
  const brought = commits.find(({ stands, commit }) => stands && history.holds(deployment.fact, commit.fact.id));
  if (brought !== undefined) {
    const says = `It brought ${nameCommit(brought)}, which explains the failure more closely.`;
    return { ...open, against: [argue(says, deployment, brought.commit)] };
  }
  const isLast = facts.deployments.at(-1)?.fact.id === deployment.fact.id;
  if (isDown(deployment.fact) && isLast) {
    const says = `It ${status} at ${writeInstant(createdAt)}, and no deployment has worked since.`;
    return {
      ...open,
      mechanism: "part",
      score: SCORE.down,
      isTimely: true,
      for: [argue(says, deployment)],
      against: [],
    };
  }
  return { ...open, against: [argue("Nothing seen shows how it would cause the failure.", deployment)] };
}

function argue(says: string, ...shown: readonly { readonly evidence: readonly string[] }[]): Argument {
  return { says, evidence: uniteIds(...shown.map(({ evidence }) => evidence)) };
}
