/** Every number and word the rules use. They come from `playbook/default.yaml`, each with its playbook section. */

import type { CheckKind } from "./check.ts";
import type { Milliseconds } from "./instant.ts";
import type { MaskRules } from "./mask.ts";
import type { Pattern } from "./pattern.ts";
import type { Severity } from "./severity.ts";

export interface Rules {
  /** Digest of the playbook they were read from; a remedy plan is bound to it. */
  readonly version: string;
  readonly severity: SeverityRules;
  readonly metrics: MetricRules;
  readonly phases: PhaseRules;
  readonly updates: UpdateRules;
  readonly approvals: { readonly expireAfterMs: Milliseconds };
  readonly remedies: RemedyRules;
  readonly lease: { readonly lengthMs: Milliseconds };
  readonly recovery: RecoveryRules;
  readonly review: ReviewRules;
  readonly detection: DetectionRules;
  /** What is left out of a message before messages are compared. */
  readonly masks: MaskRules;
  /** Known ways of failing; of rules that say the same the last one counts. */
  readonly patterns: readonly Pattern[];
}

interface SeverityRules {
  /** Time from opening to the first acknowledgement, by severity. */
  readonly responseMs: Readonly<Record<Severity, Milliseconds>>;
  /** Severities that page somebody at once. */
  readonly pageAtOnce: readonly Severity[];
  /** An escalation is repeated after this time until somebody acknowledges. */
  readonly repeatEscalationMs: Milliseconds;
  /** So many outcomes in a row make a pattern consistent. */
  readonly consistentAfter: number;
  /** Slow is this many times the usual time to an answer. */
  readonly slowFactor: number;
}

interface Threshold {
  readonly alert: number;
  readonly critical: number;
  readonly everyMs: Milliseconds;
}

interface MetricRules {
  readonly responseTimeMs: Threshold;
  /** Shares, 0 to 1. */
  readonly errorRate: Threshold & {
    /** A rate over fewer requests says nothing. */
    readonly smallestCount: number;
  };
  /** Shares, 0 to 1; a value below the threshold alerts. */
  readonly availability: Threshold;
}

export interface CheckRule {
  readonly kind: CheckKind;
  readonly limitMs: Milliseconds;
}

/** A time box inside stabilization; its checks run when it begins and nothing is known yet. */
export interface BoxRule {
  readonly name: string;
  /** From the opening of the incident. */
  readonly endsAfterMs: Milliseconds;
  readonly checks: readonly CheckRule[];
}

interface PhaseRules {
  readonly boxes: readonly BoxRule[];
  /** A check that has not answered so long after its limit is counted as one that could not look. */
  readonly checkGraceMs: Milliseconds;
  /** Ends of the phases, from the opening of the incident. */
  readonly endAfterMs: {
    readonly stabilization: Milliseconds;
    readonly investigation: Milliseconds;
    readonly resolution: Milliseconds;
  };
}

interface UpdateRules {
  readonly everyMs: Milliseconds;
  /** An update that is not delivered so long after it was due has been missed. */
  readonly missedAfterMs: Milliseconds;
  /** `Status: {status} - {description}` */
  readonly teamFormat: string;
  /** Severities at which the bot's users are told. */
  readonly tellUsersAt: readonly Severity[];
  readonly usersInvestigating: string;
  readonly usersResolved: string;
}

interface RemedyRules {
  /** Asked for and not planned after this time: it is not possible. */
  readonly planningForMs: Milliseconds;
  /** Started and not ended after this time: nobody knows whether it took effect. */
  readonly startedForMs: Milliseconds;
}

interface RecoveryRules {
  /** Time to watch after the remedy is live and the first look was good. */
  readonly watchMs: Milliseconds;
  readonly lookEveryMs: Milliseconds;
  /** Not recovered so long after the remedy: it has not helped. */
  readonly giveUpAfterMs: Milliseconds;
  /** Good looks farther apart than this are no watch, which then begins anew. */
  readonly longestGapMs: Milliseconds;
  /** A watch that has seen nothing for this time is escalated. */
  readonly unseenForMs: Milliseconds;
  /** The same signal so soon after all clear reopens the incident. */
  readonly reopenWithinMs: Milliseconds;
}

export interface ReviewRules {
  readonly dueAfterMs: Milliseconds;
  /** Action items are due so long after the end, when nobody says otherwise. */
  readonly actionDueAfterMs: Milliseconds;
  /** A remedy that waited longer for its approval waited too long. */
  readonly longWaitMs: Milliseconds;
}

interface DetectionRules {
  readonly scenarioEveryMs: Milliseconds;
  /** So many failed runs in a row of a scenario that has passed before make a signal. */
  readonly failuresToSignal: number;
  /** A new error signature that was counted so often makes a signal. */
  readonly errorsToSignal: number;
  /** A failed run is repeated after this time instead of the usual one. */
  readonly retryAfterMs: Milliseconds;
  readonly logsEveryMs: Milliseconds;
  /** How far back the logs are read for the baseline of an incident. */
  readonly baselineMs: Milliseconds;
}
