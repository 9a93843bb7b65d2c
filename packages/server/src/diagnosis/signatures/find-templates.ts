/** Which words of a cluster are the program's and which are values: one template for each way of saying. */

import type { Worded } from "./parse-tree.ts";
import { isValue, NOTHING } from "./split-words.ts";

export interface Counted extends Worded {
  readonly tally: { readonly count: number; readonly baseline: number };
}

export interface Template<Member extends Counted> {
  /** `undefined` stands for any value. */
  readonly words: readonly (string | undefined)[];
  readonly members: readonly Member[];
}

/** So many different words in one place are values, and so many different constants of a program. */
export const MOST_WORDS = 6;
const MOST_CONSTANTS = 12;
const CONSTANT = /^[A-Z][A-Z_-]+$/;
/** A name, an identifier, a number: anything but a word of a language. */
const NAME = /[<\d/\\@$#*~%]|\p{L}\.\p{L}/u;
/** English puts what differs behind these. */
const BEFORE_VALUES = /^(?:user|username|login|account|host|hostname|from|for|by|at|on|via|as|named|called)$/i;
const LEADS_TO = /^[:('"[]$/;

export function findTemplates<Member extends Counted>(members: readonly Member[]): readonly Template<Member>[] {
  const [first] = members;
  if (first === undefined) return [];
  const varying = first.words.flatMap((_, index) => readPlace(members, index) ?? []);
  const splitting = varying.filter(({ varies }) => !varies);
  if (splitting.length === 0) {
    const values = new Set(varying.map(({ index }) => index));
    return [
      { words: first.words.map((word, index) => (values.has(index) || isValue(word) ? undefined : word)), members },
    ];
  }
  const by = splitting.reduce((least, place) => (place.words.size < least.words.size ? place : least));
  const parts = Map.groupBy(members, ({ words }) => words[by.index]);
  return [...parts.values()].flatMap((part) => findTemplates(part));
}

interface Place {
  readonly index: number;
  readonly words: ReadonlyMap<string, number>;
  /** It is a value that stands here. */
  readonly varies: boolean;
}

/** `undefined` where all say the same. */
function readPlace(members: readonly Counted[], index: number): Place | undefined {
  const words = new Map<string, number>();
  for (const member of members) {
    const word = member.words[index] ?? "";
    words.set(word, (words.get(word) ?? 0) + member.tally.count + member.tally.baseline);
  }
  if (words.size === 1) return undefined;
  return {
    index,
    words,
    varies: isParameter(words, members[0]?.words.slice(Math.max(0, index - 2), index) ?? []),
  };
}

function isParameter(counts: ReadonlyMap<string, number>, before: readonly string[]): boolean {
  const words = [...counts.keys()];
  if (words.some((word) => isValue(word) || word === NOTHING)) return true;
  if (before.at(-1) === "=") return true;
  if (words.every((word) => CONSTANT.test(word))) return words.length > MOST_CONSTANTS;
  if (BEFORE_VALUES.test(before.findLast((word) => !LEADS_TO.test(word)) ?? "")) return true;
  if (words.filter((word) => NAME.test(word)).length > 1) return true;
  const once = [...counts.values()].filter((count) => count === 1).length;
  return words.length > MOST_WORDS || (words.length > 3 && once > words.length * 0.75);
}
