/** A log, line by line, to a verdict with evidence. */

import type { Instant, Milliseconds } from "../../domain/instant.ts";
import type { Pattern } from "../../domain/pattern.ts";
import type { Redact } from "../../domain/redact.ts";
import type { ErrorFact } from "./error-fact.ts";
import { explainFailure, explainSilence, groupFailures, type Occurrence } from "./failure-group.ts";
import { createOperationFollower, type FollowedOperations } from "./follow-operations.ts";
import { createRestartFollower, type Restart } from "./follow-restarts.ts";
import { findWorkBeforeAck } from "./judge-acknowledgement.ts";
import type { EntryReader, LogEntry } from "./log-entry.ts";
import { createPatternMatcher, type PatternMatcher } from "./match-pattern.ts";
import { nameCause } from "./name-cause.ts";
import { type Failure, selectFailures } from "./select-failures.ts";
import { summariseSignatures } from "./summarise-signatures.ts";
import type { Findings } from "./triage-findings.ts";
import type { TriageReport } from "./triage-report.ts";
import { writeTriage } from "./write-triage.ts";

export interface TriageOptions {
  readonly patterns: readonly Pattern[];
  /** Critical response time of the playbook: what takes longer is slow, and what never ended by then is stuck. */
  readonly criticalMs: Milliseconds;
  readonly redact: Redact;
  readonly readEntries: () => EntryReader;
  readonly readFailures: () => FailureReader;
  /** Ids of the signatures that were there when all was well. */
  readonly baseline?: ReadonlySet<string>;
  readonly since?: Instant;
  readonly until?: Instant;
}

export interface FailureReader {
  take(entry: LogEntry): void;
  /** In the order in which they begin in the log. */
  finish(): readonly ErrorFact[];
}

export interface LogEnd {
  readonly bytes: number;
  /** Lines that were cut because they were too long. */
  readonly cutLines?: number;
}

export interface Triage {
  /** A line without its end. */
  take(line: string): void;
  finish(end: LogEnd): TriageReport;
}

/** Where triage stands in the log. */
interface Progress {
  lines: number;
  entries: number;
  /** Entries that tell a time. */
  timed: number;
  first?: Instant;
  last?: Instant;
  readonly levels: Record<"debug" | "info" | "warn" | "error" | "none", number>;
}

/** Any text may come in; none makes it throw. */
export function createTriage(options: TriageOptions): Triage {
  const entries = options.readEntries();
  const failures = options.readFailures();
  const restarts = createRestartFollower();
  const operations = createOperationFollower(options.criticalMs, options.redact);
  const progress: Progress = {
    lines: 0,
    entries: 0,
    timed: 0,
    levels: { debug: 0, info: 0, warn: 0, error: 0, none: 0 },
  };
  let lastAt: Instant | undefined;

  function takeEntry(entry: LogEntry): void {
    lastAt = entry.at ?? lastAt;
    if (isOutside(lastAt, options)) return;
    note(progress, entry);
    failures.take(entry);
    operations.take(entry);
    restarts.take(entry);
  }

  return {
    take: (line) => {
      progress.lines += 1;
      for (const entry of entries.take(line)) takeEntry(entry);
    },
    finish: (end) => {
      for (const entry of entries.finish()) takeEntry(entry);
      return report({
        options,
        progress,
        end,
        facts: failures.finish(),
        operations: operations.finish(progress.last),
        restarts: restarts.finish(),
      });
    },
  };
}

function isOutside(at: Instant | undefined, { since, until }: TriageOptions): boolean {
  if (at === undefined) return false;
  return (since !== undefined && at < since) || (until !== undefined && at > until);
}

function note(progress: Progress, { at, severity }: LogEntry): void {
  progress.entries += 1;
  progress.levels[severity ?? "none"] += 1;
  if (at === undefined) return;
  progress.timed += 1;
  progress.first = Math.min(progress.first ?? at, at);
  progress.last = Math.max(progress.last ?? at, at);
}

interface Read {
  readonly options: TriageOptions;
  readonly progress: Progress;
  readonly end: LogEnd;
  readonly facts: readonly ErrorFact[];
  readonly operations: FollowedOperations;
  readonly restarts: readonly Restart[];
}

/** Two failures so close together are of one moment. */
const TOGETHER_MS = 5_000;
const TOGETHER_LINES = 10;

function report({ options, progress, end, facts, operations, restarts }: Read): TriageReport {
  const matcher = createPatternMatcher(options.patterns);
  const read = facts.map((fact) => toFailure(fact, matcher));
  // A death that was told of needs no second telling.
  const silent = read.some(({ explanation }) => explanation.pattern === "crash-loop") ? [] : restarts;
  const waited = findWorkBeforeAck(read, operations.longerThanAck);
  const late = [...new Map([...operations.late, ...waited, ...silent].map((one) => [one.line, one])).values()].map(
    (one) => ({
      explanation: explainSilence(one, options.patterns),
      occurrence: one,
      surfacedBy: [],
    }),
  );
  const selected = selectFailures(read, late);
  const all = [...read, ...late].map(({ occurrence }) => occurrence);
  const scale = scaleOf(all, progress);
  const weighing = {
    ...scale,
    groups: groupFailures(selected.failures, scale.positionOf),
    ...(options.baseline === undefined ? {} : { baseline: options.baseline }),
  };
  const findings: Findings = {
    ...scale,
    naming: nameCause(weighing),
    failures: selected.failures,
    tolerated: selected.tolerated,
    operations,
    entries: progress.entries,
    lines: progress.lines,
    timed: progress.timed,
    end,
    isBaselineGiven: options.baseline !== undefined,
    first: progress.first ?? null,
    last: progress.last ?? null,
  };
  return {
    ...writeTriage(findings),
    signatures: summariseSignatures(read, options.baseline),
    lines: progress.lines,
    bytes: end.bytes,
    levels: progress.levels,
  };
}

function toFailure(fact: ErrorFact, matcher: PatternMatcher): Failure {
  const [match, ...surfacedBy] = matcher(fact);
  return { explanation: explainFailure(fact, match), occurrence: occurrenceOf(fact), surfacedBy };
}

function occurrenceOf(fact: ErrorFact): Occurrence {
  const { line, at, signature, requestId, operation } = fact;
  return {
    line,
    signature,
    fact,
    ...(at === undefined ? {} : { at }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(operation === undefined ? {} : { operation }),
  };
}

/** By time where all that failed tells it, else by line. */
function scaleOf(all: readonly Occurrence[], { first, last, lines }: Progress) {
  if (first !== undefined && last !== undefined && all.every(({ at }) => at !== undefined)) {
    const positionOf = ({ at = first }: Occurrence) => at;
    return { positionOf, span: { from: first, to: last }, together: TOGETHER_MS };
  }
  return { positionOf: ({ line }: Occurrence) => line, span: { from: 1, to: lines }, together: TOGETHER_LINES };
}
