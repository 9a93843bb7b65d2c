/** From evidence to findings, hypotheses and a verdict. The same evidence always gives the same answer. */

import type { CheckState } from "../domain/check.ts";
import type { Digest, Evidence, SignatureFact } from "../domain/evidence.ts";
import type { Diagnosis } from "../domain/hypothesis.ts";
import type { Instant } from "../domain/instant.ts";
import type { Rules } from "../domain/rules.ts";
import { answerFindings, unseenChecks } from "./answer-findings.ts";
import { caseOfIncident } from "./case/case-of-incident.ts";
import { rankHypotheses } from "./case/rank-hypotheses.ts";
import { surveyCase } from "./case/weighing-ground.ts";
import { createDeployedHistory } from "./deployed-history.ts";
import { findOnset } from "./find-onset.ts";
import { gatherFacts, type Shown } from "./gather-facts.ts";
import { proveChanges } from "./prove-changes.ts";
import { tellHypotheses } from "./tell-hypotheses.ts";
import { tellVerdict } from "./tell-verdict.ts";
import type { WeighingGround } from "./trace-signature.ts";
import { suspect, weighCommit } from "./weigh-commit.ts";

export interface DiagnoseInput {
  readonly evidence: readonly Evidence[];
  /** Bodies that the evidence refers to, as far as they can still be read. */
  readonly texts: ReadonlyMap<Digest, string>;
  readonly checks: readonly CheckState[];
  readonly openedAt: Instant;
  readonly rules: Rules;
}

/** Every id that the answer cites is the id of a piece of this evidence. */
export function diagnose({ evidence, texts, checks, openedAt, rules }: DiagnoseInput): Diagnosis {
  const facts = gatherFacts(evidence);
  const ground: WeighingGround = {
    facts,
    history: createDeployedHistory(facts.commits, facts.deployments),
    onset: findOnset(facts),
    baselineFrom: openedAt - rules.detection.baselineMs,
  };
  const suspects = suspectsOf(facts.signatures);
  const suspicions = suspects.map((signature) => suspect(signature, ground));
  const commits = facts.commits.map((commit) => weighCommit(commit, suspicions, ground));
  const diffs = diffsOf(ground, texts);
  const proofs = proveChanges(ground, commits, diffs);
  const incident = caseOfIncident({ ...ground, suspects, evidence, proofs, diffs });
  const survey = surveyCase(incident.theCase, incident.logs);
  const surveyed = "first" in survey ? survey : undefined;
  const ranked = surveyed === undefined ? [] : rankHypotheses(surveyed);
  const told = { incident, ground: surveyed, ranked, commits, proofs, facts, suspects, unseen: unseenChecks(checks) };
  const verdict = tellVerdict(told);
  return { findings: answerFindings({ ground, checks, rules }), hypotheses: tellHypotheses(told, verdict), verdict };
}

/** The new errors; where none is known to be new, all of them, the most frequent first. */
function suspectsOf(signatures: readonly Shown<SignatureFact>[]): readonly Shown<SignatureFact>[] {
  const fresh = signatures.filter(({ fact }) => fact.isNew);
  const chosen = fresh.length > 0 ? fresh : signatures;
  return chosen.toSorted((one, other) => other.fact.count - one.fact.count || one.fact.first - other.fact.first);
}

/** What was read of the lines of commits, and not erased since; what a merge brought is told by the merge. */
function diffsOf({ facts, history }: WeighingGround, texts: ReadonlyMap<Digest, string>): ReadonlyMap<string, string> {
  const [newest] = facts.commits;
  const own = history.lineageOf(newest?.fact.id ?? "");
  return new Map(
    own.flatMap(({ id, diff }) => {
      const text = diff === undefined ? undefined : texts.get(diff.body);
      return text === undefined ? [] : [[id, text] as const];
    }),
  );
}
