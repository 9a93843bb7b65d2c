import { describe, expect, test } from "vitest";
import type { ScenarioHistory } from "../../domain/bot.ts";
import type { DeploymentFact } from "../../domain/evidence.ts";
import { MINUTE } from "../../domain/instant.ts";
import { startOfTrouble } from "./start-of-trouble.ts";

const noon = Date.UTC(2026, 10, 23, 12);

function deployedAt(minute: number): DeploymentFact {
  return { id: `at-${minute}`, status: "live", createdAt: noon + minute * MINUTE, canRollBack: false };
}

function history(...outcomes: readonly (readonly [minute: number, outcome: "passed" | "silent"])[]): ScenarioHistory {
  const runs = outcomes.map(([minute, outcome]) => ({
    scenarioId: "notes",
    feature: "notes",
    core: true,
    at: noon + minute * MINUTE,
    outcome,
  }));
  return { scenarioId: "notes", runs, firstPassedAt: noon };
}

const earliest = noon - 600 * MINUTE;

describe("the start of trouble", () => {
  test("is the first deployment after the failing scenario last passed, whatever was deployed on top", () => {
    const start = startOfTrouble({
      firstSignal: noon + 6 * MINUTE,
      histories: [history([0, "passed"], [6, "silent"])],
      deployments: [deployedAt(4), deployedAt(2), deployedAt(-60)],
      earliest,
    });

    expect(start).toBe(noon + 2 * MINUTE);
  });

  test("is the newest deployment before the first signal when no scenario fails", () => {
    const start = startOfTrouble({
      firstSignal: noon + 6 * MINUTE,
      histories: [history([0, "passed"])],
      deployments: [deployedAt(7), deployedAt(4), deployedAt(2)],
      earliest,
    });

    expect(start).toBe(noon + 4 * MINUTE);
  });

  test("is the first of several deployments in a row that did not come up", () => {
    const failed = [4, 3].map((minute) => ({ ...deployedAt(minute), status: "failed" as const }));

    const start = startOfTrouble({
      firstSignal: noon + 6 * MINUTE,
      histories: [],
      deployments: [...failed, deployedAt(2), deployedAt(-60)],
      earliest,
    });

    expect(start).toBe(noon + 3 * MINUTE);
  });

  test("is the last good run when nothing was deployed", () => {
    const start = startOfTrouble({
      firstSignal: noon + 6 * MINUTE,
      histories: [history([5, "passed"], [6, "silent"])],
      deployments: [],
      earliest,
    });

    expect(start).toBe(noon + 5 * MINUTE);
  });

  test("is some time before the first signal when nothing else is known", () => {
    const start = startOfTrouble({ firstSignal: noon, histories: [], deployments: [], earliest });

    expect(start).toBe(noon - 10 * MINUTE);
  });
});
