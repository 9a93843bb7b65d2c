/** Failures of the logs that are new, or far more than before. */

import type { Instant, TimeWindow } from "../../domain/instant.ts";
import type { Case, CaseFailure, CaseLogFacts } from "./case.ts";
import type { FoundSignal } from "./signal.ts";
import { symptomsOf } from "./symptom.ts";

const BUCKETS = 30;
/** So many times as often as before is more than before. */
const MORE = 3;

export interface LogSignals {
  readonly risen: readonly FoundSignal[];
  /** Failures that went on as they always had. */
  readonly steady: readonly FoundSignal[];
}

export function findLogSignals({ window, alert }: Case, { failures, span }: CaseLogFacts): LogSignals {
  const range = span ?? window;
  const groups = Map.groupBy(failures, ({ service, signature }) => `${service}\n${signature}`);
  const judged = [...groups.values()].map((group) => toSignal(group, range, alert?.firedAt));
  const of = (isSteady: boolean): readonly FoundSignal[] =>
    judged.flatMap((one) => (one.isSteady === isSteady ? [one.signal] : []));
  return { risen: of(false), steady: of(true) };
}

interface Judged {
  readonly signal: FoundSignal;
  readonly isSteady: boolean;
}

function toSignal(group: readonly CaseFailure[], range: TimeWindow | undefined, firedAt: Instant | undefined): Judged {
  const [first] = group;
  const times = group
    .flatMap((failure) => (failure.at === undefined ? [] : [failure.at]))
    .sort((one, other) => one - other);
  const rise = range === undefined ? undefined : findRise(times, range);
  const at = rise?.at ?? times[0] ?? firedAt ?? range?.from ?? 0;
  const service = first?.service ?? "";
  const text = [...new Set(group.map(textOf))].sort().slice(0, 20).join("\n");
  const template = first?.template ?? "";
  return {
    isSteady: rise?.isSteady ?? false,
    signal: {
      source: "log",
      service,
      at,
      blurMs: 0,
      symptoms: [...symptomsOf(group.slice(0, 3).map(headOf).join("\n"))],
      says: `${service} fails with "${template}" (${group.length} times)`,
      name: template,
      text,
      strength: Math.max(1, Math.min(50, group.length)),
      wasThere: rise !== undefined && rise.before > 0,
      ...(first?.component === undefined ? {} : { blames: first.component }),
    },
  };
}

interface Rise {
  readonly at: Instant;
  readonly before: number;
  readonly isSteady: boolean;
}

/** New within the range, or from some time on far more often; else it is steady. */
function findRise(times: readonly Instant[], { from, to }: TimeWindow): Rise | undefined {
  const [first] = times;
  if (first === undefined || to <= from) return undefined;
  const width = (to - from) / BUCKETS;
  const early = from + (to - from) / 5;
  if (first > early) return { at: first, before: 0, isSteady: false };
  const counts = countBuckets(times, from, width);
  const third = counts.slice(0, BUCKETS / 3);
  const usual = Math.max(...third.slice(0, 6), 0);
  const start = counts.findIndex(
    (count, index) => index > 0 && count > MORE * usual && staysHigh(counts, index, usual),
  );
  const before = times.filter((at) => at < early).length;
  if (start < 0) return { at: first, before, isSteady: isEven(counts) };
  const begin = from + start * width;
  return { at: times.find((at) => at >= begin) ?? begin, before, isSteady: false };
}

function countBuckets(times: readonly Instant[], from: Instant, width: number): readonly number[] {
  const counts = new Array<number>(BUCKETS).fill(0);
  for (const at of times) {
    const index = Math.max(0, Math.min(BUCKETS - 1, Math.floor((at - from) / width)));
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}

function staysHigh(counts: readonly number[], start: number, usual: number): boolean {
  const rest = counts.slice(start, start + 5);
  return rest.filter((count) => count > usual).length * 2 >= rest.length;
}

/** As many in the second half as in the first, about. */
function isEven(counts: readonly number[]): boolean {
  const sum = (part: readonly number[]): number => part.reduce((total, count) => total + count, 0);
  const one = sum(counts.slice(0, BUCKETS / 2));
  const other = sum(counts.slice(BUCKETS / 2));
  return other <= MORE * Math.max(one, 1) && one > 0;
}

function headOf({ template, facts, sample }: CaseFailure): string {
  const said = sample.split("\n", 12).filter((line) => !/^\s*(?:at |File "|\^)/.test(line));
  return [facts, template, said.join(" ").slice(0, 800)].join(" ");
}

function textOf({ template, facts, sample, ownFrames }: CaseFailure): string {
  const frames = ownFrames.map(({ path, symbol, line }) => `at ${symbol ?? ""} (${path}:${line})`);
  return [facts, template, sample, ...frames].join("\n");
}
