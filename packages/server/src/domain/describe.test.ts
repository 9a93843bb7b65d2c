import fc from "fast-check";
import { expect, test } from "vitest";
import { apply } from "./apply.ts";
import { describe as say } from "./describe.ts";
import type { IncidentEvent } from "./events.ts";
import { EVENT_TYPES } from "./fixtures/event-types.ts";
import { openWorld } from "./fixtures/incident-world.ts";
import { randomStep } from "./fixtures/random-step.ts";

test("every type of event is told in a sentence of its own", () => {
  const told = new Map<string, string>();
  const remember = (event: IncidentEvent) => told.set(event.type, say(event));

  for (const steps of fc.sample(fc.array(randomStep, { minLength: 1, maxLength: 80, size: "max" }), {
    numRuns: 400,
    seed: 7,
  })) {
    const world = openWorld({ drill: steps.length % 4 === 0 });
    for (const { actor, command, waitMs } of steps) {
      world.sleep(waitMs);
      world.act(actor, command);
    }
    for (const { event } of world.timeline) remember(event);
  }

  expect([...told.keys()].toSorted()).toEqual(EVENT_TYPES);
  for (const [type, sentence] of told) {
    expect(sentence, type).toMatch(/^\S.+[.…!?]$/s);
    expect(sentence, type).not.toMatch(/undefined|\[object|NaN/);
  }
});

test("a timeline with a gap, or without its opening, is refused instead of being guessed at", () => {
  const { timeline } = openWorld();
  const [opened, second, third] = timeline;
  if (opened === undefined || second === undefined || third === undefined) throw new Error("too short");

  expect(() => apply(undefined, { ...second, sequence: 1 })).toThrow("does not begin with its opening");
  expect(() => apply(apply(undefined, opened), third)).toThrow("event 3 where 2 was expected");
});
