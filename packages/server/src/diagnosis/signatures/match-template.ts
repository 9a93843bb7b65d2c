/** Which of the templates that are known already a text is written with. */

import type { Parts } from "./settle-forms.ts";
import type { Words } from "./split-words.ts";

interface Known<Value> {
  readonly parts: Parts;
  readonly value: Value;
}

/** Templates of one length that are tried; the work for a line stays bounded whatever was learnt. */
const MOST_TRIED = 64;

/** Of several the one with the most words of its own. */
export function createTemplateMatcher<Value>(known: Iterable<Known<Value>>): (words: Words) => Value | undefined {
  const nodes = new Map<string, Known<Value>[]>();
  for (const one of known) {
    const key = keyOf(one.parts.length, one.parts[0]);
    nodes.set(key, [...(nodes.get(key) ?? []), one]);
  }
  for (const node of nodes.values()) node.sort((one, other) => wordsIn(other) - wordsIn(one));
  return ({ words }) => {
    for (const key of [keyOf(words.length, words[0]), keyOf(words.length, undefined)]) {
      const found = nodes
        .get(key)
        ?.slice(0, MOST_TRIED)
        .find(({ parts }) => fits(parts, words));
      if (found !== undefined) return found.value;
    }
    return undefined;
  };
}

function keyOf(length: number, first: string | undefined): string {
  return `${length} ${first ?? ""}`;
}

function wordsIn({ parts }: Known<unknown>): number {
  return parts.filter((part) => part !== undefined).length;
}

function fits(parts: Parts, words: readonly string[]): boolean {
  return parts.every((part, index) => part === undefined || part === words[index]);
}
