/** The verdict, by rule: mechanism, timing, a new error and no rival; never by who came last. */

import type { SignatureFact } from "../domain/evidence.ts";
import type { Verdict } from "../domain/hypothesis.ts";
import { MINUTE, type Milliseconds, writeDuration, writeInstant } from "../domain/instant.ts";
import { componentOf, isExternal, isRefusal, nameSignature } from "./classify-signature.ts";
import { type Shown, uniteIds } from "./gather-facts.ts";
import { type Candidate, nameCommit } from "./weigh-causes.ts";
import type { WeighedCommit } from "./weigh-commit.ts";

/** Scenarios come round every few minutes: code that ran this long without its error needed more than itself to fail. */
const LONGEST_QUIET_MS: Milliseconds = 30 * MINUTE;

export interface VerdictInput {
  readonly commits: readonly WeighedCommit[];
  /** Strongest first. */
  readonly candidates: readonly Candidate[];
  readonly suspects: readonly Shown<SignatureFact>[];
  /** Sentences about checks that gave no answer. */
  readonly unseen: readonly string[];
  readonly looked: readonly string[];
}

export function reachVerdict(input: VerdictInput): Verdict {
  const leader = leaderOf(input.commits);
  if (leader !== undefined) return judgeCommit(leader, input);
  const [first, second] = input.candidates.filter(({ status }) => status === "supported");
  if (first === undefined) return inconclusive(input, []);
  const isAlone = second === undefined || second.weight < first.weight;
  return isAlone
    ? judgeOther(first, input)
    : inconclusive(input, [`Two causes are supported alike: ${first.summary}; ${second.summary}.`]);
}

/** Who changed the line that throws leads, unless that line ran long and well, until another commit came to what calls it. */
function leaderOf(commits: readonly WeighedCommit[]): WeighedCommit | undefined {
  const standing = commits.filter(({ stands }) => stands);
  const [line] = standing.filter(({ mechanism }) => mechanism?.strength === "line");
  if (line === undefined) return standing[0];
  return ranLong(line) ? (standing.find(({ isFresh }) => isFresh) ?? line) : line;
}

function ranLong({ isFresh, quietMs }: WeighedCommit): boolean {
  return !isFresh && quietMs !== undefined && quietMs > LONGEST_QUIET_MS;
}

/** Confirmed with everything, likely when one thing is missing, else inconclusive. */
function judgeCommit(leader: WeighedCommit, input: VerdictInput): Verdict {
  const lacking = lackingFor(leader, input);
  if (lacking.length > 1) return inconclusive(input, lacking);
  const { commit, mechanism, suspicion } = leader;
  const signature = suspicion?.signature;
  const evidence = uniteIds(commit.evidence, ...leader.for.map((argument) => argument.evidence));
  const told = signature === undefined ? "." : tellSignature(signature.fact);
  return {
    status: lacking.length === 0 ? "confirmed" : "likely",
    cause: { kind: "commit", id: commit.fact.id },
    component: "own-code",
    origin: "own-code",
    summary: `${nameCommit(leader)} by ${commit.fact.author} ${mechanism?.says ?? "changed the failing code"}${told}`,
    evidence,
    missing: [...lacking, ...input.unseen],
  };
}

function lackingFor(leader: WeighedCommit, { commits, candidates }: VerdictInput): readonly string[] {
  const { mechanism, timing, suspicion, quietMs } = leader;
  const standing = commits.filter(({ stands }) => stands);
  const isOlder = !leader.isFresh && standing.some(({ isFresh }) => isFresh);
  const rivals = [
    ...standing.filter((commit) => commit !== leader && !(leader.isFresh && ranLong(commit))).map(nameCommit),
    ...candidates
      .filter(({ cause, status }) => cause.kind !== "commit" && status === "supported")
      .map(({ summary }) => summary),
  ];
  return [
    ...(mechanism?.strength === "line" ? [] : ["The line that throws is not one that the commit wrote."]),
    ...(suspicion === undefined || !isRefusal(suspicion.signature.fact)
      ? []
      : [`That the change made the other side answer ${nameSignature(suspicion.signature.fact)} is not shown.`]),
    ...(timing === "before" ? [] : ["That the commit ran when the failure began is not shown."]),
    ...(suspicion?.signature.fact.isNew === true ? [] : ["That the error was not there before is not shown."]),
    ...(quietMs === undefined || quietMs <= LONGEST_QUIET_MS
      ? []
      : [
          `It ran for ${writeDuration(quietMs)} before the error was first seen, so something else must have come to it.`,
        ]),
    ...(isOlder ? ["An earlier deployment ran it too, and the error began under a later one."] : []),
    ...(rivals.length === 0 ? [] : [`Not ruled out: ${rivals.join("; ")}.`]),
  ];
}

/** `, where TypeError "…" has been thrown since 14:02:11 UTC (12 times); the error was not there before.` */
function tellSignature(signature: SignatureFact): string {
  const times = signature.count === 1 ? "once" : `${signature.count} times`;
  const before = signature.isNew ? "; the error was not there before." : ".";
  const since = writeInstant(signature.first).slice("2026-11-23 ".length);
  return `, where ${nameSignature(signature)} has been thrown since ${since} (${times})${before}`;
}

function judgeOther(leader: Candidate, input: VerdictInput): Verdict {
  const [signature] = input.suspects;
  const named = input.suspects.find(({ fact }) => isExternal(fact)) ?? signature;
  const component = leader.cause.kind === "deploy" || leader.cause.id === "infrastructure" ? "platform" : undefined;
  const argument = leader.for[0];
  return {
    status: "likely",
    cause: leader.cause,
    component: component ?? (named === undefined ? "unknown" : componentOf(named.fact)),
    origin: originOf(leader),
    summary: argument === undefined ? `${leader.summary}.` : `${leader.summary}: ${argument.says}`,
    evidence: uniteIds(...leader.for.map(({ evidence }) => evidence)),
    missing: [`To rule it out: ${leader.refuteBy}`, ...input.unseen],
  };
}

function originOf({ cause }: Candidate): Verdict["origin"] {
  if (cause.kind === "variable") return "config";
  if (cause.kind === "no-change" && cause.id !== "unknown") return "external";
  return "unknown";
}

function inconclusive(input: VerdictInput, lacking: readonly string[]): Verdict {
  const { commits, candidates, suspects, unseen, looked } = input;
  const next = candidates.find(({ status }) => status !== "refuted");
  const [signature] = suspects;
  const said =
    signature === undefined
      ? "No error of the bot explains the failure"
      : `No change seen explains ${nameSignature(signature.fact)}`;
  const fresh = commits.find(({ commit, isFresh }) => isFresh && commit.fact.id === next?.cause.id);
  const came = fresh === undefined ? "" : ` ${nameCommit(fresh)} came just before it, which alone shows nothing.`;
  const summary =
    lacking.length === 0 || next === undefined
      ? `${said}.${came}`
      : `${next.summary} is suspected, but not shown to be the cause.`;
  return {
    status: "inconclusive",
    cause: { kind: "no-change", id: "unknown" },
    component: signature === undefined ? "unknown" : componentOf(signature.fact),
    origin: "unknown",
    summary,
    evidence: signature?.evidence ?? looked,
    missing: [...lacking, ...(next === undefined ? [] : [`Next: ${next.refuteBy}`]), ...unseen],
  };
}
