/** The state of one incident: what its timeline adds up to. */

import type { Actor } from "./actor.ts";
import type { CheckState } from "./check.ts";
import type { EscalationReason } from "./events.ts";
import type { Digest } from "./evidence.ts";
import type { Diagnosis } from "./hypothesis.ts";
import type { Instant } from "./instant.ts";
import type { Phase, Status } from "./phase.ts";
import type { Recovery } from "./recovery.ts";
import type { Remedy, RemedyAction } from "./remedy.ts";
import type { Impact, Severity } from "./severity.ts";
import type { Signal } from "./signal.ts";
import type { Page, Update } from "./update.ts";

export interface Incident {
  readonly id: string;
  readonly botId: string;
  /** Sequence of the last event applied: the optimistic lock. */
  readonly sequence: number;
  readonly drill: boolean;
  readonly openedAt: Instant;
  /** Where the clock of boxes and phases started: the opening, or the last reopening. */
  readonly clockFrom: Instant;
  readonly signals: readonly Signal[];
  readonly scenarios: readonly string[];
  readonly status: Status;
  readonly phase: Phase;
  readonly phaseSince: Instant;
  /** Boxes inside stabilization that have ended. */
  readonly endedBoxes: readonly string[];
  readonly overranPhases: readonly Phase[];
  readonly severity: IncidentSeverity;
  readonly acknowledged?: { readonly by: Actor; readonly at: Instant };
  readonly lease?: Lease;
  readonly escalations: readonly Escalation[];
  readonly pages: readonly Page[];
  /** Rounds of checks asked for so far. */
  readonly rounds: number;
  readonly checks: readonly CheckState[];
  readonly diagnosis?: { readonly round: number; readonly diagnosis: Diagnosis };
  readonly remedyRequests: readonly RemedyRequest[];
  readonly remedies: readonly Remedy[];
  readonly recovery?: Recovery;
  readonly updates: readonly Update[];
  /** One line for each thing worth telling since the team's last update. */
  readonly news: readonly string[];
  /** Among the news is something that does not wait for the next regular update. */
  readonly newsIsUrgent: boolean;
  /** What the bot's users were told last, if they were told anything. */
  readonly usersKnow?: "failing" | "works";
  readonly resolvedAt?: Instant;
  /** The texts that its events name: notes, samples of evidence, reviews. */
  readonly bodies: readonly Digest[];
  readonly reviewBody?: Digest;
  readonly closedAt?: Instant;
  readonly reopened: number;
}

export interface IncidentSeverity {
  readonly value: Severity;
  readonly since: Instant;
  readonly reasons: readonly string[];
  readonly impact?: Impact;
  readonly overriddenBy?: Actor;
}

export interface Lease {
  readonly holder: Actor;
  readonly until: Instant;
  readonly plan?: string;
}

export interface Escalation {
  readonly reason: EscalationReason;
  readonly at: Instant;
}

export interface RemedyRequest {
  readonly id: string;
  readonly action: RemedyAction;
  readonly by: Actor;
  readonly requestedAt: Instant;
  readonly state: "planning" | "proposed" | "not-possible";
  readonly why?: string;
}

export function isActive(incident: Incident): boolean {
  return incident.resolvedAt === undefined;
}

/** Seen from outside, not only said. */
export function botWorks({ recovery }: Incident): boolean {
  return recovery?.state === "watching" || recovery?.state === "proven";
}

export function runningChecks(incident: Incident): readonly CheckState[] {
  return incident.checks.filter((check) => check.state === "running");
}

/** The remedy whose outcome is still open in the world, of which there is at most one. */
export function remedyUnderWay(incident: Incident): Remedy | undefined {
  return incident.remedies.find((remedy) => remedy.state === "started" || remedy.state === "uncertain");
}

export function findRemedy(incident: Incident, remedyId: string): Remedy | undefined {
  return incident.remedies.find((remedy) => remedy.plan.id === remedyId);
}

/** Which incident it is, for people, and how to see all of it. */
export function whereToLook({ id }: Incident): string {
  return `(incident ${id.slice(0, 8)}; next: allclear show ${id})`;
}
