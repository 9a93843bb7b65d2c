import { expect, test } from "vitest";
import { comparePast } from "./compare-past.ts";
import type { EventRow } from "./store-view.ts";

function row(sequence: number, content = "as it was"): EventRow {
  return { incidentId: "i-1", sequence, type: "note-added", hash: `hash-${sequence}`, digest: content };
}

test("events that are added change nothing of the past", () => {
  expect(comparePast([row(1), row(2)], [row(1), row(2), row(3)])).toEqual([]);
});

test("an event that is gone is named", () => {
  expect(comparePast([row(1), row(2)], [row(1)])).toEqual([
    "event 2 (note-added) of incident i-1 stood in the database and is lost",
  ]);
});

test("a changed event is named, also when its hash was kept", () => {
  expect(comparePast([row(1)], [row(1, "otherwise")])).toEqual([
    "event 1 (note-added) of incident i-1 is not what it was",
  ]);
});

test("events in another order are named", () => {
  expect(comparePast([row(1), row(2)], [row(2), row(1)])).toHaveLength(2);
});
