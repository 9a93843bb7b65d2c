/** When it started: the earliest sign of the failure, and the last sign of health before it. */

import type { DeploymentFact } from "../domain/evidence.ts";
import { type Instant, writeInstant } from "../domain/instant.ts";
import type { ScenarioRun } from "../domain/scenario-run.ts";
import { isDown } from "./deployed-history.ts";
import type { Facts, Shown } from "./gather-facts.ts";

export interface Sign {
  readonly at: Instant;
  readonly says: string;
  readonly evidence: readonly string[];
}

export interface Onset {
  /** The earliest sign of all. */
  readonly first?: Sign;
  /** The earliest sign that users could feel: a failed scenario, a failed deployment. */
  readonly impact?: Sign;
  /** The last time that a scenario passed which failed later. */
  readonly lastGood?: Sign;
}

export function findOnset(facts: Facts): Onset {
  const scenario = failedScenarioIn(facts.runs);
  const deployment = failedDeploymentIn(facts.deployments);
  const impact = earliest([scenario, deployment]);
  const first = earliest([impact, newSignatureIn(facts)]);
  const lastGood = scenario === undefined ? undefined : lastPassBefore(facts.runs, scenario.at);
  return {
    ...(first === undefined ? {} : { first }),
    ...(impact === undefined ? {} : { impact }),
    ...(lastGood === undefined ? {} : { lastGood }),
  };
}

function earliest(signs: readonly (Sign | undefined)[]): Sign | undefined {
  return signs
    .filter((sign) => sign !== undefined)
    .reduce<Sign | undefined>((least, sign) => {
      return least === undefined || sign.at < least.at ? sign : least;
    }, undefined);
}

/** The first failure after a pass; where no pass was seen, the first failure that was. */
function failedScenarioIn(runs: readonly Shown<ScenarioRun>[]): Sign | undefined {
  const signs = [...Map.groupBy(runs, ({ fact }) => fact.scenarioId).values()].map((own) => {
    const firstPass = own.findIndex(({ fact }) => fact.outcome === "passed");
    const failed = own.slice(Math.max(0, firstPass)).find(({ fact }) => fact.outcome !== "passed");
    if (failed === undefined) return undefined;
    const since = firstPass < 0 ? "has failed at the latest since" : "first failed at";
    return {
      at: failed.fact.at,
      says: `Scenario ${failed.fact.scenarioId} ${since} ${writeInstant(failed.fact.at)}.`,
      evidence: failed.evidence,
    };
  });
  return earliest(signs);
}

/** One that no working deployment has followed. */
function failedDeploymentIn(deployments: readonly Shown<DeploymentFact>[]): Sign | undefined {
  const lastLive = deployments.findLastIndex(({ fact }) => fact.status === "live");
  const failed = deployments.slice(lastLive + 1).find(({ fact }) => isDown(fact));
  if (failed === undefined) return undefined;
  const { id, status, createdAt } = failed.fact;
  return {
    at: createdAt,
    says: `Deployment ${id} of ${writeInstant(createdAt)} ${status}.`,
    evidence: failed.evidence,
  };
}

function newSignatureIn({ signatures }: Facts): Sign | undefined {
  const first = signatures.find(({ fact }) => fact.isNew);
  if (first === undefined) return undefined;
  const { template, first: at } = first.fact;
  return { at, says: `A new error was first logged at ${writeInstant(at)}: ${template}`, evidence: first.evidence };
}

function lastPassBefore(runs: readonly Shown<ScenarioRun>[], instant: Instant): Sign | undefined {
  const failing = new Set(runs.filter(({ fact }) => fact.outcome !== "passed").map(({ fact }) => fact.scenarioId));
  const pass = runs.findLast(
    ({ fact }) => fact.outcome === "passed" && fact.at < instant && failing.has(fact.scenarioId),
  );
  if (pass === undefined) return undefined;
  const { scenarioId, at } = pass.fact;
  return { at, says: `Scenario ${scenarioId} passed at ${writeInstant(at)}.`, evidence: pass.evidence };
}
