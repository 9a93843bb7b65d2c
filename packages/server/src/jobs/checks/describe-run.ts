import { writeDuration } from "../../domain/instant.ts";
import type { ScenarioRun } from "../../domain/scenario-run.ts";

export function describeRun({ scenarioId, outcome, latencyMs }: ScenarioRun): string {
  const after = latencyMs === undefined ? "" : ` after ${writeDuration(latencyMs)}`;
  switch (outcome) {
    case "passed":
      return `Scenario ${scenarioId} passed${after}.`;
    case "wrong":
      return `Scenario ${scenarioId} was answered${after}, but not as expected.`;
    case "silent":
      return `Scenario ${scenarioId} got no answer.`;
  }
}
