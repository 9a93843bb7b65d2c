/** From evidence to findings, hypotheses and a verdict. The same evidence always gives the same answer. */

import type { CheckState } from "../domain/check.ts";
import type { Evidence, SignatureFact } from "../domain/evidence.ts";
import type { Diagnosis } from "../domain/hypothesis.ts";
import type { Instant } from "../domain/instant.ts";
import type { Rules } from "../domain/rules.ts";
import { answerFindings, unseenChecks } from "./answer-findings.ts";
import { createDeployedHistory } from "./deployed-history.ts";
import { findOnset } from "./find-onset.ts";
import { gatherFacts, type Shown, uniteIds } from "./gather-facts.ts";
import { reachVerdict } from "./reach-verdict.ts";
import type { WeighingGround } from "./trace-signature.ts";
import { type Candidate, weighCommits, weighDeployments, weighNoChange, weighVariables } from "./weigh-causes.ts";
import { suspect, weighCommit } from "./weigh-commit.ts";

export interface DiagnoseInput {
  readonly evidence: readonly Evidence[];
  readonly checks: readonly CheckState[];
  readonly openedAt: Instant;
  readonly rules: Rules;
}

/** Every id that the answer cites is the id of a piece of this evidence. */
export function diagnose({ evidence, checks, openedAt, rules }: DiagnoseInput): Diagnosis {
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
  const looked = uniteIds(...facts.looked.values());
  const candidates = [
    ...weighCommits(commits),
    ...weighVariables(ground, suspects),
    ...weighDeployments(ground, commits),
    ...weighNoChange(ground, suspects, commits),
  ].toSorted((one, other) => other.weight - one.weight);
  return {
    findings: answerFindings({ ground, checks, rules }),
    hypotheses: candidates.map(toHypothesis),
    verdict: reachVerdict({ commits, candidates, suspects, unseen: unseenChecks(checks), looked }),
  };
}

/** The new errors; where none is known to be new, all of them, the most frequent first. */
function suspectsOf(signatures: readonly Shown<SignatureFact>[]): readonly Shown<SignatureFact>[] {
  const fresh = signatures.filter(({ fact }) => fact.isNew);
  const chosen = fresh.length > 0 ? fresh : signatures;
  return chosen.toSorted((one, other) => other.fact.count - one.fact.count || one.fact.first - other.fact.first);
}

function toHypothesis({ weight: _, ...hypothesis }: Candidate, index: number): Diagnosis["hypotheses"][number] {
  return { ...hypothesis, rank: index + 1 };
}
