/** A log, line by line, to a verdict with evidence. */

import type { Instant, Milliseconds } from "../../domain/instant.ts";
import type { Pattern } from "../../domain/pattern.ts";
import type { Redact } from "../../domain/redact.ts";
import type { Mask } from "../signatures/masks.ts";
import { explainSilence, groupFailures, type Occurrence } from "./failure-group.ts";
import { createFailureStore, type StoredFailures } from "./failure-store.ts";
import { createOperationFollower, type FollowedOperations } from "./follow-operations.ts";
import { createRestartFollower, type Restart } from "./follow-restarts.ts";
import { findWorkBeforeAck } from "./judge-acknowledgement.ts";
import type { EntryReader, LogEntry } from "./log-entry.ts";
import { nameCause } from "./name-cause.ts";
import { createTroubleNotes, reportsFailure, type Trouble, type TroubleNotes } from "./note-trouble.ts";
import { type EntryReading, idIn, readEntry, tookIn } from "./read-entry.ts";
import type { FailureReader } from "./read-failures.ts";
import type { RecalledLine, RecallLine } from "./recall-line.ts";
import type { Decode } from "./remember-lines.ts";
import { type Failure, selectFailures } from "./select-failures.ts";
import { type LineBlock, type ShapedLine, takeEachLine } from "./shape-lines.ts";
import type { Findings } from "./triage-findings.ts";
import type { TriageReport } from "./triage-report.ts";
import { writeTriage } from "./write-triage.ts";

export interface TriageOptions {
  readonly patterns: readonly Pattern[];
  /** Critical response time of the playbook: what takes longer is slow, and what never ended by then is stuck. */
  readonly criticalMs: Milliseconds;
  readonly redact: Redact;
  /** What differs from one failure to the next like it; the shipped ones where none are given. */
  readonly masks?: readonly Mask[];
  readonly readEntries: () => EntryReader;
  readonly readFailures: () => FailureReader;
  /** Left out, each line is read in full; what comes out is the same. */
  readonly recall?: RecallLine;
  readonly decode: Decode;
  /** Ids of the signatures that were there when all was well. */
  readonly baseline?: ReadonlySet<string>;
  readonly since?: Instant;
  readonly until?: Instant;
  /** What somebody reports along with the log, if anything. */
  readonly symptom?: string;
}

export interface LogEnd {
  readonly bytes: number;
  /** Lines that were cut because they were too long. */
  readonly cutLines?: number;
  /** Sentences about inputs that broke off. */
  readonly broken?: readonly string[];
}

export interface Triage {
  /** A line without its end. */
  take(line: string): void;
  /** The same for lines whose shapes are told; their bytes may change afterwards. */
  takeBlock(block: LineBlock): void;
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
  /** Times that were told, also outside of what was asked for. */
  earliest?: Instant;
  latest?: Instant;
  readonly levels: Record<"debug" | "info" | "warn" | "error" | "none", number>;
  readonly trouble: TroubleNotes;
}

/** Any text may come in; none makes it throw. */
export function createTriage(options: TriageOptions): Triage {
  const { decode, recall } = options;
  const entries = options.readEntries();
  const failures = options.readFailures();
  const restarts = createRestartFollower();
  const operations = createOperationFollower(options.criticalMs, options.redact);
  const store = createFailureStore(options.patterns, options.baseline);
  const progress = startProgress();
  /** What was read of entries that may be held back for a while. */
  const recalledReadings = new WeakMap<LogEntry, EntryReading>();
  let lastAt: Instant | undefined;

  /** Answers whether the entry is of the time that was asked for. */
  function notice(at: Instant | undefined, severity: LogEntry["severity"]): boolean {
    lastAt = at ?? lastAt;
    if (!isWithin(progress, lastAt, options)) return false;
    note(progress, at, severity);
    return true;
  }

  function takeEntry(entry: LogEntry): void {
    if (!notice(entry.at, entry.severity)) return;
    const { line, at } = entry;
    const reading = recalledReadings.get(entry) ?? readEntry(entry);
    if (reading.isTrouble) progress.trouble.note(line);
    failures.take(entry, reading);
    operations.take({ line, at, requestId: idIn(reading), tookMs: tookIn(reading) }, reading.operation);
    restarts.take(entry, reading);
  }

  function takeRecalled(recalled: RecalledLine): void {
    const { at, like } = recalled;
    const mayPass = like.passing !== undefined && !entries.isWaiting();
    if (!mayPass || !(isOutside(at ?? lastAt, options) || failures.pass(recalled))) {
      const entry = recalled.entry();
      recalledReadings.set(entry, recalled.reading());
      for (const joined of entries.join(entry)) takeEntry(joined);
      return;
    }
    entries.pass(like.entry, at);
    if (!notice(at, like.entry.severity)) return;
    if (like.reading.isTrouble) progress.trouble.note(recalled.line);
    operations.take(recalled, like.reading.operation);
    restarts.take(recalled, like.reading);
  }

  function count(): void {
    progress.lines += 1;
    if (progress.lines % LINES_TO_SETTLE > 0) return;
    store.take(failures.drain());
    operations.settle(store.isTold);
  }

  function takeShaped(shaped: ShapedLine): void {
    count();
    const isBetween = recall === undefined || entries.isBetween();
    const recalled = isBetween ? undefined : recall(shaped, progress.lines, entries.last());
    if (recalled !== undefined) takeRecalled(recalled);
    else for (const entry of entries.take(decode(shaped.bytes, shaped.start, shaped.end))) takeEntry(entry);
  }

  return {
    take: (line) => {
      count();
      for (const entry of entries.take(line)) takeEntry(entry);
    },
    takeBlock: (block) => {
      takeEachLine(block, takeShaped);
      failures.settle();
    },
    finish: (end) => {
      for (const entry of entries.finish()) takeEntry(entry);
      store.take(failures.finish());
      const read = { options, progress, end, stored: store.finish(), restarts: restarts.finish() };
      return report({ ...read, operations: operations.finish(progress.last, store.isTold) });
    },
  };
}

function startProgress(): Progress {
  return {
    lines: 0,
    entries: 0,
    timed: 0,
    levels: { debug: 0, info: 0, warn: 0, error: 0, none: 0 },
    trouble: createTroubleNotes(),
  };
}

type Window = Pick<TriageOptions, "since" | "until">;

/** Notes also what lies outside of the time that was asked for, where one was. */
function isWithin(progress: Progress, at: Instant | undefined, window: Window): boolean {
  if (at === undefined || (window.since === undefined && window.until === undefined)) return true;
  progress.earliest = Math.min(progress.earliest ?? at, at);
  progress.latest = Math.max(progress.latest ?? at, at);
  return !isOutside(at, window);
}

function isOutside(at: Instant | undefined, { since, until }: Window): boolean {
  if (at === undefined) return false;
  return (since !== undefined && at < since) || (until !== undefined && at > until);
}

function note(progress: Progress, at: Instant | undefined, severity: LogEntry["severity"]): void {
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
  readonly stored: StoredFailures;
  readonly operations: FollowedOperations;
  readonly restarts: readonly Restart[];
}

/** Between two looks at whether there is much to settle. */
const LINES_TO_SETTLE = 4_096;
/** Two failures so close together are of one moment. */
const TOGETHER_MS = 5_000;
const TOGETHER_LINES = 10;

function report({ options, progress, end, stored, operations, restarts }: Read): TriageReport {
  const { failures: read, signatures } = stored;
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
  const trouble = progress.trouble.read();
  const isReported = options.symptom !== undefined && reportsFailure(options.symptom);
  const missed = isReported && read.length + late.length === 0 ? missedIn(trouble, options) : [];
  const selected = selectFailures(read, [...late, ...missed], stored.isTold);
  const all = [...read, ...late, ...missed].map(({ occurrence }) => occurrence);
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
    trouble,
    isReported,
    isBaselineGiven: options.baseline !== undefined,
    ...(options.masks === undefined ? {} : { masks: options.masks }),
    told: { from: progress.earliest ?? null, to: progress.latest ?? null },
    first: progress.first ?? null,
    last: progress.last ?? null,
  };
  return {
    ...writeTriage(findings),
    signatures,
    lines: progress.lines,
    bytes: end.bytes,
    levels: progress.levels,
  };
}

/** Somebody was failed, no failure could be read, and there are lines that may tell of it. */
function missedIn({ lines: [line] }: Trouble, { patterns }: TriageOptions): readonly Failure[] {
  if (line === undefined) return [];
  const occurrence = { line, kind: "failed" as const };
  return [{ explanation: explainSilence(occurrence, patterns), occurrence, surfacedBy: [] }];
}

/** By time where all that failed tells it, else by line. */
function scaleOf(all: readonly Occurrence[], { first, last, lines }: Progress) {
  if (first !== undefined && last !== undefined && all.every(({ at }) => at !== undefined)) {
    const positionOf = ({ at = first }: Occurrence) => at;
    return { positionOf, span: { from: first, to: last }, together: TOGETHER_MS };
  }
  return { positionOf: ({ line }: Occurrence) => line, span: { from: 1, to: lines }, together: TOGETHER_LINES };
}
