import fc from "fast-check";
import { expect, test } from "vitest";
import { caseOf, investigate, minute, write } from "./fixtures/incident.ts";
import { readCase } from "./read-case.ts";
import { toInstant } from "./read-fields.ts";

test("unknown keys and files are kept as notes", () => {
  const theCase = caseOf(
    new Map([
      ["case.json", JSON.stringify({ id: "one", region: "eu", alert: { firedAt: minute(0), team: "bots" } })],
      ["runbook.txt", "Attio has maintenance on Fridays."],
    ]),
  );

  expect(theCase.notes).toEqual(["region: eu", "team: bots", "runbook.txt: Attio has maintenance on Fridays."]);
  expect(theCase.alert?.firedAt).toBe(Date.parse(minute(0)));
});

test("lines of JSON count as a list, and an object that holds the list too", () => {
  const row = { kind: "commit", id: "a1", at: minute(-3), summary: "x", files: ["a.ts"] };

  const lines = caseOf(
    new Map([
      ["case.json", '{"id":"one"}'],
      ["changes.ndjson", `${JSON.stringify(row)}\n`],
    ]),
  );
  const held = caseOf(
    new Map([
      ["case.json", '{"id":"one"}'],
      ["changes.json", JSON.stringify({ changes: [row] })],
    ]),
  );

  expect(lines.changes).toEqual(held.changes);
  expect(lines.changes[0]).toMatchObject({ kind: "commit", id: "a1", files: ["a.ts"] });
});

test.each([
  ["2026-11-20T14:00:00Z", 1795183200000],
  ["2026-11-20 14:00:00", 1795183200000],
  ["2026-11-20T15:00:00.000+01:00", 1795183200000],
  [1795183200, 1795183200000],
  [1795183200000, 1795183200000],
  ["1795183200000000000", 1795183200000],
  [1795183200000000, 1795183200000],
  ["20/Nov/2026:16:00:00 +0200", 1795183200000],
  ["Fri, 20 Nov 2026 14:00:00 GMT", 1795183200000],
  ["45/Nov/2026:16:00:00 +0200", undefined],
  ["yesterday", undefined],
  [12, undefined],
])("the time %s is read", (text, expected) => {
  expect(toInstant(text)).toBe(expected);
});

test("a line of JSON that is cut off does not take the others with it", () => {
  const row = { kind: "commit", id: "a1", at: minute(-3), summary: "x" };

  const { changes } = caseOf(
    new Map([
      ["case.json", '{"id":"one"}'],
      ["changes.ndjson", `${JSON.stringify(row)}\n{"kind":"commit","id":`],
    ]),
  );

  expect(changes.map(({ id }) => id)).toEqual(["a1"]);
});

test.each([
  ["in the usual order", "timestamp,service,metric,value\n2026-11-20T14:00:00Z,bot,errors,3"],
  ["without a first line of names", "2026-11-20T14:00:00Z,bot,errors,3"],
  ["with other names, in another order and with semicolons", "value;name;app;time\n3;errors;bot;1795183200"],
  ["with a column for each metric", "time,service,errors\n1795183200000,bot,3"],
  ["in quotes", 'timestamp,service,metric,value\n"2026-11-20 14:00:00","bot","errors","3"'],
])("metrics are read %s", (_, text) => {
  const { series } = caseOf(
    new Map([
      ["case.json", '{"id":"one"}'],
      ["metrics.csv", text],
    ]),
  );

  expect(series).toEqual([{ service: "bot", metric: "errors", times: [1795183200000], values: [3] }]);
});

test("a span's length is read in the unit of its start where its name does not tell", () => {
  const spans = [
    { traceId: "t", spanId: "a", service: "bot", name: "x", start: minute(0), durationMs: 20 },
    { traceID: "t", spanID: "b", serviceName: "bot", operationName: "x", startTime: 1795183200000000, duration: 20000 },
    { trace_id: "t", span_id: "c", service: "bot", name: "x", start: 1795183200000, end: 1795183200020 },
  ];

  const theCase = caseOf(
    new Map([
      ["case.json", '{"id":"one"}'],
      ["traces.json", JSON.stringify(spans)],
    ]),
  );

  expect(theCase.spans.map(({ id, start, durationMs }) => [id, start, durationMs])).toEqual(
    ["a", "b", "c"].map((id) => [id, 1795183200000, 20]),
  );
});

test("whatever the files hold, reading and investigating never throws", () => {
  const names = ["changes.json", "traces.json", "checks.json", "metrics.csv", "logs/bot.log", "traces.ndjson", "odd"];
  const value = fc.oneof(
    fc.json(),
    fc.string(),
    fc.jsonValue().map((one) => JSON.stringify([one, { id: one, diff: one }])),
  );

  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), value), fc.jsonValue(), (parts, alert) => {
      const files = new Map([...Object.entries(parts), ["case.json", JSON.stringify({ id: "one", alert })]]);

      const reading = readCase(files);
      if (reading.ok) expect(investigate(files).verdict.summary).not.toBe("");
      else expect(reading.problems.length).toBeGreaterThan(0);
    }),
    { numRuns: 200 },
  );
});

test("a metric without a service is of the alarm's service", () => {
  const files = write({ metrics: { " latency_p95_ms": [200, 4_000] } });

  expect(investigate(files).affected).toEqual(["bot"]);
});
