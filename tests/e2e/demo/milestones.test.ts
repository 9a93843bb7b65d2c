import { expect, test } from "vitest";
import type { TimelineEntry } from "./allclear-client.ts";
import { milestonesOf } from "./milestones.ts";

function entry(sequence: number, event: { type: string; [key: string]: unknown }): TimelineEntry {
  const at = `2026-11-23T10:00:${String(sequence).padStart(2, "0")}.000Z`;
  return { sequence, at, actor: { kind: "system", name: "allclear" }, type: event.type, says: event.type, event };
}

function severity(sequence: number, value: string): TimelineEntry {
  return entry(sequence, { type: "severity-assessed", assessment: { severity: value, reasons: [] } });
}

test("the opening is two milestones, the signal at its own time", () => {
  const signal = { kind: "scenario-failed", at: Date.parse("2026-11-23T09:59:58.000Z"), summary: "No answer." };

  const reached = milestonesOf(entry(1, { type: "incident-opened", signal }), []);

  expect(reached).toEqual([
    { at: "2026-11-23T09:59:58.000Z", milestone: "signal", detail: "No answer." },
    { at: "2026-11-23T10:00:01.000Z", milestone: "incident-opened", detail: "incident-opened" },
  ]);
});

test("a severity is a milestone again only when it changes", () => {
  const entries = [severity(1, "P2"), severity(2, "P2"), severity(3, "P1")];

  const reached = entries.map((each, index) => milestonesOf(each, entries.slice(0, index)).length);

  expect(reached).toEqual([1, 0, 1]);
});

test("the first update alone is one, with the words that were posted", () => {
  const draft = entry(1, { type: "update-requested", update: { id: "update-1", audience: "team", text: "Status: …" } });
  const posted = entry(2, { type: "update-posted", updateId: "update-1", channel: "C1", messageId: "1.1" });

  expect(milestonesOf(posted, [draft])).toMatchObject([{ milestone: "first-update", detail: "Status: …" }]);
  expect(milestonesOf(posted, [draft, posted])).toEqual([]);
});

test("an end without proof is no all clear", () => {
  expect(milestonesOf(entry(1, { type: "incident-resolved", how: "without-proof" }), [])).toEqual([]);
  expect(milestonesOf(entry(1, { type: "incident-resolved", how: "proven" }), [])).toHaveLength(1);
});
