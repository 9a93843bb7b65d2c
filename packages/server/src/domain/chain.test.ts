import fc from "fast-check";
import { expect, test } from "vitest";
import { addNote } from "./add-note.ts";
import { type ChainedEvent, canonicalJson, verifyChain } from "./chain.ts";
import { eraseBody } from "./erase-body.ts";
import { chainOf, sha256 } from "./fixtures/chain-of.ts";
import { ANA } from "./fixtures/facts.ts";
import { openWorld } from "./fixtures/incident-world.ts";
import { makeClear } from "./fixtures/story.ts";

const world = openWorld();
makeClear(world);
const timeline = chainOf(world.timeline);

/** Every place in a value that holds no other places. */
function leavesOf(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, item]) => leavesOf(item, [...path, key]));
}

function changeAt(value: unknown, [key, ...rest]: readonly (string | number)[]): unknown {
  if (key === undefined) return changed(value);
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? changeAt(item, rest) : item));
  const entries = Object.entries(value as Readonly<Record<string, unknown>>);
  return Object.fromEntries(entries.map(([name, item]) => [name, name === key ? changeAt(item, rest) : item]));
}

function changed(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  return `${value}!`;
}

test("a change anywhere in a past event breaks the chain at that event", () => {
  const places = timeline.flatMap((event, index) =>
    leavesOf(event).map((path) => ({ index, path, field: String(path[0]) })),
  );

  fc.assert(
    fc.property(fc.constantFrom(...places), ({ index, path }) => {
      const forged = timeline.with(index, changeAt(timeline[index], path) as ChainedEvent);

      expect(verifyChain(forged, sha256)).toMatchObject({ ok: false, sequence: index + 1 });
    }),
    { numRuns: 400 },
  );
});

test("a changed event with a new hash of its own breaks the chain at the next one", () => {
  const forged = chainOf([{ ...world.timeline[0], at: 1 } as ChainedEvent])[0];

  expect(verifyChain(timeline.with(0, forged as ChainedEvent), sha256)).toEqual({
    ok: false,
    sequence: 2,
    why: "wrong-link",
  });
});

test("an event that is missing or doubled is a gap", () => {
  expect(verifyChain(timeline.toSpliced(4, 1), sha256)).toEqual({ ok: false, sequence: 5, why: "gap" });
  expect(verifyChain(timeline.toSpliced(4, 0, timeline[4] as ChainedEvent), sha256)).toEqual({
    ok: false,
    sequence: 6,
    why: "gap",
  });
});

test("a store may keep the keys of objects in any order", () => {
  const turned = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turned);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, item]) => [key, turned(item)]),
    );
  };

  expect(
    verifyChain(
      timeline.map((event) => turned(event) as ChainedEvent),
      sha256,
    ),
  ).toEqual({ ok: true });
});

test("canonical JSON says the same as JSON, whatever the value", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const written = JSON.stringify(value);

      expect(JSON.stringify(JSON.parse(canonicalJson(value)))).toBe(
        JSON.stringify(JSON.parse(canonicalJson(JSON.parse(written)))),
      );
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(written));
    }),
  );
});

test("erasing a body leaves the chain whole, and is a link of it", () => {
  const erased = openWorld();
  makeClear(erased);
  erased.act(ANA, (incident) => addNote(incident, { body: "d".repeat(64) }));
  erased.act(ANA, (incident, moment) =>
    eraseBody(incident, { body: "d".repeat(64), reason: "it quotes a token" }, moment),
  );

  const chained = chainOf(erased.timeline);

  expect(chained.at(-1)).toMatchObject({ actor: ANA, event: { type: "body-erased" } });
  expect(verifyChain(chained, sha256)).toEqual({ ok: true });
  expect(verifyChain([], sha256)).toEqual({ ok: true });
});
