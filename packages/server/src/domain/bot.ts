/** A service under watch. */

import type { Instant, Milliseconds } from "./instant.ts";
import type { ScenarioRun } from "./scenario-run.ts";
import type { ScenarioImpact } from "./severity.ts";

export interface Bot {
  readonly id: string;
  /** Slack user id by which the bot is mentioned. */
  readonly userId: string;
  /** Channel where it is used, and where its users are told. */
  readonly channel: string;
  /** Channel of the team. */
  readonly incidentChannel: string;
  /** Branch that is deployed. */
  readonly branch: string;
  readonly healthUrl?: string;
  readonly scenarios: readonly Scenario[];
}

/** A message posted to the bot through Slack, with the reply that is expected and by when. */
export interface Scenario {
  readonly id: string;
  readonly feature: string;
  readonly core: boolean;
  /** What is said to the bot after its mention. */
  readonly say: string;
  /** A pattern that the reply must match. */
  readonly expect: RegExp;
  readonly withinMs: Milliseconds;
  readonly everyMs: Milliseconds;
}

/** What is remembered of one scenario. */
export interface ScenarioHistory {
  readonly scenarioId: string;
  /** Newest last. */
  readonly runs: readonly ScenarioRun[];
  /** A scenario that has never passed proves nothing when it fails. */
  readonly firstPassedAt?: Instant;
  /** Median time to an answer over passed runs. */
  readonly normalLatencyMs?: Milliseconds;
}

/** Failed so often in a row, after having passed before: a fact, not a lost message. */
export function failsAsSignal(history: ScenarioHistory, failuresToSignal: number): boolean {
  if (history.firstPassedAt === undefined) return false;
  const recent = history.runs.slice(-failuresToSignal);
  return recent.length === failuresToSignal && recent.every((run) => run.outcome !== "passed");
}

/** Outcomes of a scenario since it last changed from passing to failing matter; older ones are the past. */
function toScenarioImpact(scenario: Scenario, history: ScenarioHistory): ScenarioImpact {
  const latest = history.runs.at(-1);
  return {
    scenarioId: scenario.id,
    feature: scenario.feature,
    core: scenario.core,
    outcomes: history.runs.map((run) => run.outcome),
    ...(latest?.latencyMs === undefined ? {} : { latencyMs: latest.latencyMs }),
    ...(history.normalLatencyMs === undefined ? {} : { normalLatencyMs: history.normalLatencyMs }),
  };
}

/** The scenarios whose failing can be believed, with what was measured. */
export function impactOf(bot: Bot, histories: readonly ScenarioHistory[]): readonly ScenarioImpact[] {
  return bot.scenarios.flatMap((scenario) => {
    const history = histories.find((known) => known.scenarioId === scenario.id);
    return history?.firstPassedAt === undefined ? [] : [toScenarioImpact(scenario, history)];
  });
}
