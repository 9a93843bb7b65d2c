/** One verdict over what the engine weighed, in the words of the incident. */

import type { SignatureFact } from "../domain/evidence.ts";
import type { Verdict } from "../domain/hypothesis.ts";
import { writeInstant } from "../domain/instant.ts";
import type { CaseVerdict } from "./case/case-answer.ts";
import { BOT } from "./case/changes-of-incident.ts";
import type { CaseHypothesis } from "./case/hypothesis.ts";
import { isSupported, nameCause, reachCaseVerdict, rivalsOf } from "./case/reach-case-verdict.ts";
import { componentOf, nameSignature } from "./classify-signature.ts";
import { uniteIds } from "./gather-facts.ts";
import { doubtsAbout, nameCommit } from "./prove-changes.ts";
import {
  commitOf,
  evidenceFor,
  isProven,
  probeOf,
  reasonsFor,
  summariseCause,
  type TellInput,
  toCause,
} from "./tell-hypotheses.ts";
import type { WeighedCommit } from "./weigh-commit.ts";

/** Only a commit whose line throws is ever confirmed: nothing else is proven by what a live incident shows. */
export function tellVerdict(input: TellInput): Verdict {
  const { ground, ranked } = input;
  const [top] = ranked;
  if (ground === undefined || top === undefined) return inconclusive(input, []);
  const found = reachCaseVerdict(ground, ranked);
  const commit = commitOf(top, input);
  // That it came just then is a lead, on which nobody takes a change of a live bot back.
  if (found.status === "inconclusive" || !isSupported(top)) return inconclusive(input, undecidedBetween(input, top));
  if (commit === undefined) return tellOther(top, found, input);
  return isProven(top, input) ? tellCommit(commit, top, input) : tellRead(commit, found, input);
}

function undecidedBetween(input: TellInput, top: CaseHypothesis): readonly string[] {
  const { ranked, commits } = input;
  const rivals = rivalsOf(top, ranked).map(({ cause }) => nameCause(cause));
  const commit = commitOf(top, input);
  const doubts = commit?.stands === true ? doubtsAbout(commit, commits) : [];
  return [
    ...new Set([...doubts, ...doubtsAboutStanding(commits)]),
    ...(rivals.length === 0 ? [] : [`Not ruled out: ${rivals.join("; ")}.`]),
  ];
}

/** Why commits whose lines lead to the error are not blamed for it. */
function doubtsAboutStanding(commits: readonly WeighedCommit[]): readonly string[] {
  const standing = commits.filter(({ stands }) => stands);
  return [...new Set(standing.flatMap((one) => doubtsAbout(one, commits)))];
}

/** Confirmed with everything, likely when one thing is missing, else inconclusive. */
function tellCommit(leader: WeighedCommit, top: CaseHypothesis, input: TellInput): Verdict {
  const lacking = [...doubtsAbout(leader, input.commits), ...notRuledOut(top, input)];
  if (lacking.length > 1) return inconclusive(input, lacking);
  const { commit, mechanism, suspicion } = leader;
  const signature = suspicion?.signature;
  const told = signature === undefined ? "." : tellSignature(signature.fact);
  return {
    status: lacking.length === 0 ? "confirmed" : "likely",
    cause: { kind: "commit", id: commit.fact.id },
    component: "own-code",
    origin: "own-code",
    summary: `${nameCommit(leader)} by ${commit.fact.author} ${mechanism?.says ?? "changed the failing code"}${told}`,
    evidence: uniteIds(commit.evidence, ...leader.for.map((argument) => argument.evidence)),
    missing: [...lacking, ...input.unseen],
  };
}

/** What still stands beside it: a confirmed cause has nothing beside it that is supported at all. */
function notRuledOut(top: CaseHypothesis, input: TellInput): readonly string[] {
  const { ranked } = input;
  const near = rivalsOf(top, ranked);
  const rivals = ranked.filter(
    (one) => one !== top && (near.includes(one) || (isSupported(one) && top.mechanism === "full")),
  );
  return rivals.length === 0 ? [] : [`Not ruled out: ${rivals.map((one) => summariseCause(one, input)).join("; ")}.`];
}

/** `, where TypeError "…" has been thrown since 14:02:11 UTC (12 times); the error was not there before.` */
function tellSignature(signature: SignatureFact): string {
  const times = signature.count === 1 ? "once" : `${signature.count} times`;
  const before = signature.isNew ? "; the error was not there before." : ".";
  const since = writeInstant(signature.first).slice("2026-11-23 ".length);
  return `, where ${nameSignature(signature)} has been thrown since ${since} (${times})${before}`;
}

/** Blamed for what its lines do: no stack shows them, so with anything else missing it is a lead and no more. */
function tellRead(commit: WeighedCommit, found: CaseVerdict, input: TellInput): Verdict {
  const [top] = input.ranked;
  if (top === undefined) return inconclusive(input, []);
  const { mechanism, isTimely } = top;
  const doubts: readonly (readonly [boolean, string])[] = [
    [mechanism !== "full", "Of its lines and the failure only a part fits together."],
    [!isTimely || commit.timing !== "before", "That the commit ran when the failure began is not shown."],
    [commit.ranWell !== undefined, commit.ranWell?.says ?? ""],
  ];
  const lacking = [
    "That its lines fail is read from what they do; no stack shows it.",
    ...doubts.filter(([isOpen]) => isOpen).map(([, says]) => says),
    ...notRuledOut(top, input),
  ];
  if (lacking.length > 1) return inconclusive(input, lacking);
  const verdict = tellOther(top, found, input);
  return { ...verdict, missing: [...lacking, ...verdict.missing] };
}

function tellOther(top: CaseHypothesis, found: CaseVerdict, input: TellInput): Verdict {
  const reasons = reasonsFor(top, input);
  const summary = summariseCause(top, input);
  return {
    status: "likely",
    cause: toCause(top),
    component: componentFor(top, found, input),
    origin: originOf(top, found, input),
    summary: reasons === "" ? `${summary}.` : `${summary}: ${reasons}`,
    evidence: evidenceFor(top, input),
    missing: [`To rule it out: ${probeOf(top)}`, ...doubtsAboutStanding(input.commits), ...input.unseen],
  };
}

function componentFor({ cause }: CaseHypothesis, { component }: CaseVerdict, { suspects }: TellInput): string {
  if (cause.kind === "deploy" || cause.kind === "infrastructure") return "platform";
  if (component !== BOT) return component;
  const [signature] = suspects;
  if (signature !== undefined) return componentOf(signature.fact);
  return cause.kind === "commit" ? "own-code" : "unknown";
}

/** A deployment alone tells of nobody; a credential that is refused is put right in the bot's settings. */
function originOf({ cause }: CaseHypothesis, { origin }: CaseVerdict, { ground }: TellInput): Verdict["origin"] {
  if (cause.kind === "deploy" || origin === "none") return "unknown";
  return cause.kind === "external" && ground?.symptoms.has("auth") === true ? "config" : origin;
}

function inconclusive(input: TellInput, lacking: readonly string[]): Verdict {
  const { commits, ranked, suspects, unseen, facts } = input;
  const next = ranked.find(({ isRuledOut, score, cause }) => !isRuledOut && (score > 0 || cause.kind === "external"));
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
      : `${summariseCause(next, input)} is suspected, but not shown to be the cause.`;
  return {
    status: "inconclusive",
    cause: { kind: "no-change", id: "unknown" },
    component: signature === undefined ? "unknown" : componentOf(signature.fact),
    origin: "unknown",
    summary,
    evidence: signature?.evidence ?? uniteIds(...facts.looked.values()),
    missing: [...lacking, ...(next === undefined ? [] : [`Next: ${probeOf(next)}`]), ...unseen],
  };
}
