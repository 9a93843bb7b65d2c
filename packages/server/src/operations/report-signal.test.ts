import { beforeEach, expect, test } from "vitest";
import { SYSTEM } from "../domain/actor.ts";
import { RULES } from "../domain/fixtures/default-rules.ts";
import { ALL_SILENT, NOTES_FAIL, SIGNAL, START } from "../domain/fixtures/facts.ts";
import { type IncidentWorld, openWorld } from "../domain/fixtures/incident-world.ts";
import { HOUR, MINUTE } from "../domain/instant.ts";
import type { Signal } from "../domain/signal.ts";
import { CRM } from "../jobs/fixtures/crm-world.ts";
import { decideOnSignal, type SignalReport } from "./report-signal.ts";

let world: IncidentWorld;

beforeEach(() => {
  world = openWorld({ impact: { scenarios: [] } });
});

function report(more: Partial<SignalReport>, newest = world.incident) {
  const moment = { now: START, actor: SYSTEM, rules: RULES };
  return decideOnSignal({ bot: CRM, signal: SIGNAL, impact: NOTES_FAIL, drill: false, ...more }, newest, moment);
}

const eventsOf = (...asked: Parameters<typeof report>) => {
  const { decision } = report(...asked);
  return decision.ok ? decision.events : decision.why;
};

test("a signal that joins raises the severity to what is measured now", () => {
  expect(eventsOf({ impact: ALL_SILENT })).toMatchObject([
    { type: "severity-assessed", assessment: { severity: "P0" }, impact: ALL_SILENT },
  ]);
});

test("a new error that joins is measured as one", () => {
  const signal: Signal = { ...SIGNAL, kind: "error-signature", key: "signature:1" };

  expect(eventsOf({ signal, impact: { scenarios: [] } })).toMatchObject([
    { type: "signal-attached" },
    { type: "severity-assessed", assessment: { severity: "P2" }, impact: { newErrors: true } },
  ]);
});

test("a real failure never reopens a drill that is over, and a drill never joins a real incident", () => {
  const drill = openWorld({ drill: true });
  drill.happen({ type: "incident-resolved", how: "without-proof", reason: "the exercise is over" });

  expect(report({}, drill.incident)).toMatchObject({ begins: true });
  expect(eventsOf({ drill: true })).toBe("no-drill-now");
});

test("a failure from before the proof of recovery that is told only after the all clear changes nothing", () => {
  const { resolved } = proven();

  expect(eventsOf({ signal: SIGNAL }, resolved)).toEqual([]);
  expect(eventsOf({ signal: { ...SIGNAL, key: "signature:1" } }, resolved)).toEqual([]);
});

test("the same failure from after the proof began reopens the incident", () => {
  const { resolved, startedAt } = proven();

  expect(eventsOf({ signal: { ...SIGNAL, at: startedAt + 1 } }, resolved)[0]).toMatchObject({
    type: "incident-reopened",
  });
});

test("of what happened before somebody called it over only a failure that nobody knew is news", () => {
  world.happen({ type: "incident-resolved", how: "without-proof", reason: "seen to work" });
  const at = world.incident.resolvedAt ?? START;

  expect(eventsOf({ signal: { ...SIGNAL, at } })).toEqual([]);
  expect(report({ signal: { ...SIGNAL, at, key: "signature:1" } })).toMatchObject({ begins: true });
});

function proven() {
  world.sleep(MINUTE);
  const startedAt = world.now;
  world.happen({ type: "recovery-started", because: "the revert is live", giveUpAt: startedAt + HOUR });
  world.happen({ type: "recovered", watchUntil: startedAt + MINUTE });
  world.happen({ type: "incident-resolved", how: "proven", reason: "it went well all the time" });
  return { resolved: world.incident, startedAt };
}
