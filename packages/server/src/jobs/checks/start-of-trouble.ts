import type { ScenarioHistory } from "../../domain/bot.ts";
import type { DeploymentFact } from "../../domain/evidence.ts";
import { type Instant, MINUTE } from "../../domain/instant.ts";

/** A failure is older than its first signal by the time it took to notice. */
const NOTICING = 10 * MINUTE;

export interface Course {
  /** When the first signal's fact happened. */
  readonly firstSignal: Instant;
  readonly histories: readonly ScenarioHistory[];
  /** Newest first; empty when the platform could not say. */
  readonly deployments: readonly DeploymentFact[];
  /** Nothing before this is read. */
  readonly earliest: Instant;
}

/**
 * What was logged before it is how the bot was when well. It is the first deployment after the failing scenarios last
 * passed, so that an innocent deployment on top of the bad one does not hide the first errors in what is usual.
 */
export function startOfTrouble({ firstSignal, histories, deployments, earliest }: Course): Instant {
  const lastGood = lastPassed(histories);
  const before = deployments.filter(({ createdAt }) => createdAt <= firstSignal && createdAt > earliest);
  const suspect =
    before.findLast(({ createdAt }) => lastGood !== undefined && createdAt > lastGood) ?? oldestUnstarted(before);
  if (suspect !== undefined) return suspect.createdAt;
  return lastGood === undefined ? firstSignal - NOTICING : Math.min(lastGood, firstSignal);
}

/** The newest deployment, or the first of those in a row that did not come up: the crash of each is the same trouble. */
function oldestUnstarted(newestFirst: readonly DeploymentFact[]): DeploymentFact | undefined {
  const up = newestFirst.findIndex(({ status }) => status === "live" || status === "removed");
  return newestFirst[Math.max(0, (up === -1 ? newestFirst.length : up) - 1)];
}

/** The last time that all scenarios which fail now still passed. */
function lastPassed(histories: readonly ScenarioHistory[]): Instant | undefined {
  const failing = histories.filter(({ runs }) => runs.length > 0 && runs.at(-1)?.outcome !== "passed");
  const passes = failing.flatMap(({ runs }) => runs.findLast(({ outcome }) => outcome === "passed")?.at ?? []);
  return passes.length === 0 ? undefined : Math.min(...passes);
}
