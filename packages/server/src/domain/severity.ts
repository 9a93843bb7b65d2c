/** How bad an incident is, from measured impact (playbook, "Severity Levels"). */

import type { Milliseconds } from "./instant.ts";

export const SEVERITIES = ["P0", "P1", "P2", "P3"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What was measured of one scenario, newest outcome last. */
export interface ScenarioImpact {
  readonly scenarioId: string;
  readonly feature: string;
  /** A core feature is one the bot exists for. */
  readonly core: boolean;
  /** `silent`: no answer in time; `wrong`: an answer, but not the expected one. */
  readonly outcomes: readonly ("passed" | "wrong" | "silent")[];
  readonly latencyMs?: Milliseconds;
  /** The usual time to an answer, from runs before the incident. */
  readonly normalLatencyMs?: Milliseconds;
}

export interface Impact {
  readonly scenarios: readonly ScenarioImpact[];
  /** Share of requests that failed, 0 to 1, where it could be measured. */
  readonly errorRate?: number;
  /** How many requests that rate is a share of. */
  readonly requests?: number;
  /** The log shows errors that it never showed before. */
  readonly newErrors?: boolean;
  /** Seen from the platform: the process is not running. */
  readonly deploymentDown?: boolean;
}

export interface SeverityAssessment {
  readonly severity: Severity;
  /** Full sentences, the decisive one first. */
  readonly reasons: readonly string[];
}
