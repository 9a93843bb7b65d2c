/** Services that begin to call another far more often in each request, or no longer, though nothing failed. */

import type { Instant, TimeWindow } from "../../domain/instant.ts";
import { findShift } from "./find-shift.ts";
import { medianOf } from "./robust.ts";
import type { FoundSignal } from "./signal.ts";
import type { TimedSpan } from "./time-spans.ts";

/** So many times as many calls in a request… */
const MORE = 1.8;
/** …or so few of them. */
const LESS = 0.35;
const STRETCHES = 40;
const SPANS_EACH = 10;
/** So many standard deviations of a count (Poisson) are no chance. */
const UNLIKELY = 4;

interface Quiet {
  readonly range: TimeWindow;
  readonly quietUntil: Instant;
}

/** Calls of one service to another, in one span that is not itself the asking side. */
interface Asked {
  readonly at: Instant;
  readonly count: number;
}

export function findCallCounts(timed: readonly TimedSpan[], { quietUntil }: Quiet): readonly FoundSignal[] {
  const asksById = new Map(
    timed.flatMap(({ span, asks }) => (asks === undefined ? [] : [[`${span.traceId}\n${span.id}`, asks] as const])),
  );
  const healthy = timed.filter(({ span, asks, isLeaf, children }) => {
    return (
      asks === undefined && !span.failed && !(isLeaf && span.durationMs === 0) && children.every((one) => !one.failed)
    );
  });
  const groups = Map.groupBy(healthy, ({ span }) => `${span.service}\n${span.name}`);
  return [...groups.values()].flatMap((group) => {
    const counted = group.map(({ span, children }) => ({
      at: span.start,
      calls: children
        .map((child) => asksById.get(`${child.traceId}\n${child.id}`) ?? child.service)
        .filter((called) => called !== span.service),
    }));
    const callees = new Set(counted.flatMap(({ calls }) => calls));
    const { service = "", name = "" } = group[0]?.span ?? {};
    return [...callees].sort().flatMap((callee) => {
      const asked = counted.map(({ at, calls }) => ({ at, count: calls.filter((one) => one === callee).length }));
      return findTurn(asked, { service, name, callee, quietUntil });
    });
  });
}

interface Edge {
  readonly service: string;
  readonly name: string;
  readonly callee: string;
  readonly quietUntil: Instant;
}

function findTurn(asked: readonly Asked[], { service, name, callee, quietUntil }: Edge): readonly FoundSignal[] {
  const size = Math.max(SPANS_EACH, Math.ceil(asked.length / STRETCHES));
  const starts = Array.from({ length: Math.floor(asked.length / size) }, (_, index) => index * size);
  const curve = {
    times: starts.map((from) => asked[from]?.at ?? 0),
    values: starts.map((from) => asked.slice(from, from + size).reduce((sum, { count }) => sum + count, 0) / size),
  };
  const mean = asked.reduce((sum, { count }) => sum + count, 0) / Math.max(1, asked.length);
  const least = Math.max(0.3, UNLIKELY * Math.sqrt(mean / size));
  const shift = findShift(curve, { firedAt: undefined, least });
  if (shift === undefined || shift.at < quietUntil) return [];
  const later = curve.values.filter((_, index) => (curve.times[index] ?? 0) >= shift.at);
  const isLasting = shift.side > 0 === medianOf(later) - shift.before > least;
  if (!isLasting) return [];
  const isTurn = shift.after >= MORE * shift.before || shift.after <= LESS * shift.before;
  if (!isTurn) return [];
  return [
    {
      source: "trace",
      service,
      at: shift.at,
      firstAt: shift.at,
      until: shift.until,
      blurMs: shift.blurMs,
      symptoms: shift.side > 0 ? ["latency"] : ["errors"],
      says: `${name} of ${service} calls ${callee} ${shift.after.toFixed(1)} times in each request instead of ${shift.before.toFixed(1)}`,
      name,
      text: name,
      strength: 25,
      ...(shift.side > 0 ? { drives: callee } : {}),
      isWeak: false,
      isSteady: false,
      wasThere: false,
    },
  ];
}
