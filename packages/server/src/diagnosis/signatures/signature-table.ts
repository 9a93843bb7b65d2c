/** Signatures that are settled, no more of them than memory is given. */

import type { Template } from "./find-templates.ts";
import { createTemplateMatcher } from "./match-template.ts";
import { type Form, keyOf, type Parts, writeTemplate } from "./settle-forms.ts";
import type { Words } from "./split-words.ts";
import { addTally, startTally, type Tally } from "./tally.ts";

export interface Signature {
  readonly id: string;
  readonly template: string;
  readonly patterns: Parts[];
  readonly tally: Tally;
}

interface SignatureTable {
  enter(template: Template<Form>): Signature;
  add(signature: Signature, tally: Tally): void;
  /** Forgets what was not seen for longest, where there are too many; the rest can be told by its words from now on. */
  settle(): (words: Words) => Signature | undefined;
  all(): readonly Signature[];
  /** Entries of those that were forgotten. */
  forgotten(): number;
}

/** Templates that one signature is known by; they differ in how many values stand in a row. */
const MOST_PATTERNS = 8;

export function createSignatureTable(hash: (text: string) => string, limit: number): SignatureTable {
  /** In the order in which they were seen last. */
  const signatures = new Map<string, Signature>();
  let forgotten = 0;

  function touch(signature: Signature): void {
    signatures.delete(signature.id);
    signatures.set(signature.id, signature);
  }

  return {
    enter: (template) => {
      const id = hash(keyOf(template.words));
      const known = signatures.get(id);
      const signature = known ?? { id, template: writeTemplate(template), patterns: [], tally: startTally() };
      if (signature.patterns.length < MOST_PATTERNS) signature.patterns.push(template.words);
      touch(signature);
      return signature;
    },
    add: (signature, tally) => {
      addTally(signature.tally, tally);
      touch(signature);
    },
    settle: () => {
      for (const [id, { tally }] of signatures) {
        if (signatures.size <= limit) break;
        forgotten += tally.count;
        signatures.delete(id);
      }
      return createTemplateMatcher(
        [...signatures.values()].flatMap((value) => value.patterns.map((parts) => ({ parts, value }))),
      );
    },
    all: () => [...signatures.values()],
    forgotten: () => forgotten,
  };
}
