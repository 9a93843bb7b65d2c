/** A parse tree of fixed depth after Drain (He et al., ICWS 2017): by number of words, by first word, then by likeness. */

import { isValue } from "./split-words.ts";

/** Something with words; everything in a cluster has as many. */
export interface Worded {
  readonly words: readonly string[];
}

interface Cluster<Member extends Worded> {
  /** As in the first member, `undefined` where members differ. */
  readonly words: (string | undefined)[];
  readonly members: Member[];
}

interface ParseTree<Member extends Worded> {
  add(member: Member): void;
  clusters(): readonly Cluster<Member>[];
}

/** Drain's own default is 0.4 to 0.5; what is put together too easily is taken apart again by what varies. */
const LIKE = 0.5;
/** Clusters under one node that are looked at; the work for a line stays bounded whatever comes in. */
const MOST_LOOKED_AT = 64;
const ANY = "<*>";
/** Holds a value or is a name with dots in it. */
const MAY_VARY = /<|\p{L}\.\p{L}/u;
/** No letter and no digit. */
export const SIGN = /^[^\p{L}\p{N}]+$/u;

export function createParseTree<Member extends Worded>(): ParseTree<Member> {
  const nodes = new Map<string, Cluster<Member>[]>();
  return {
    add: (member) => {
      const key = keyOf(member.words);
      const node = nodes.get(key) ?? [];
      if (node.length === 0) nodes.set(key, node);
      const found = findLike(node, member.words);
      if (found === undefined) node.push({ words: [...member.words], members: [member] });
      else join(found, member);
    },
    clusters: () => [...nodes.values()].flat(),
  };
}

function keyOf(words: readonly string[]): string {
  const first = words.find((word) => !SIGN.test(word)) ?? "";
  return `${words.length} ${MAY_VARY.test(first) ? ANY : first}`;
}

function findLike<Member extends Worded>(
  node: readonly Cluster<Member>[],
  words: readonly string[],
): Cluster<Member> | undefined {
  let best: Cluster<Member> | undefined;
  let bestLikeness = LIKE;
  for (const cluster of node.slice(-MOST_LOOKED_AT)) {
    const likeness = compare(cluster.words, words);
    if (likeness < bestLikeness || (likeness === bestLikeness && best !== undefined)) continue;
    best = cluster;
    bestLikeness = likeness;
  }
  return best;
}

/** Share of the words that are the same; what is a value in both says nothing. */
function compare(pattern: readonly (string | undefined)[], words: readonly string[]): number {
  let same = 0;
  let other = 0;
  for (const [index, word] of words.entries()) {
    const known = pattern[index];
    if (SIGN.test(word) && word === known) continue;
    if (word === known) same += isValue(word) ? 0 : 1;
    else if (!(known === undefined || isValue(known)) || !isValue(word)) other += 1;
  }
  return same + other === 0 ? 1 : same / (same + other);
}

function join<Member extends Worded>(cluster: Cluster<Member>, member: Member): void {
  cluster.members.push(member);
  for (const [index, word] of member.words.entries()) {
    if (cluster.words[index] !== word) cluster.words[index] = undefined;
  }
}
