/** What clears a commit of an error although its lines lead to it. */

import type { CommitFact, DeploymentFact } from "../domain/evidence.ts";
import type { Argument } from "../domain/hypothesis.ts";
import { writeInstant } from "../domain/instant.ts";
import type { DeployedHistory } from "./deployed-history.ts";
import { type Shown, uniteIds } from "./gather-facts.ts";
import type { Mechanism, Suspicion, WeighingGround } from "./trace-signature.ts";

interface Charge {
  readonly mechanism: Mechanism;
  readonly suspicion: Suspicion | undefined;
}

/** What shows that the commit ran without the error: then something else must have come to it. */
export function acquitCommit(commit: Shown<CommitFact>, charge: Charge, ground: WeighingGround): Argument | undefined {
  return ranGood(commit, ground) ?? startedWell(commit, charge, ground) ?? ranQuiet(commit, charge, ground);
}

/** What a deployment threw that never came up is thrown at the start, which the deployment before it had done. */
function startedWell(
  commit: Shown<CommitFact>,
  { suspicion }: Charge,
  { facts, history }: WeighingGround,
): Argument | undefined {
  const failed = suspicion?.deployment;
  if (failed?.fact.status !== "failed") return undefined;
  const started = facts.deployments.findLast(
    ({ fact }) => fact.createdAt < failed.fact.createdAt && (fact.status === "live" || fact.status === "removed"),
  );
  if (started === undefined || !history.holds(started.fact, commit.fact.id)) return undefined;
  const says = `It started well with the deployment of ${writeInstant(started.fact.createdAt)}.`;
  return { says, evidence: uniteIds(started.evidence, failed.evidence) };
}

/** A scenario that failed later passed while the commit certainly ran. */
export function ranGood(commit: Shown<CommitFact>, { history, onset }: WeighingGround): Argument | undefined {
  if (onset.lastGood === undefined) return undefined;
  const good = history.certainlyRanAt(onset.lastGood.at);
  if (good === undefined || !history.holds(good.fact, commit.fact.id)) return undefined;
  const says = `It ran since ${writeInstant(good.fact.createdAt)}, and after that: ${onset.lastGood.says}`;
  return { says, evidence: uniteIds(good.evidence, onset.lastGood.evidence) };
}

function ranQuiet(commit: Shown<CommitFact>, charge: Charge, ground: WeighingGround): Argument | undefined {
  const { facts, history, baselineFrom } = ground;
  const { signature } = charge.suspicion ?? {};
  if (signature === undefined || !signature.fact.isNew) return undefined;
  const quiet = history.certainlyRanAt(baselineFrom);
  if (quiet !== undefined && history.holds(quiet.fact, commit.fact.id)) {
    const says = `It ran since ${writeInstant(quiet.fact.createdAt)}, through the whole baseline, without this error.`;
    return { says, evidence: uniteIds(quiet.evidence, signature.evidence) };
  }
  if (charge.mechanism.strength === "line") return undefined;
  if (facts.deployments.length === 0 && commit.fact.at < baselineFrom) {
    const says = `It was made at ${writeInstant(commit.fact.at)}, before the baseline, which does not have this error.`;
    return { says, evidence: uniteIds(commit.evidence, signature.evidence) };
  }
  const earlier = earlierDeployment(commit.fact.id, charge.suspicion, history);
  if (earlier === undefined) return undefined;
  const says = `It ran since ${writeInstant(earlier.fact.createdAt)} without this error, which began under a later deployment.`;
  return { says, evidence: uniteIds(earlier.evidence, signature.evidence) };
}

/** A weak mechanism is not enough against a commit that an earlier deployment ran already. */
function earlierDeployment(
  commit: string,
  suspicion: Suspicion | undefined,
  history: DeployedHistory,
): Shown<DeploymentFact> | undefined {
  const running = suspicion?.deployment;
  const first = history.firstDeploymentOf(commit);
  if (running === undefined || first === undefined) return undefined;
  return first.fact.createdAt < running.fact.createdAt ? first : undefined;
}
