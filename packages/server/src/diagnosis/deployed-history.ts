/** Which commits ran when: the deployments laid over the history of the branch. */

import type { CommitFact, DeploymentFact } from "../domain/evidence.ts";
import { type Instant, MINUTE, type Milliseconds } from "../domain/instant.ts";
import type { Shown } from "./gather-facts.ts";

/** A deployment's time is that of its creation; the process before it answers until the build is up, which takes minutes. */
const BUILD_MS: Milliseconds = 10 * MINUTE;

export interface DeployedHistory {
  /** Along first parents, newest first, as far as the commits are known; empty for an unknown commit. */
  lineageOf(commit: string): readonly CommitFact[];
  /** The first deployment that held the commit; `undefined` when none did. */
  firstDeploymentOf(commit: string): Shown<DeploymentFact> | undefined;
  /** Deployments whose code may have run then, the most likely first. */
  runningAt(instant: Instant): readonly Shown<DeploymentFact>[];
  holds(deployment: DeploymentFact, commit: string): boolean;
  /** An earlier deployment is known. */
  isFollowing(deployment: DeploymentFact): boolean;
  /** The newest deployment that certainly ran then: it had the time to build, or there was none before it. */
  certainlyRanAt(instant: Instant): Shown<DeploymentFact> | undefined;
}

export function createDeployedHistory(
  commits: readonly Shown<CommitFact>[],
  deployments: readonly Shown<DeploymentFact>[],
): DeployedHistory {
  const byId = new Map(commits.map(({ fact }) => [fact.id, fact]));
  const ancestors = new Map<string, ReadonlySet<string>>();

  function lineageOf(commit: string): readonly CommitFact[] {
    const lineage = new Set<CommitFact>();
    let current = byId.get(commit);
    while (current !== undefined && !lineage.has(current)) {
      lineage.add(current);
      current = byId.get(current.parents[0] ?? "");
    }
    return [...lineage];
  }

  function holds(deployment: DeploymentFact, commit: string): boolean {
    const head = deployment.commit;
    if (head === undefined) return false;
    const known = ancestors.get(head) ?? ancestorsOf(head, byId);
    ancestors.set(head, known);
    return known.has(commit);
  }

  return {
    lineageOf,
    holds,
    isFollowing: ({ createdAt }) => deployments.some(({ fact }) => fact.createdAt < createdAt),
    firstDeploymentOf: (commit) => deployments.find(({ fact }) => holds(fact, commit)),
    runningAt: (instant) => runningAt(deployments, instant),
    certainlyRanAt: (instant) => certainlyRanAt(deployments, instant),
  };
}

/** All parents, so that what came in by a merge counts as held. */
function ancestorsOf(head: string, byId: ReadonlyMap<string, CommitFact>): ReadonlySet<string> {
  const seen = new Set([head]);
  for (const id of seen) {
    for (const parent of byId.get(id)?.parents ?? []) seen.add(parent);
  }
  return seen;
}

/**
 * A deployment that failed may have printed its crash, while the one before it still answered. One that is pending may
 * wait for its health page, and its process hears Slack already.
 */
function runningAt(deployments: readonly Shown<DeploymentFact>[], instant: Instant): readonly Shown<DeploymentFact>[] {
  const created = deployments.filter(({ fact }) => fact.createdAt <= instant).reverse();
  const [pending, begun] = [created.filter(isPending), created.filter((one) => !isPending(one))];
  const working = begun.findIndex(({ fact }) => !isDown(fact));
  return [...(working < 0 ? begun : begun.slice(0, working + 1)), ...pending];
}

function isPending({ fact }: Shown<DeploymentFact>): boolean {
  return fact.status === "pending";
}

function certainlyRanAt(
  deployments: readonly Shown<DeploymentFact>[],
  instant: Instant,
): Shown<DeploymentFact> | undefined {
  const working = deployments.filter(
    ({ fact }) => fact.createdAt <= instant && fact.status !== "pending" && !isDown(fact),
  );
  const built = working.findLast(({ fact }) => fact.createdAt + BUILD_MS <= instant);
  return built ?? working[0];
}

export function isDown(deployment: DeploymentFact): boolean {
  return deployment.status === "failed" || deployment.status === "crashed";
}
