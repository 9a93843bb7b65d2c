/** Operations that err or slow down by themselves, not because of what they call. */

import type { Instant, TimeWindow } from "../../domain/instant.ts";
import { calledBy } from "./called-by.ts";
import type { Case, Span } from "./case.ts";
import { findRise } from "./find-rise.ts";
import { medianOf, spreadOf } from "./robust.ts";
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
  /** It called nothing that wrote a span of its own. */
  readonly isLeaf: boolean;
}

export function findTraceSignals({ spans, alert }: Case): readonly FoundSignal[] {
  const timed = timeSpans(spans).sort((one, other) => one.span.start - other.span.start);
  const range = { from: timed[0]?.span.start ?? 0, to: timed.at(-1)?.span.start ?? 0 };
  const quietUntil = endOfQuiet(timed, alert?.firedAt);
  const groups = Map.groupBy(timed, ({ span }) => `${span.service}\n${span.name}`);
  const services = new Set(spans.map(({ service }) => service));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const isClient = first !== undefined && group.every(({ isLeaf }) => isLeaf);
    const calls = isClient ? calledBy(first.span, services) : [];
    const found = [...findErrors(group, range), ...findSlowness(group, range, quietUntil)];
    return calls.length === 0 ? found : found.map((signal) => ({ ...signal, calls }));
  });
}

function timeSpans(spans: readonly Span[]): Timed[] {
  const children = Map.groupBy(spans, ({ traceId, parentId }) => `${traceId}\n${parentId ?? ""}`);
  return spans.map((span) => {
    const called = children.get(`${span.traceId}\n${span.id}`) ?? [];
    const failsFirst = span.failed && !called.some(({ failed }) => failed);
    const isLeaf = called.length === 0;
    return { span, isLeaf, selfMs: Math.max(0, span.durationMs - coveredBy(span, called)), failsFirst };
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

function findErrors(group: readonly Timed[], range: TimeWindow): readonly FoundSignal[] {
  const failed = group.filter(({ failsFirst }) => failsFirst);
  const rise = findRise(
    failed.map(({ span }) => span.start),
    range,
  );
  const [first] = failed;
  if (first === undefined) return [];
  const at = rise?.at ?? first.span.start;
  const until = rise?.until ?? failed.at(-1)?.span.start ?? at;
  const own = failed.filter(({ span }) => span.start >= at && span.start <= until);
  const during = group.filter(({ span }) => span.start >= at && span.start <= until);
  const text = [...new Set(own.slice(0, 50).map(({ span }) => span.error ?? ""))].sort().slice(0, 5).join("\n");
  const { service, name } = first.span;
  return [
    {
      source: "trace",
      service,
      at,
      firstAt: first.span.start,
      until,
      blurMs: rise?.blurMs ?? 0,
      symptoms: [...new Set([...symptomsOf(text), "errors" as const])],
      says: `${name} of ${service} fails by itself (${own.length} of ${during.length} spans)`,
      name,
      text: `${name}\n${text}`,
      strength: Math.min(50, own.length),
      isWeak: own.length < FEWEST,
      isSteady: rise === undefined && own.length >= FEWEST,
      wasThere: rise?.wasThere ?? false,
    },
  ];
}

function findSlowness(group: readonly Timed[], range: TimeWindow, quietUntil: Instant): readonly FoundSignal[] {
  const usual = group.filter(({ span }) => span.start < quietUntil).map(({ selfMs }) => selfMs);
  if (usual.length < FEWEST) return [];
  const { median, scale } = spreadOf(usual);
  const bound = Math.max(SLOWER * median, median + FAR * scale, median + LEAST_MS);
  const slow = group.filter(({ selfMs }) => selfMs > bound);
  const rise = findRise(
    slow.map(({ span }) => span.start),
    range,
  );
  const [first] = slow;
  if (rise === undefined || first === undefined || rise.inside < FEWEST) return [];
  const own = slow.filter(({ span }) => span.start >= rise.at && span.start <= rise.until);
  const after = medianOf(own.map(({ selfMs }) => selfMs));
  const { service, name } = first.span;
  return [
    {
      source: "trace",
      service,
      at: rise.at,
      firstAt: first.span.start,
      until: rise.until,
      blurMs: rise.blurMs,
      symptoms: ["latency"],
      says: `${name} of ${service} takes ${Math.round(after)} ms of its own instead of ${Math.round(median)} ms`,
      name,
      text: name,
      strength: Math.max(1, Math.min(50, own.length)),
      isWeak: false,
      isSteady: false,
      wasThere: false,
    },
  ];
}
