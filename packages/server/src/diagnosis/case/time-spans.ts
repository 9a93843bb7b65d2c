/** What each span took by itself: its length without what it waited for; of a call, what the called cannot account for. */

import type { Span } from "./case.ts";
import { medianOf } from "./robust.ts";

export interface TimedSpan {
  readonly span: Span;
  readonly selfMs: number;
  /** It failed, and nothing that it called did. */
  readonly failsFirst: boolean;
  /** It called nothing that wrote a span of its own. */
  readonly isLeaf: boolean;
  /** Whom it asks, where it is the asking side of a call; its own time is then spent on the way. */
  readonly asks?: string;
  readonly children: readonly Span[];
}

/** Most spans of an asking operation hold the one span of whom they ask… */
const MOSTLY = 0.9;
/** …and add little to it when all is well. */
const LITTLE_MS = 3;
const LITTLE = 0.5;

/** In the order of time. */
export function timeSpans(spans: readonly Span[]): readonly TimedSpan[] {
  const children = new Map<string, Span[]>();
  const services = new Map<string, string>();
  for (const span of spans) {
    services.set(keyOf(span, span.id), span.service);
    if (span.parentId === undefined) continue;
    const key = keyOf(span, span.parentId);
    const siblings = children.get(key);
    if (siblings === undefined) children.set(key, [span]);
    else siblings.push(span);
  }
  const timed = spans.map((span) =>
    toTimed(
      span,
      (children.get(keyOf(span, span.id)) ?? []).filter(({ id }) => id !== span.id),
    ),
  );
  const inside = timed.filter(
    ({ span }) => span.parentId !== undefined && services.get(keyOf(span, span.parentId)) === span.service,
  );
  const asking = findAsking(inside);
  const isInside = new Set(inside);
  return timed
    .map((one) => {
      const asks = isInside.has(one) ? asking.get(`${one.span.service}\n${one.span.name}`) : undefined;
      return asks === undefined ? one : { ...one, asks: one.children[0]?.service ?? asks };
    })
    .sort(inOrder);
}

function inOrder({ span: one }: TimedSpan, { span: other }: TimedSpan): number {
  return one.start - other.start || (one.traceId + one.id < other.traceId + other.id ? -1 : 1);
}

function keyOf({ traceId }: Span, id: string): string {
  return `${traceId}\n${id}`;
}

function toTimed(span: Span, children: readonly Span[]): TimedSpan {
  return {
    span,
    children,
    isLeaf: children.length === 0,
    selfMs: Math.max(0, span.durationMs - coveredBy(span, children)),
    failsFirst: span.failed && !children.some(({ failed }) => failed),
  };
}

/** Whom each operation of a service asks, where all that it does is to ask. */
function findAsking(inside: readonly TimedSpan[]): ReadonlyMap<string, string> {
  const groups = Map.groupBy(inside, ({ span }) => `${span.service}\n${span.name}`);
  return new Map(
    [...groups].flatMap(([key, group]): readonly (readonly [string, string])[] => {
      const holding = group.filter(({ isLeaf }) => !isLeaf);
      const single = holding.filter(
        ({ span, children }) => children.length === 1 && children[0]?.service !== span.service,
      );
      const [first] = single;
      if (first === undefined || single.length < MOSTLY * holding.length) return [];
      const added = single.map(({ selfMs }) => selfMs).sort((one, other) => one - other);
      const usual = added[Math.floor(added.length / 4)] ?? 0;
      const length = medianOf(single.map(({ span }) => span.durationMs));
      if (usual > Math.max(LITTLE_MS, LITTLE * length)) return [];
      return [[key, mostNamed(single)]];
    }),
  );
}

function mostNamed(single: readonly TimedSpan[]): string {
  const byService = Map.groupBy(single, ({ children }) => children[0]?.service ?? "");
  const [most] = [...byService].sort(
    ([one, own], [other, others]) => others.length - own.length || (one < other ? -1 : 1),
  );
  return most?.[0] ?? "";
}

/** Time during which at least one child ran. The clock of a child that seems to begin before its parent is wrong. */
function coveredBy(span: Span, children: readonly Span[]): number {
  const end = span.start + span.durationMs;
  const placed = children
    .map((child) => ({ start: placeIn(span, child), durationMs: child.durationMs }))
    .sort((one, other) => one.start - other.start);
  let covered = 0;
  let until = span.start;
  for (const child of placed) {
    const from = Math.max(until, child.start);
    const to = Math.min(end, child.start + child.durationMs);
    if (to > from) covered += to - from;
    until = Math.max(until, to);
  }
  return covered;
}

/** Its clock is off where it begins before its parent does, or after it has ended, though its length would fit. */
function placeIn(parent: Span, child: Span): number {
  const room = parent.durationMs - child.durationMs;
  const isInside = child.start >= parent.start && child.start <= parent.start + parent.durationMs;
  return isInside || room < 0 ? child.start : parent.start + room / 2;
}
