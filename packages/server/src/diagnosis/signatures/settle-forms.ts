/** From forms, each a masked text that was seen, to the templates that they are written with. */

import { type Counted, findTemplates, MOST_WORDS, type Template } from "./find-templates.ts";
import { createParseTree, SIGN } from "./parse-tree.ts";
import { isValue, SEPARATES, type Words } from "./split-words.ts";

export interface Form extends Counted, Words {}

/** Parts of a template: `undefined` stands for any value. */
export type Parts = readonly (string | undefined)[];

const ANY = "<*>";
/** With fewer words in common, texts that begin differently are not one. */
const LEAST_COMMON = 2;

export function settleForms<Member extends Form>(forms: Iterable<Member>): readonly Template<Member>[] {
  const tree = createParseTree<Member>();
  for (const form of forms) tree.add(form);
  return joinBeginnings(tree.clusters().flatMap(({ members }) => findTemplates(members)));
}

/** The tree tells texts apart by their first word; where that differs without end, it is a value. */
function joinBeginnings<Member extends Form>(templates: readonly Template<Member>[]): readonly Template<Member>[] {
  const groups = Map.groupBy(templates, beginningOf);
  return [...groups.values()].flatMap((group) => {
    const [one] = group;
    if (one === undefined || group.length <= MOST_WORDS) return group;
    const words = one.words.map((word, index) =>
      group.every((other) => other.words[index] === word) ? word : undefined,
    );
    return [{ words, members: group.flatMap(({ members }) => members) }];
  });
}

/** The same for templates that may be one but for their first word. */
function beginningOf({ words }: Template<Form>): string {
  const first = words.findIndex((word) => word !== undefined && !SIGN.test(word));
  const rest = words.map((word, index) => (index === first ? undefined : word));
  const common = rest.filter((word) => word !== undefined && !SIGN.test(word)).length;
  return `${words.length} ${common < LEAST_COMMON ? "" : first} ${keyOf(common < LEAST_COMMON ? words : rest)}`;
}

/** The same for templates that differ only in how many values stand in a row. */
export function keyOf(parts: Parts): string {
  const kept: string[] = [];
  for (const part of parts) {
    const word = part ?? ANY;
    if (word !== ANY) kept.push(word);
    else if (kept.at(-1) !== ANY && !dropSeparator(kept)) kept.push(ANY);
  }
  return kept.join(" ");
}

/** A value behind a value and a separator belongs to the list that stands there already. */
function dropSeparator(kept: string[]): boolean {
  if (kept.at(-2) !== ANY || !SEPARATES.test(kept.at(-1) ?? "")) return false;
  kept.pop();
  return true;
}

/** As people read it: a mask where all values are of one kind. */
export function writeTemplate({ words, members }: Template<Form>): string {
  const [first] = members;
  if (first === undefined) return "";
  const written = words.map((word, index) => word ?? kindOf(members, index));
  const { text } = written.reduce<{ readonly text: string; readonly last: string }>(
    ({ text: before, last }, word, index) => {
      if (word === "" || (word === ANY && last === ANY)) return { text: before, last };
      return { text: `${before}${first.spaced[index] === true && before !== "" ? " " : ""}${word}`, last: word };
    },
    { text: "", last: "" },
  );
  return text;
}

function kindOf(members: readonly Form[], index: number): string {
  const kinds = new Set(members.map(({ words }) => words[index] ?? ""));
  const [kind = ""] = kinds;
  if (kinds.size > 1 || !(isValue(kind) || kind === "")) return ANY;
  return kind === "<>" ? "" : kind;
}
