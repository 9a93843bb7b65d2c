/** Operations that take longer by themselves, and ways to a service on which calls are lost or late. */

import type { Instant, TimeWindow } from "../../domain/instant.ts";
import { findRise } from "./find-rise.ts";
import { findShift } from "./find-shift.ts";
import { medianOf, spreadOf } from "./robust.ts";
import type { FoundSignal } from "./signal.ts";
import type { TimedSpan } from "./time-spans.ts";

const FEWEST = 3;
/** So many times as long as usual, and at least so much longer, is slow. */
const SLOWER = 2.5;
const LEAST_MS = 5;
const FAR = 6;
/** So much of the largest addition is worth a word; the rest follows from it. */
const WORTH = 0.02;
/** Spans of a service are looked at in so many stretches of time, of no fewer spans each. */
const STRETCHES = 60;
const SPANS_EACH = 5;

interface Quiet {
  readonly range: TimeWindow;
  readonly quietUntil: Instant;
}

interface Slow {
  readonly signal: FoundSignal;
  /** What it adds to all requests together. */
  readonly addedMs: number;
  readonly way?: Way;
}

interface Way {
  readonly from: string;
  readonly to: string;
}

/** The one that adds most to the requests is the strongest. */
export function findSlowness(timed: readonly TimedSpan[], quiet: Quiet): readonly FoundSignal[] {
  const groups = Map.groupBy(timed, ({ span, asks }) => `${span.service}\n${span.name}\n${asks ?? ""}`);
  const slow = [...groups.values()].flatMap((group) => findSlow(group, quiet));
  const most = slow.reduce((largest, { addedMs }) => Math.max(largest, addedMs), 0);
  const ways = slow.flatMap(({ way }) => (way === undefined ? [] : [way]));
  return slow
    .filter(({ addedMs }) => addedMs >= WORTH * most)
    .map(({ signal, addedMs, way }) => ({
      ...signal,
      ...(way === undefined ? {} : { service: endAtFault(way, ways) }),
      strength: Math.max(1, Math.min(50, (50 * addedMs) / Math.max(1e-9, most))),
    }));
}

/** The end that more of the slow ways have in common; the called, where both have as many. */
function endAtFault({ from, to }: Way, ways: readonly Way[]): string {
  return waysOf(from, ways) > waysOf(to, ways) ? from : to;
}

function waysOf(service: string, ways: readonly Way[]): number {
  const ends = ways.flatMap(({ from, to }) => {
    if (from === service) return [`to ${to}`];
    return to === service ? [`from ${from}`] : [];
  });
  return new Set(ends).size;
}

function findSlow(group: readonly TimedSpan[], { range, quietUntil }: Quiet): readonly Slow[] {
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
  const { asks } = first;
  const much = `${Math.round(after)} ms`;
  const signal: FoundSignal = {
    source: "trace",
    service,
    at: rise.at,
    firstAt: first.span.start,
    until: rise.until,
    blurMs: rise.blurMs,
    symptoms: ["latency"],
    says:
      asks === undefined
        ? `${name} of ${service} takes ${much} of its own instead of ${Math.round(median)} ms`
        : `Calls from ${service} to ${asks} spend ${much} on the way instead of ${Math.round(median)} ms`,
    name,
    text: name,
    strength: 1,
    isWeak: false,
    isSteady: false,
    wasThere: false,
  };
  const addedMs = own.reduce((sum, { selfMs }) => sum + selfMs - median, 0);
  return [{ signal, addedMs, ...(asks === undefined ? {} : { way: { from: service, to: asks } }) }];
}

/** Where no operation shows it by itself, all of a service together may: each span against what is usual of its operation. */
export function findSlowServices(
  timed: readonly TimedSpan[],
  { firedAt, known }: { readonly firedAt: Instant | undefined; readonly known: ReadonlySet<string> },
): readonly FoundSignal[] {
  const usual = new Map(
    [...Map.groupBy(timed, operationOf)].map(([key, group]) => [key, medianOf(group.map(({ selfMs }) => selfMs))]),
  );
  const owned = timed.filter(({ span, asks }) => asks === undefined && !known.has(span.service));
  return [...Map.groupBy(owned, ({ span }) => span.service)].flatMap(([service, own]): readonly FoundSignal[] => {
    const size = Math.max(SPANS_EACH, Math.ceil(own.length / STRETCHES));
    const starts = Array.from({ length: Math.floor(own.length / size) }, (_, index) => index * size);
    const curve = {
      times: starts.map((from) => own[from]?.span.start ?? 0),
      values: starts.map((from) =>
        medianOf(
          own.slice(from, from + size).map((one) => one.selfMs / Math.max(0.1, usual.get(operationOf(one)) ?? 1)),
        ),
      ),
    };
    const shift = findShift(curve, { firedAt, least: 0.2 });
    if (shift === undefined || shift.side < 0) return [];
    const times = (shift.after / Math.max(0.01, shift.before)).toFixed(1);
    return [
      {
        source: "trace",
        service,
        at: shift.at,
        firstAt: shift.at,
        until: shift.until,
        blurMs: shift.blurMs,
        symptoms: ["latency"],
        says: `${service} takes ${times} times as long by itself as before`,
        name: "own time",
        text: "own time",
        strength: Math.max(1, Math.min(50, 5 * shift.size)),
        isWeak: false,
        isSteady: false,
        wasThere: false,
      },
    ];
  });
}

function operationOf({ span, asks }: TimedSpan): string {
  return `${span.service}\n${span.name}\n${asks ?? ""}`;
}
