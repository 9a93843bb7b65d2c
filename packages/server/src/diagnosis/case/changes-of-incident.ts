/** The changes of a live incident in the words of the engine, with what is proven of them already. */

import type { CommitFact, DeploymentFact } from "../../domain/evidence.ts";
import type { DeployedHistory } from "../deployed-history.ts";
import type { Onset } from "../find-onset.ts";
import type { Facts, SeenVariable, Shown } from "../gather-facts.ts";
import type { Change, ChangeProof } from "./case.ts";

/** A live incident is of one bot. */
export const BOT = "bot";

/** By the ids of the changes; what has none is weighed by what its lines do. */
export interface ChangeProofs {
  readonly commits: ReadonlyMap<string, ChangeProof>;
  readonly deployments: ReadonlyMap<string, ChangeProof>;
}

export interface ChangesInput {
  readonly facts: Facts;
  readonly onset: Onset;
  readonly history: DeployedHistory;
  readonly proofs: ChangeProofs;
  /** By the ids of commits, the lines that were read of them. */
  readonly diffs: ReadonlyMap<string, string>;
}

export function changesOfIncident(input: ChangesInput): readonly Change[] {
  const { facts, onset, history } = input;
  const brought = Map.groupBy(facts.commits, ({ fact }) => history.firstDeploymentOf(fact.id)?.fact.id ?? "");
  const idsBrought = (id: string): readonly string[] => (brought.get(id) ?? []).map(({ fact }) => fact.id);
  return [
    ...facts.commits.map(({ fact }) => toCommit(fact, input)),
    ...facts.deployments.map(({ fact }) => toDeploy(fact, idsBrought(fact.id), input)),
    ...facts.variables.map((variable) => toVariable(variable, onset)),
  ];
}

/** Where no deployment is known, nothing says of which commit the bot runs, only that all are of it. */
function toCommit(commit: CommitFact, { facts, proofs, diffs }: ChangesInput): Change {
  const { id, at, author, summary, files, cut, diff } = commit;
  return {
    kind: "commit",
    id,
    at,
    author,
    summary,
    files: files.map(({ path }) => path),
    diff: diffs.get(id) ?? "",
    commits: [],
    ...(facts.deployments.length === 0 ? { service: BOT } : {}),
    ...(cut === true || diff?.isCut === true ? { isCut: true } : {}),
    ...proven(proofs.commits.get(id)),
  };
}

function toDeploy({ id, createdAt }: DeploymentFact, commits: readonly string[], { proofs }: ChangesInput): Change {
  const none = { summary: "", files: [], diff: "" };
  return { kind: "deploy", id, at: createdAt, service: BOT, ...none, commits, ...proven(proofs.deployments.get(id)) };
}

function proven(proof: ChangeProof | undefined): Pick<Change, "proof"> {
  return proof === undefined ? {} : { proof };
}

/** Who looks only after the failure began sees that a variable changed since the last look, but not when. */
function toVariable({ fact }: Shown<SeenVariable>, { first }: Onset): Change {
  const { name, change, seenAt, since } = fact;
  const start = first?.at ?? Number.POSITIVE_INFINITY;
  const isAfter = since !== undefined && since >= start;
  const known = seenAt <= start || isAfter ? { at: seenAt } : {};
  return { kind: "variable", id: name, service: BOT, summary: change, files: [], diff: "", commits: [], ...known };
}
