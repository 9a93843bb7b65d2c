/** Operations that err or slow down by themselves, not because of what they call. */

import type { Instant } from "../../domain/instant.ts";
import type { Case, Span } from "./case.ts";
import { spreadOf } from "./robust.ts";
import type { FoundSignal } from "./signal.ts";
import { symptomsOf } from "./symptom.ts";

const FEWEST = 3;
/** So many times as long as usual, and at least so much longer, is slow. */
const SLOWER = 2.5;
const LEAST_MS = 50;
const FAR = 6;

interface Timed {
  readonly span: Span;
  readonly selfMs: number;
  /** It failed, and nothing that it called did. */
  readonly failsFirst: boolean;
}

export function findTraceSignals({ spans, alert }: Case): readonly FoundSignal[] {
  const timed = timeSpans(spans).sort((one, other) => one.span.start - other.span.start);
  const quietUntil = endOfQuiet(timed, alert?.firedAt);
  const groups = Map.groupBy(timed, ({ span }) => `${span.service}\n${span.name}`);
  return [...groups.values()].flatMap((group) => [
    ...findErrors(group, quietUntil),
    ...findSlowness(group, quietUntil),
  ]);
}

function timeSpans(spans: readonly Span[]): Timed[] {
  const children = Map.groupBy(spans, ({ traceId, parentId }) => `${traceId}\n${parentId ?? ""}`);
  return spans.map((span) => {
    const called = children.get(`${span.traceId}\n${span.id}`) ?? [];
    const failsFirst = span.failed && !called.some(({ failed }) => failed);
    return { span, selfMs: Math.max(0, span.durationMs - coveredBy(span, called)), failsFirst };
  });
}

/** Time during which at least one child ran. */
function coveredBy(span: Span, children: readonly Span[]): number {
  const end = span.start + span.durationMs;
  let covered = 0;
  let until = span.start;
  for (const child of [...children].sort((one, other) => one.start - other.start)) {
    const from = Math.max(until, child.start);
    const to = Math.min(end, child.start + child.durationMs);
    if (to > from) covered += to - from;
    until = Math.max(until, to);
  }
  return covered;
}

/** The first third of the traces shows how it was, or less where the alarm came early. */
function endOfQuiet(timed: readonly Timed[], firedAt: Instant | undefined): Instant {
  const first = timed[0]?.span.start ?? 0;
  const last = timed.at(-1)?.span.start ?? 0;
  const end = firedAt === undefined ? last : Math.min(last, firedAt);
  return first + (Math.max(end, first) - first) / 3;
}

function findErrors(group: readonly Timed[], quietUntil: Instant): readonly FoundSignal[] {
  const failed = group.filter(({ failsFirst }) => failsFirst);
  const [first] = failed;
  const early = group.filter(({ span }) => span.start < quietUntil);
  const share = (part: readonly Timed[]): number =>
    part.filter(({ failsFirst }) => failsFirst).length / Math.max(1, part.length);
  const late = group.filter(({ span }) => span.start >= quietUntil);
  const usual = share(early);
  if (first === undefined || share(late) <= Math.max(2 * usual, usual + 0.02)) return [];
  const begin = usual > 0 ? (late.find(({ failsFirst }) => failsFirst) ?? first) : first;
  const text = [...new Set(failed.slice(0, 5).map(({ span }) => span.error ?? ""))].join("\n");
  const { service, name } = first.span;
  return [
    {
      source: "trace",
      service,
      at: begin.span.start,
      blurMs: 0,
      symptoms: [...new Set([...symptomsOf(text), "errors" as const])],
      says: `${name} of ${service} fails by itself (${failed.length} of ${group.length} spans)`,
      name,
      text: `${name}\n${text}`,
      strength: Math.min(50, failed.length),
      wasThere: usual > 0,
    },
  ];
}

function findSlowness(group: readonly Timed[], quietUntil: Instant): readonly FoundSignal[] {
  const usual = group.filter(({ span }) => span.start < quietUntil).map(({ selfMs }) => selfMs);
  if (usual.length < FEWEST) return [];
  const { median, scale } = spreadOf(usual);
  const bound = Math.max(SLOWER * median, median + FAR * scale, median + LEAST_MS);
  const late = group.filter(({ span }) => span.start >= quietUntil);
  const start = late.findIndex(({ selfMs }, index) => selfMs > bound && staysSlow(late.slice(index, index + 5), bound));
  const begin = late[start];
  if (begin === undefined) return [];
  const after = spreadOf(late.slice(start).map(({ selfMs }) => selfMs)).median;
  const { service, name } = begin.span;
  return [
    {
      source: "trace",
      service,
      at: begin.span.start,
      blurMs: 0,
      symptoms: ["latency"],
      says: `${name} of ${service} takes ${Math.round(after)} ms of its own instead of ${Math.round(median)} ms`,
      name,
      text: name,
      strength: Math.max(1, after / Math.max(1, median)),
      wasThere: true,
    },
  ];
}

function staysSlow(next: readonly Timed[], bound: number): boolean {
  return next.filter(({ selfMs }) => selfMs > bound).length * 2 > next.length || next.length === 1;
}
