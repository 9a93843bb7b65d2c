/**
 * Facts of faults, remembered by the shape of what was printed. The first ones of a shape are read in full; where they do not
 * say the same but for their ids and times, all of it are.
 */

import type { Fault } from "../fold-faults.ts";
import type { ErrorBlock } from "../join-lines.ts";
import { type FaultFact, ownOf, toFaultFacts } from "./fault-facts.ts";
import type { Origin } from "./join-entry.ts";
import type { FactOptions } from "./outside-facts.ts";
import { createRecentMap } from "./recent-map.ts";
import { createTextShaper } from "./shape-text.ts";

/** So many different ones are compared; their samples are those that a report shows. */
const COMPARED = 3;
/** Shapes that are remembered, at least. */
const MOST_SHAPES = 2_000;
/** What holds lines of one kind more than this has more slots than are told apart. */
const MOST_LINES = 60;

interface Known {
  readonly facts: readonly FaultFact[];
  readonly said: string;
  /** As they were printed. */
  readonly texts: readonly string[];
}

export function createFaultReader(options: FactOptions, seed: number): (fault: Fault) => readonly FaultFact[] {
  const shapeOf = createTextShaper(seed);
  const known = createRecentMap<Known | "varies">(MOST_SHAPES);

  function keyOf({ blocks }: Fault): string | undefined {
    const texts = (blocks as readonly ErrorBlock<Origin>[]).map(({ lines, details = [] }) => [
      ...lines,
      "",
      ...details,
    ]);
    const shape = texts.reduce((sum, { length }) => sum + length, 0) > MOST_LINES ? undefined : shapeOf(texts.flat());
    if (shape === undefined) return undefined;
    const about = (blocks as readonly ErrorBlock<Origin>[]).map(({ lines, channel, crash, place, origin }) => {
      const { at, requestId, line: _, ...rest } = origin ?? { line: 0 };
      return [lines.length, channel, crash, place, rest, at === undefined, requestId === undefined];
    });
    return `${shape} ${JSON.stringify(about)}`;
  }

  return (fault) => {
    const key = keyOf(fault);
    const before = key === undefined ? "varies" : known.get(key);
    const isKnown =
      typeof before === "object" && (before.texts.length === COMPARED || before.texts.includes(textOf(fault)));
    if (isKnown) {
      const own = ownOf(fault, options);
      return before.facts.map(({ fact, isRetried }) => ({ fact: { ...fact, ...own }, isRetried }));
    }
    const facts = toFaultFacts(fault, options);
    if (key === undefined || before === "varies") return facts;
    const said = describe(facts);
    const isSame = before === undefined || before.said === said;
    known.set(key, isSame ? { facts, said, texts: [...(before?.texts ?? []), textOf(fault)] } : "varies");
    return facts;
  };
}

function textOf({ blocks }: Fault): string {
  return blocks.flatMap(({ lines, details = [] }) => [...lines, "", ...details]).join("\n");
}

/** All that faults of one shape must have in common. An SDK's number of a call tells its tries apart. */
function describe(facts: readonly FaultFact[]): string {
  return JSON.stringify(
    facts.map(({ fact: { line: _, at: __, requestId: ___, sample, chain, ...rest }, isRetried }) => [
      rest,
      isRetried,
      chain.map(({ message, retryAfterMs: ____, ...link }) => [link, message.length]),
      sample.startsWith("[log_") ? sample : sample.length,
    ]),
  );
}
