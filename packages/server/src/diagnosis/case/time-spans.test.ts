import { expect, test } from "vitest";
import type { Span } from "./case.ts";
import { timeSpans } from "./time-spans.ts";

function span(id: string, service: string, rest: Partial<Span> = {}): Span {
  return { traceId: "t", id, service, name: service, start: 0, durationMs: 100, failed: false, ...rest };
}

function selfOf(spans: readonly Span[]): Readonly<Record<string, number>> {
  return Object.fromEntries(timeSpans(spans).map((one) => [one.span.id, one.selfMs]));
}

test("what ran at the same time is waited for once", () => {
  const children = [
    span("b", "cart", { parentId: "a", start: 10, durationMs: 50 }),
    span("c", "stock", { parentId: "a", start: 40, durationMs: 40 }),
  ];

  expect(selfOf([span("a", "web"), ...children]).a).toBe(30);
});

test("a child whose clock is wrong is waited for all the same", () => {
  const child = span("b", "cart", { parentId: "a", start: -5_000, durationMs: 80 });

  expect(selfOf([span("a", "web"), child]).a).toBe(20);
});

test("of the asking side of a call, its own time is that on the way to whom it asks", () => {
  const spans = [1, 2, 3, 4].flatMap((trace) => {
    const traceId = `t${trace}`;
    return [
      span("a", "web", { traceId }),
      span("b", "web", { traceId, name: "ask", parentId: "a", start: 10, durationMs: trace === 4 ? 80 : 51 }),
      span("c", "cart", { traceId, parentId: "b", start: 11, durationMs: 50 }),
    ];
  });

  const asking = timeSpans(spans).filter(({ asks }) => asks !== undefined);

  expect(asking.map(({ asks, selfMs }) => [asks, selfMs])).toEqual([
    ["cart", 1],
    ["cart", 1],
    ["cart", 1],
    ["cart", 30],
  ]);
});

test("a failure is that of the deepest that failed", () => {
  const spans = [span("a", "web", { failed: true }), span("b", "cart", { parentId: "a", failed: true })];

  expect(timeSpans(spans).map(({ span: { id }, failsFirst }) => [id, failsFirst])).toEqual([
    ["a", false],
    ["b", true],
  ]);
});
