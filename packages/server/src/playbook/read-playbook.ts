/** From a parsed playbook file to the rules. */

import type { z } from "zod";
import type { Digest } from "../domain/evidence.ts";
import type { Rules } from "../domain/rules.ts";
import { toMaskRules } from "./mask-schema.ts";
import { toPatterns } from "./pattern-schema.ts";
import { type PlaybookFile, playbookSchema } from "./playbook-schema.ts";

export type PlaybookReading =
  | { readonly ok: true; readonly rules: Rules }
  | { readonly ok: false; readonly problems: readonly PlaybookProblem[] };

export interface PlaybookProblem {
  /** Keys and indexes from the root of the file to the value. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export interface PlaybookSource {
  /** The shipped playbook, parsed, its patterns among its keys. */
  readonly base: unknown;
  /** A team's own playbook, parsed: its keys win, all others keep the shipped values. An empty file is `null`. */
  readonly own?: unknown;
  /** Digest of both texts. */
  readonly version: Digest;
}

export function readPlaybook({ base, own, version }: PlaybookSource): PlaybookReading {
  const parsed = playbookSchema.safeParse(own === undefined || own === null ? base : mergeOver(base, own));
  if (parsed.success) return { ok: true, rules: toRules(parsed.data, version) };
  const problems = parsed.error.issues.flatMap(toProblems);
  return { ok: false, problems };
}

/** Of a key that is unknown the path leads to the key itself, so that its line can be shown. */
function toProblems(issue: z.core.$ZodIssue): readonly PlaybookProblem[] {
  const { message } = issue;
  const path = issue.path.map((key) => (typeof key === "symbol" ? String(key) : key));
  if (issue.code !== "unrecognized_keys") return [{ path, message }];
  return issue.keys.map((key) => ({ path: [...path, key], message }));
}

/** Examples of patterns come on top of the shipped ones. */
const ADDED: ReadonlySet<string> = new Set(["positive", "negative"]);
/** The conditions of a rule: with parts of another they would say what neither meant. */
const WHOLE: ReadonlySet<string> = new Set(["when", "unless"]);

/** Maps are merged key by key, others after the shipped ones; a sourced value, a list or a scalar is replaced as a whole. */
function mergeOver(base: unknown, own: unknown): unknown {
  if (!isMap(base) || !isMap(own) || Object.hasOwn(base, "value")) return own;
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(own)) merged.set(key, mergeKey(key, merged.get(key), value));
  return Object.fromEntries(merged);
}

function mergeKey(key: string, base: unknown, own: unknown): unknown {
  if (WHOLE.has(key)) return own;
  // One's own come first, so that a problem of one is found at its index in one's own file.
  if (ADDED.has(key) && Array.isArray(base) && Array.isArray(own)) return [...own, ...base];
  return mergeOver(base, own);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function toRules(file: PlaybookFile, version: Digest): Rules {
  const { severity, phases, updates, recovery, detection } = file;
  return {
    version,
    severity: {
      responseMs: severity.response,
      pageAtOnce: severity.pageAtOnce,
      repeatEscalationMs: severity.repeatEscalation,
      consistentAfter: severity.consistentAfter,
      slowFactor: severity.slowFactor,
    },
    metrics: toMetrics(file.metrics),
    phases: {
      boxes: phases.boxes.map(({ name, ends, checks }) => ({
        name,
        endsAfterMs: ends,
        checks: checks.map(({ kind, limit }) => ({ kind, limitMs: limit })),
      })),
      checkGraceMs: phases.checkGrace,
      endAfterMs: phases.ends,
    },
    updates: {
      everyMs: updates.every,
      missedAfterMs: updates.missedAfter,
      teamFormat: updates.teamFormat,
      tellUsersAt: updates.tellUsersAt,
      usersInvestigating: updates.usersInvestigating,
      usersResolved: updates.usersResolved,
    },
    approvals: { expireAfterMs: file.approvals.expireAfter },
    remedies: { planningForMs: file.remedies.planningFor, startedForMs: file.remedies.startedFor },
    lease: { lengthMs: file.lease.length },
    recovery: {
      watchMs: recovery.watch,
      lookEveryMs: recovery.lookEvery,
      giveUpAfterMs: recovery.giveUpAfter,
      longestGapMs: recovery.longestGap,
      unseenForMs: recovery.unseenFor,
      reopenWithinMs: recovery.reopenWithin,
    },
    review: {
      dueAfterMs: file.review.dueAfter,
      actionDueAfterMs: file.review.actionDueAfter,
      longWaitMs: file.review.longWait,
    },
    detection: {
      scenarioEveryMs: detection.scenarioEvery,
      failuresToSignal: detection.failuresToSignal,
      errorsToSignal: detection.errorsToSignal,
      retryAfterMs: detection.retryAfter,
      logsEveryMs: detection.logsEvery,
      baselineMs: detection.baseline,
    },
    masks: toMaskRules(file.masks),
    patterns: toPatterns(file.patterns),
  };
}

function toMetrics({ responseTime, errorRate, availability }: PlaybookFile["metrics"]): Rules["metrics"] {
  return {
    responseTimeMs: { alert: responseTime.alert, critical: responseTime.critical, everyMs: responseTime.every },
    errorRate: {
      alert: errorRate.alert,
      critical: errorRate.critical,
      everyMs: errorRate.every,
      smallestCount: errorRate.smallestCount,
    },
    availability: { alert: availability.alert, critical: availability.critical, everyMs: availability.every },
  };
}
