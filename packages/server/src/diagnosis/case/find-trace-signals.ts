/** Operations that err, slow down or call otherwise by themselves, not because of what they call. */

import type { Instant, TimeWindow } from "../../domain/instant.ts";
import { calledBy } from "./called-by.ts";
import type { Case } from "./case.ts";
import { findCallCounts } from "./find-call-counts.ts";
import { findRise } from "./find-rise.ts";
import { findSlowness, findSlowServices } from "./find-slowness.ts";
import type { FoundSignal } from "./signal.ts";
import { symptomsOf } from "./symptom.ts";
import { type TimedSpan, timeSpans } from "./time-spans.ts";

const FEWEST = 3;

export function findTraceSignals({ spans, alert }: Case): readonly FoundSignal[] {
  const timed = timeSpans(spans);
  const range = { from: timed[0]?.span.start ?? 0, to: timed.at(-1)?.span.start ?? 0 };
  const quietUntil = endOfQuiet(range, alert?.firedAt);
  const groups = Map.groupBy(timed, ({ span }) => `${span.service}\n${span.name}`);
  const services = new Set(spans.map(({ service }) => service));
  const failing = [...groups.values()].flatMap((group) => {
    const calls = callsOf(group, services);
    const found = findErrors(group, range);
    return calls.length === 0 ? found : found.map((signal) => ({ ...signal, calls }));
  });
  const slow = findSlowness(timed, { range, quietUntil });
  const known = new Set(slow.map(({ service }) => service));
  const others = slow.length > 0 ? [] : findSlowServices(timed, { firedAt: alert?.firedAt, known });
  return [...failing, ...slow, ...others, ...findCallCounts(timed, { range, quietUntil })];
}

/** Whom the operation calls, where that is all it does. */
function callsOf(group: readonly TimedSpan[], services: ReadonlySet<string>): readonly string[] {
  const [first] = group;
  if (first === undefined) return [];
  const asked = group.find(({ asks }) => asks !== undefined)?.asks;
  if (asked !== undefined) return [asked];
  return group.every(({ isLeaf }) => isLeaf) ? calledBy(first.span, services) : [];
}

/** The first third of the traces shows how it was, or less where the alarm came early. */
function endOfQuiet({ from, to }: TimeWindow, firedAt: Instant | undefined): Instant {
  const end = firedAt === undefined ? to : Math.min(to, firedAt);
  return from + (Math.max(end, from) - from) / 3;
}

function findErrors(group: readonly TimedSpan[], range: TimeWindow): readonly FoundSignal[] {
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
