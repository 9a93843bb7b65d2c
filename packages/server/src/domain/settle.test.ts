import { describe, expect, test } from "vitest";
import { SYSTEM } from "./actor.ts";
import { ALL_WORKS, NOTES_FAIL, SIGNAL } from "./fixtures/facts.ts";
import { type IncidentWorld, openWorld } from "./fixtures/incident-world.ts";
import { attachSignal } from "./open-incident.ts";
import type { Signal } from "./signal.ts";

const LOGGED: Signal = { ...SIGNAL, kind: "error-signature", key: "signature:a1" };

function toldUsers({ incident }: IncidentWorld): number {
  return incident.updates.filter(({ audience }) => audience === "users").length;
}

describe("the bot's users", () => {
  test("are not alarmed by an error in the log that no scenario and no person has met", () => {
    const world = openWorld({ signal: LOGGED, impact: { ...ALL_WORKS, newErrors: true } });

    expect(world.incident.severity.value).toBe("P2");
    expect(toldUsers(world)).toBe(0);
  });

  test("are told as soon as a scenario meets it", () => {
    const world = openWorld({ signal: LOGGED, impact: { ...ALL_WORKS, newErrors: true } });

    world.act(SYSTEM, (incident, moment) =>
      attachSignal(incident, { signal: SIGNAL, impact: NOTES_FAIL, drill: false }, moment),
    );

    expect(toldUsers(world)).toBe(1);
  });
});
