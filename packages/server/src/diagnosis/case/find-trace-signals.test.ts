import fc from "fast-check";
import { expect, test } from "vitest";
import { MINUTE } from "../../domain/instant.ts";
import type { Case, Span } from "./case.ts";
import { findTraceSignals } from "./find-trace-signals.ts";

const ONSET = 60 * MINUTE;

/** A request a minute for two hours; `callsOf` tells how it goes before and after the onset. */
function traced(callsOf: (isLate: boolean, trace: string, start: number) => readonly Span[]): Case {
  const spans = Array.from({ length: 120 }, (_, index) => callsOf(index >= 60, `t${index}`, index * MINUTE)).flat();
  return { id: "traced", logs: [], series: [], spans, changes: [], checks: [], notes: [], unseen: [] };
}

function span(traceId: string, id: string, rest: Partial<Span>): Span {
  return { traceId, id, service: "web", name: id, start: 0, durationMs: 0, failed: false, ...rest };
}

function asked(traceId: string, start: number, wayMs: number): readonly Span[] {
  return ["web", "app"].flatMap((service) => [
    span(traceId, `${service}-serves`, { service, start, durationMs: 40 + wayMs }),
    span(traceId, `${service}-asks`, {
      service,
      parentId: `${service}-serves`,
      start: start + 1,
      durationMs: 31 + wayMs,
    }),
    span(traceId, `${service}-asked`, {
      service: "cart",
      parentId: `${service}-asks`,
      start: start + 2,
      durationMs: 30,
    }),
  ]);
}

test("time lost on the way to a service is told of that service, whoever calls it", () => {
  const found = findTraceSignals(traced((isLate, trace, start) => asked(trace, start, isLate ? 200 : 0)));

  expect(new Set(found.map(({ service }) => service))).toEqual(new Set(["cart"]));
  expect(found[0]).toMatchObject({ symptoms: ["latency"], at: ONSET + 1 });
});

test("a call for each item is told of the one who calls", () => {
  const found = findTraceSignals(
    traced((isLate, trace, start) => [
      span(trace, "list", { start, durationMs: isLate ? 100 : 20 }),
      ...Array.from({ length: isLate ? 10 : 1 }, (_, index) =>
        span(trace, `read-${index}`, {
          service: "notes",
          name: "read",
          parentId: "list",
          start: start + 5 + index * 9,
          durationMs: 9,
        }),
      ),
    ]),
  );

  expect(found.map(({ service, drives }) => [service, drives])).toContainEqual(["web", "notes"]);
});

test("the order of spans does not matter", () => {
  const whole = traced((isLate, trace, start) => asked(trace, start, isLate ? 200 : 0));
  const expected = findTraceSignals(whole);

  fc.assert(
    fc.property(fc.shuffledSubarray([...whole.spans], { minLength: whole.spans.length }), (spans) => {
      expect(findTraceSignals({ ...whole, spans })).toEqual(expected);
    }),
    { numRuns: 5 },
  );
});
