/** Where a change meets what the failures name. */

import { matchPath } from "../match-path.ts";
import type { Change } from "./case.ts";
import type { ChangeFacts } from "./change-facts.ts";
import { dependenciesIn } from "./name-dependency.ts";
import { type FailureNames, namesIn, wordsIn } from "./name-failure.ts";

export interface Touch {
  /** 0 for nothing; from 2.5 on it is a place or a name that only few share. */
  readonly strength: number;
  readonly says: readonly string[];
}

interface Point {
  readonly strength: number;
  readonly says: string;
}

/** A place in the code is worth more than a name, and a name more than a word. */
const WORTH = {
  line: 3,
  file: 2,
  symbol: 2,
  name: 2.5,
  around: 1.5,
  package: 3,
  number: 3,
  dependency: 1,
  word: 0.4,
} as const;
const MOST = 6;
const MOST_OF_WORDS = 1.2;

/** How many of the changes name something; what most of them name tells nothing. */
export type IsRare = (name: string) => boolean;

export function touchFailure(
  change: Change,
  facts: ChangeFacts,
  { names, isRare }: { readonly names: FailureNames; readonly isRare: IsRare },
): Touch {
  if (facts.isHarmless) return { strength: 0, says: [] };
  const points = [
    ...touchFrames(facts, names),
    ...touchNames(change, facts, { names, isRare }),
    ...touchPackages(change, facts, names),
    ...touchNumbers(facts, names),
    ...touchDependencies(change, facts, { names, isRare }),
    ...touchPlaces(change, names),
    ...touchWords(change, facts, { names, isRare }),
  ];
  const strength = points.reduce((sum, point) => sum + point.strength, 0);
  return { strength: Math.min(MOST, strength), says: points.map(({ says }) => says) };
}

/** What a change names, for counting how rare a name is. */
export function vocabularyOf(change: Change): ReadonlySet<string> {
  const text = textOf(change);
  return new Set([...namesIn(text), ...wordsIn(text), ...dependenciesIn(text)]);
}

function textOf({ id, kind, summary, files, diff }: Change): string {
  return [kind === "commit" || kind === "deploy" ? "" : id, summary, ...files, diff].join("\n");
}

function touchFrames(facts: ChangeFacts, { frames }: FailureNames): readonly Point[] {
  for (const [index, frame] of frames.slice(0, 8).entries()) {
    const match = matchPath(frame.path, facts.files);
    if (match === undefined) continue;
    const isLine = facts.hunks.some(
      ({ file, from, to }) => file.endsWith(match.path) && frame.line >= from && frame.line <= to,
    );
    const place = `${match.path}:${frame.line}`;
    const symbol = touchSymbol(facts, frame.symbol);
    if (isLine) return [{ strength: WORTH.line, says: `changed ${place}, where it fails` }, ...symbol];
    return [
      { strength: index === 0 ? WORTH.file : WORTH.file - 0.5, says: `changed ${match.path}, which is in the stack` },
      ...symbol,
    ];
  }
  return frames.slice(0, 3).flatMap(({ symbol }) => touchSymbol(facts, symbol));
}

function touchSymbol({ added, removed, around }: ChangeFacts, symbol: string | undefined): readonly Point[] {
  const name = symbol?.split(".").at(-1) ?? "";
  if (
    name.length < 4 ||
    /^(?:handler?|process|execute|main|run|call|request|anonymous|next|emit|send|then)$/i.test(name)
  )
    return [];
  const isIn = (lines: readonly string[]): boolean =>
    lines.some((line) => new RegExp(`\\b${escapeShape(name)}\\b`).test(line));
  if (isIn([...added, ...removed])) return [{ strength: WORTH.symbol, says: `changed a line of ${name}` }];
  return isIn(around) ? [{ strength: WORTH.around, says: `changed ${name}` }] : [];
}

function escapeShape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

interface Ground {
  readonly names: FailureNames;
  readonly isRare: IsRare;
}

function touchNames(
  { id, kind, summary, files }: Change,
  { added, removed, around }: ChangeFacts,
  { names, isRare }: Ground,
): readonly Point[] {
  const own = kind === "variable" || kind === "flag" ? `${id}\n` : "";
  const changed = new Set(namesIn([own, summary, ...files, ...added, ...removed].join("\n")));
  const shared = [...names.names].filter(
    (name) => isRare(name) && (changed.has(name) || isWordOf(name, added, removed)),
  );
  const [first] = shared;
  if (first !== undefined)
    return [
      {
        strength: WORTH.name + Math.min(1, (shared.length - 1) * 0.5),
        says: `names ${shared.slice(0, 3).join(", ")} as the failure does`,
      },
    ];
  const near = namesIn(around.join("\n")).find((name) => names.names.has(name) && isRare(name));
  return near === undefined ? [] : [{ strength: WORTH.around, says: `changed what stands beside ${near}` }];
}

/** A quoted name such as `'title'` need not look like code in the diff. */
function isWordOf(name: string, added: readonly string[], removed: readonly string[]): boolean {
  if (name.length < 4 || !/^[\w$]+$/.test(name)) return false;
  const shape = new RegExp(`(?<![A-Za-z0-9$])${escapeShape(name)}(?![A-Za-z0-9$])`);
  return [...added, ...removed].some((line) => line.includes(name) && shape.test(line));
}

function touchPackages(
  { kind, id, summary }: Change,
  { added, removed, files }: ChangeFacts,
  { packages, names, dependencies }: FailureNames,
): readonly Point[] {
  const isBump =
    kind === "dependency" || files.some((file) => /package(?:-lock)?\.json|\.lock$|requirements|go\.mod/.test(file));
  if (!isBump) return [];
  const text = [kind === "dependency" ? id : "", summary, ...added, ...removed].join("\n");
  const moved = new Set(text.match(/@?[\w.-]+(?:\/[\w.-]+)?/g) ?? []);
  const shared = [...packages, ...names, ...dependencies].find((name) => moved.has(name));
  return shared === undefined ? [] : [{ strength: WORTH.package, says: `moved ${shared}, whose code fails` }];
}

function touchNumbers({ settings }: ChangeFacts, { numbers }: FailureNames): readonly Point[] {
  const set = settings.find(({ to }) => numbers.has(to) || (to < 1_000 && to >= 1 && numbers.has(to * 1_000)));
  return set === undefined
    ? []
    : [{ strength: WORTH.number, says: `set ${set.name} to ${set.to}, the limit that the failure tells` }];
}

/** `thread-summaries` guards what stands in `thread-summaries.ts`; `ATTIO_TIMEOUT` belongs to `attioTimeout`. */
function touchPlaces({ kind, id }: Change, { frames, names }: FailureNames): readonly Point[] {
  if (kind !== "flag" && kind !== "variable" && kind !== "model") return [];
  const own = id
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((part) => part.length > 2);
  const plain = own.join("");
  const places = [
    ...frames.flatMap(({ path, symbol }) => [
      path
        .split("/")
        .at(-1)
        ?.replace(/\.\w+$/, "") ?? "",
      symbol ?? "",
    ]),
    ...names,
  ];
  const met = places.find((place) => {
    const text = place.toLowerCase().replace(/[^a-z]/g, "");
    return text.length > 4 && (text.includes(plain) || (own.length > 1 && plain.includes(text)));
  });
  return met === undefined || plain.length < 5
    ? []
    : [{ strength: WORTH.name, says: `guards or sets ${met}, which fails` }];
}

function touchDependencies(
  change: Change,
  { added, removed }: ChangeFacts,
  { names, isRare }: Ground,
): readonly Point[] {
  const text = [change.id, change.summary, ...change.files, ...added, ...removed].join("\n");
  const shared = dependenciesIn(text).filter((name) => names.dependencies.has(name));
  const [first] = shared;
  if (first === undefined) return [];
  return [{ strength: isRare(first) ? WORTH.dependency : WORTH.dependency / 2, says: `is about ${first}` }];
}

function touchWords(change: Change, { added, removed }: ChangeFacts, { names, isRare }: Ground): readonly Point[] {
  const words = wordsIn([change.id, change.summary, ...change.files, ...added, ...removed].join("\n"));
  const shared = words.filter((word) => names.words.has(word) && isRare(word));
  if (shared.length === 0) return [];
  return [
    {
      strength: Math.min(MOST_OF_WORDS, shared.length * WORTH.word),
      says: `speaks of ${shared.slice(0, 4).join(", ")}`,
    },
  ];
}
