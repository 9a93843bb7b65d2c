/** The operations of a log, entry by entry, without the failures that its error readers find. */

import type { Instant, Milliseconds } from "../../domain/instant.ts";
import type { Redact } from "../../domain/redact.ts";
import { createOperationPairing, overdueAmong, type PairedOperation, type PlacedMark } from "../pair-operations.ts";
import { isSureOperation } from "../read-operations.ts";
import { createThinnedList, type Thinned, type ThinnedList } from "../thinned-list.ts";
import { countTimes } from "./count-times.ts";
import type { IsTold } from "./failure-store.ts";
import type { OperationWords } from "./read-entry.ts";
import { createTimedTally, type SlowName } from "./tally-timed.ts";
import type { OperationSummary } from "./triage-report.ts";

/** An operation that somebody waited for too long, or in vain; one that failed may have its error elsewhere. */
export interface LateOperation {
  readonly line: number;
  readonly at?: Instant;
  readonly operation?: string;
  readonly requestId?: string;
  readonly kind: "slow" | "stuck" | "failed";
  /** Of very many, how many it stands for. */
  readonly times?: number;
}

export interface TimedOperation extends LateOperation {
  readonly tookMs: Milliseconds;
}

export interface FollowedOperations {
  readonly byName: readonly OperationSummary[];
  readonly late: readonly LateOperation[];
  /** Those that took longer than Slack waits for an acknowledgement. */
  readonly longerThanAck: readonly TimedOperation[];
  /** Where they ended that were completed, in the order of the log. */
  readonly completions: readonly CompletedOperation[];
}

interface CompletedOperation {
  readonly line: number;
  readonly at?: Instant;
  readonly name: string;
  /** Of very many, how many it stands for. */
  readonly times?: number;
}

/** Where a line stands, and whose it is. */
export interface OperationPlace {
  readonly line: number;
  readonly at?: Instant | undefined;
  readonly requestId: string | undefined;
  readonly tookMs: Milliseconds | undefined;
}

export interface OperationFollower {
  take(place: OperationPlace, words: OperationWords): void;
  /** Leaves out failed ones that an error told of, now and then: what is behind is settled. */
  settle(isTold: IsTold): void;
  finish(until: Instant | undefined, isTold: IsTold): FollowedOperations;
}

/** https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response: within three seconds */
export const ACK_MS: Milliseconds = 3_000;
/** Work that nobody waits for may take its time. */
const IN_BACKGROUND =
  /sync|cron|job|batch|import|export|backup|migrat|index|nightly|daily|hourly|weekly|cleanup|warm|sweep|poll|build|deploy|boot|startup/i;
/** Names come out of logs, and a log may put an id into each. */
const MOST_NAMES = 10_000;
/** Beyond these, in memory, some stand for all. */
const MOST_LATE = 10_000;
const MOST_COUNTED = 200;
const MOST_COMPLETIONS = 2_000;

export function createOperationFollower(criticalMs: Milliseconds, redact: Redact): OperationFollower {
  const pairing = createOperationPairing<PlacedMark>({ slowMs: criticalMs, noteMs: ACK_MS });
  const begun = new Set<string>();
  const names = new Map<string, string>();
  const timed = createTimedTally(criticalMs);
  const untold = createThinnedList<LateOperation>(MOST_LATE);
  const completions = new Map<string, ThinnedList<PlacedMark>>();
  let failed: LateOperation[] = [];

  /** Of the words only the step and the name are of this line: the rest may be of another one like it. */
  function take(
    { line, at = Number.NaN, requestId, tookMs }: OperationPlace,
    { mark, slowMs, slowName }: OperationWords,
  ): void {
    if (mark !== undefined && isSureOperation(mark, begun)) {
      const { step, requestId: named } = mark;
      // In one piece: V8 puts what is spread into old space, which then holds garbage.
      takeMark({ line, at, step, name: nameOf(mark.name), requestId: named && requestId, tookMs });
    } else if (slowMs !== undefined && slowName !== undefined)
      timed.add(nameOf(slowName), { line, at, requestId }, tookMs ?? slowMs);
  }

  function nameOf(name: string): string {
    const known = names.get(name);
    if (known !== undefined) return known;
    const redacted = redact(name);
    if (names.size < MOST_NAMES) names.set(name, redacted);
    return redacted;
  }

  function takeMark(mark: PlacedMark): void {
    const { name, step } = mark;
    if (step === "started" && begun.size < MOST_NAMES) begun.add(name);
    if (step === "completed") completionsOf(name).add(mark);
    if (step === "failed" && !((mark.tookMs ?? 0) > criticalMs)) failed.push(toLate(mark, "failed"));
    pairing.take(mark);
  }

  function completionsOf(name: string): ThinnedList<PlacedMark> {
    const known = completions.get(name);
    if (known !== undefined) return known;
    const key = completions.size < MOST_COUNTED ? name : "";
    const list = completions.get(key) ?? createThinnedList(MOST_COMPLETIONS);
    completions.set(key, list);
    return list;
  }

  function settle(isTold: IsTold): void {
    if (failed.length < 2 * MOST_LATE) return;
    for (const one of failed.slice(0, MOST_LATE)) if (!isTold(one)) untold.add(one);
    failed = failed.slice(MOST_LATE);
  }

  function finish(until: Instant | undefined, isTold: IsTold): FollowedOperations {
    const paired = pairing.finish();
    const completed = [...completions.values()].flatMap((list) => list.finish().map(toCompletion));
    const noted = paired.flatMap(({ noted: ends }) => ends);
    const late = paired.flatMap((operation) => lateAmong(operation, completed, { until, criticalMs }));
    const slowNames = timed.finish(requestsIn(paired));
    const all = [
      ...late,
      ...slowNames.flatMap(lateAmongTimed),
      ...weighed(untold.finish()),
      ...failed.filter((one) => !isTold(one)),
    ];
    return {
      byName: withTimed(
        paired.map((operation) => summarise(operation, { until })),
        slowNames,
      ),
      longerThanAck: noted.map(({ item: { end, tookMs }, times }) => ({ ...toLate(end, "slow"), tookMs, times })),
      late: all.sort((one, other) => one.line - other.line),
      completions: completed.sort((one, other) => one.line - other.line),
    };
  }

  return { take, settle, finish };
}

function toCompletion({ item: { line, name, at }, times }: Thinned<PlacedMark>): CompletedOperation {
  return { line, name, times, ...(Number.isNaN(at) ? {} : { at }) };
}

function weighed<Item>(kept: readonly Thinned<Item>[]): readonly (Item & { readonly times: number })[] {
  return kept.map(({ item, times }) => ({ ...item, times }));
}

interface Place {
  readonly line: number;
  readonly at?: Instant | undefined;
  readonly requestId?: string | undefined;
  readonly name?: string;
}

function toLate({ line, at, requestId, name }: Place, kind: LateOperation["kind"]): LateOperation {
  return {
    line,
    kind,
    ...(name === undefined ? {} : { operation: name }),
    ...(at === undefined || Number.isNaN(at) ? {} : { at }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** Of operations that were slow and named their request. */
function requestsIn(paired: readonly PairedOperation<PlacedMark>[]): ReadonlySet<string> {
  return new Set(paired.flatMap(({ slowEnds }) => slowEnds.flatMap(({ item: { end } }) => end.requestId ?? [])));
}

/** Few beside many that were fast are no failure, and nobody waits for work in the background. */
function lateAmongTimed({ name, count, slow }: SlowName): readonly LateOperation[] {
  if (IN_BACKGROUND.test(name) || countTimes(slow) < SHARE_OF_ALL * count) return [];
  return slow.map(({ item, times }) => ({ ...toLate({ ...item, name }, "slow"), times }));
}

function withTimed(
  operations: readonly OperationSummary[],
  slowNames: readonly SlowName[],
): readonly OperationSummary[] {
  const more = new Map(slowNames.map((one) => [one.name, one]));
  const known = operations.map((operation) => {
    const slow = countTimes(more.get(operation.name)?.slow ?? []);
    more.delete(operation.name);
    return slow === 0 ? operation : { ...operation, slow: operation.slow + slow };
  });
  return [...known, ...[...more.values()].map(summariseTimed)];
}

/** That they began or ended was not said. */
function summariseTimed({ name, slow, took }: SlowName): OperationSummary {
  return {
    name,
    started: 0,
    completed: 0,
    failed: 0,
    stuck: 0,
    slow: countTimes(slow),
    ...percentilesOf(took),
    oldestStuckMs: null,
  };
}

function percentilesOf({ percentile }: SlowName["took"]): Pick<OperationSummary, "p50Ms" | "p95Ms" | "p99Ms"> {
  return { p50Ms: percentile(0.5) ?? null, p95Ms: percentile(0.95) ?? null, p99Ms: percentile(0.99) ?? null };
}

interface Limits {
  readonly until: Instant | undefined;
  readonly criticalMs: Milliseconds;
}

/** A slow one in fifty is worth a word; one in ten, while they last, is worth it in any log. */
const SHARE_OF_ALL = 0.02;
const SHARE_OF_SPELL = 0.1;

/** A few that only begin say nothing of their end; so many hang. */
const MOST_WITHOUT_END = 5;

/** Stuck are only those whose like is known to end, and to say so, or that are many. */
function lateAmong(
  { name, started, completed, failed, open, slowEnds }: PairedOperation<PlacedMark>,
  completions: FollowedOperations["completions"],
  { until, criticalMs }: Limits,
): readonly LateOperation[] {
  if (IN_BACKGROUND.test(name)) return [];
  const isKnownToEnd = completed + failed > 0 || started >= MOST_WITHOUT_END;
  const stuck = until === undefined || !isKnownToEnd ? [] : overdueAmong(open, until, criticalMs);
  const tooLong = slowEnds.map(({ item, times }) => ({ ...toLate(item.end, "slow"), times }));
  const late = [...tooLong, ...stuck.map((mark) => toLate(mark, "stuck"))];
  const count = countTimes(late);
  if (count >= SHARE_OF_ALL * Math.max(started, completed + failed)) return late;
  const lines = late.map(({ line }) => line).sort((one, other) => one - other);
  const [first = 0, last = 0] = [lines[0], lines.at(-1)];
  const meanwhile = completions.filter((one) => one.name === name && one.line >= first && one.line <= last);
  return count >= SHARE_OF_SPELL * countTimes(meanwhile) && count > 2 ? late : [];
}

function summarise(operation: PairedOperation<PlacedMark>, { until }: Pick<Limits, "until">): OperationSummary {
  const { name, started, completed, failed, took, open, lost, slow } = operation;
  const oldest = until === undefined ? Number.NaN : until - Math.min(...open.slice(0, 1).map(({ at }) => at));
  return {
    name,
    started,
    completed,
    failed,
    stuck: open.length + lost,
    slow,
    ...percentilesOf(took),
    oldestStuckMs: Number.isFinite(oldest) ? oldest : null,
  };
}
