/** The rule from measured impact to severity (playbook, "Severity Levels"). */

import type { Rules } from "./rules.ts";
import type { Impact, ScenarioImpact, SeverityAssessment } from "./severity.ts";

type Health = "working" | "slow" | "intermittent" | "failing";

interface Judged {
  readonly scenario: ScenarioImpact;
  readonly health: Health;
}

/** A pure rule: the same impact always gets the same severity. */
export function assessSeverity(impact: Impact, rules: Rules): SeverityAssessment {
  const measured = impact.scenarios.filter(({ outcomes }) => outcomes.length > 0);
  const judged = measured.map((scenario) => ({ scenario, health: judge(scenario, rules) }));
  return (
    processIsDown(impact) ??
    nobodyIsAnswered(judged, rules) ??
    coreFeatureFails(judged) ??
    partlyFails(judged) ??
    errorRateIsHigh(impact, rules) ??
    errorsAreNew(impact, judged) ??
    isMinor(judged)
  );
}

function judge(scenario: ScenarioImpact, rules: Rules): Health {
  const recent = scenario.outcomes.slice(-rules.severity.consistentAfter);
  if (recent.every((outcome) => outcome !== "passed")) return "failing";
  if (recent.some((outcome) => outcome !== "passed")) return "intermittent";
  return isSlow(scenario, rules) ? "slow" : "working";
}

function isSlow({ latencyMs, normalLatencyMs }: ScenarioImpact, rules: Rules): boolean {
  if (latencyMs === undefined) return false;
  if (latencyMs > rules.metrics.responseTimeMs.alert) return true;
  return normalLatencyMs !== undefined && latencyMs >= normalLatencyMs * rules.severity.slowFactor;
}

function processIsDown({ deploymentDown }: Impact): SeverityAssessment | undefined {
  return deploymentDown === true ? { severity: "P0", reasons: ["The bot's process is not running."] } : undefined;
}

/** Every scenario is silent, and so often that it is no lost message: of one scenario in a row, or of several together. */
function nobodyIsAnswered(judged: readonly Judged[], rules: Rules): SeverityAssessment | undefined {
  const streaks = judged.map(({ scenario }) => silentInARow(scenario));
  const measured = judged.reduce((sum, { scenario }) => sum + scenario.outcomes.length, 0);
  const silences = streaks.reduce((sum, streak) => sum + streak, 0);
  const enough = Math.min(rules.severity.consistentAfter, measured);
  if (judged.length === 0 || streaks.includes(0) || silences < enough) return undefined;
  const names = judged.map(({ scenario }) => scenario.scenarioId).join(", ");
  const silent = `the ${judged.length === 1 ? "scenario" : "scenarios"} ${names}`;
  return { severity: "P0", reasons: [`The bot answers nobody: ${silent} got no reply.`] };
}

function silentInARow({ outcomes }: ScenarioImpact): number {
  return outcomes.length - 1 - outcomes.findLastIndex((outcome) => outcome !== "silent");
}

function coreFeatureFails(judged: readonly Judged[]): SeverityAssessment | undefined {
  const core = judged.filter(({ scenario }) => scenario.core);
  const failing = core.filter(({ health }) => health === "failing");
  if (failing.length === 0) return undefined;
  const working = core.filter(({ health }) => health === "working" || health === "slow");
  const failure = `${namesOf(failing)} ${failing.length === 1 ? "is a core feature and fails" : "are core features and fail"} consistently`;
  if (working.length === 0) return { severity: "P1", reasons: [`${failure}.`] };
  return { severity: "P2", reasons: [`${failure}, beside core features that work (${namesOf(working)}).`] };
}

function partlyFails(judged: readonly Judged[]): SeverityAssessment | undefined {
  const intermittent = judged.filter(({ scenario, health }) => scenario.core && health === "intermittent");
  if (intermittent.length === 0) return undefined;
  const fail = intermittent.length === 1 ? "is a core feature and fails" : "are core features and fail";
  return { severity: "P2", reasons: [`${namesOf(intermittent)} ${fail} intermittently.`] };
}

/** One of two requests failed is half of them, and says nothing. */
function errorRateIsHigh({ errorRate, requests = 0 }: Impact, rules: Rules): SeverityAssessment | undefined {
  if (requests < rules.metrics.errorRate.smallestCount) return undefined;
  if (errorRate === undefined || errorRate <= rules.metrics.errorRate.alert) return undefined;
  const percent = `${Math.round(errorRate * 100)} % of requests fail`;
  if (errorRate > rules.metrics.errorRate.critical) {
    return { severity: "P2", reasons: [`${percent}, over the critical threshold.`] };
  }
  return { severity: "P3", reasons: [`${percent}, over the alert threshold.`] };
}

/** "Intermittent errors" (playbook, P2): some request fails, though no scenario has met it yet. */
function errorsAreNew({ newErrors }: Impact, judged: readonly Judged[]): SeverityAssessment | undefined {
  if (newErrors !== true || judged.some(({ health }) => health === "failing" || health === "intermittent"))
    return undefined;
  return { severity: "P2", reasons: ["The bot logs errors that it never logged before."] };
}

function isMinor(judged: readonly Judged[]): SeverityAssessment {
  const failing = judged.filter(({ health }) => health === "failing" || health === "intermittent");
  const slow = judged.filter(({ health }) => health === "slow");
  const reasons = [
    ...(failing.length > 0 ? [`Not a core feature, but failing: ${namesOf(failing)}.`] : []),
    ...(slow.length > 0 ? [`Answered, but slowly: ${namesOf(slow)}.`] : []),
  ];
  if (reasons.length > 0) return { severity: "P3", reasons };
  return { severity: "P3", reasons: [judged.length === 0 ? "No scenario measured it." : "No scenario fails."] };
}

function namesOf(judged: readonly Judged[]): string {
  return [...new Set(judged.map(({ scenario }) => scenario.feature))].join(", ");
}
