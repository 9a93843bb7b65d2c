/** Where a change meets what the failures name. */

import { matchPath } from "../match-path.ts";
import { DEPENDENCIES } from "../triage/dependencies.ts";
import type { Change } from "./case.ts";
import type { ChangeFacts } from "./change-facts.ts";
import { TIME_LIMIT } from "./change-shapes.ts";
import { dependenciesIn } from "./name-dependency.ts";
import { type FailureNames, isPlainWord, namesIn, wordsIn } from "./name-failure.ts";

export interface Touch {
  /** 0 for nothing; from 2.5 on it is a place or a name that only few share. */
  readonly strength: number;
  /** It meets the very name, limit or library that the failure tells, not only its place or its words. */
  readonly isSpecific: boolean;
  readonly says: readonly string[];
}

interface Point {
  readonly strength: number;
  readonly isSpecific?: true;
  readonly says: string;
}

/** A place in the code is worth more than a name, and a name more than a word. */
const WORTH = {
  line: 3,
  file: 2,
  symbol: 2,
  name: 2.5,
  quoted: 3.5,
  kept: 2,
  around: 1.5,
  beside: 0.8,
  package: 3,
  client: 2.5,
  number: 3,
  dependency: 1,
  word: 0.4,
} as const;
const MOST = 6;
const MOST_OF_WORDS = 1.2;

/** How many of the changes name something; what most of them name tells nothing. */
export type IsRare = (name: string) => boolean;

export interface TouchGround {
  readonly names: FailureNames;
  readonly isRare: IsRare;
  readonly lengths: Lengths;
}

/** How long operations took, in milliseconds: those that failed, and all before the first failure. */
export interface Lengths {
  readonly failed: readonly number[];
  readonly before: readonly number[];
}

export function touchFailure(change: Change, facts: ChangeFacts, ground: TouchGround): Touch {
  const { names } = ground;
  if (facts.isHarmless) return { strength: 0, isSpecific: false, says: [] };
  const points = [
    ...touchFrames(facts, names),
    ...touchNames(change, facts, ground),
    ...touchPackages(facts, names),
    ...touchNumbers(facts, ground),
    ...touchDependencies(change, facts, ground),
    ...touchPlaces(change, names),
    ...touchWords(change, facts, ground),
  ];
  const strength = points.reduce((sum, point) => sum + point.strength, 0);
  return {
    strength: Math.min(MOST, strength),
    isSpecific: points.some(({ isSpecific }) => isSpecific === true),
    says: points.map(({ says }) => says),
  };
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
    const share = index === 0 ? 1 : 0.5;
    const symbol = touchSymbol(facts, frame.symbol).map((point) => ({ ...point, strength: point.strength * share }));
    if (isLine) return [{ strength: WORTH.line, says: `changed ${place}, where it fails` }, ...symbol];
    return [
      { strength: index === 0 ? WORTH.file : WORTH.file - 0.5, says: `changed ${match.path}, which is in the stack` },
      ...symbol,
    ];
  }
  const beside = frames.slice(0, 3).flatMap(({ path }) => facts.files.filter((file) => sharesFolder(file, path)))[0];
  return [
    ...frames.slice(0, 3).flatMap(({ symbol }) => touchSymbol(facts, symbol)),
    ...(beside === undefined
      ? []
      : [{ strength: WORTH.beside, says: `changed ${beside}, beside a file of the stack` }]),
  ];
}

/** A folder that has a subject: `src/digest`, not `src`. */
function sharesFolder(file: string, path: string): boolean {
  const folderOf = (name: string): string => name.split(/[\\/]/).at(-2) ?? "";
  const folder = folderOf(file);
  return (
    folder === folderOf(path) &&
    folder.length > 3 &&
    !/^(?:src|lib|dist|app|main|server|build|utils?|common|shared|handlers?|routes?|services?|controllers?|models?|internal|components|pages)$/i.test(
      folder,
    )
  );
}

function touchSymbol(facts: ChangeFacts, symbol: string | undefined): readonly Point[] {
  const name = symbol?.split(".").at(-1) ?? "";
  if (
    name.length < 4 ||
    /^(?:handler?|process|execute|main|run|call|request|anonymous|next|emit|send|then)$/i.test(name)
  )
    return [];
  if (isChanged(name, facts)) return [{ strength: WORTH.symbol, says: `changed a line of ${name}` }];
  const isNear = isIn(name, [...facts.around, ...facts.added]);
  return isNear ? [{ strength: WORTH.around, says: `changed ${name}` }] : [];
}

function escapeShape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function touchNames(change: Change, facts: ChangeFacts, { names, isRare }: TouchGround): readonly Point[] {
  const known = [...names.names].filter((name) => isRare(name) && !ERROR_CLASS.test(name));
  const text = toldBy(change);
  const isTold = (name: string): boolean => text.some((one) => one === name) || isChanged(name, facts);
  const shared = known.filter(isTold);
  const [first] = shared;
  const isQuoted = shared.some((name) => names.quoted.has(name));
  if (first !== undefined)
    return [
      {
        strength: (isQuoted ? WORTH.quoted : WORTH.name) + Math.min(1, (shared.length - 1) * 0.5),
        isSpecific: true,
        says: `names ${shared.slice(0, 3).join(", ")} as the failure does`,
      },
    ];
  const kept = known.find((name) => isIn(name, [...facts.added, ...facts.removed]));
  if (kept !== undefined) return [{ strength: WORTH.kept, says: `changed lines that name ${kept}` }];
  const near = known.find((name) => isIn(name, facts.around));
  return near === undefined ? [] : [{ strength: WORTH.around, says: `changed what stands beside ${near}` }];
}

/** What a failure is called tells what happened, not who made it; whoever catches it did not. */
const ERROR_CLASS = /(?:Error|Exception|Timeout|Warning)$/;

/** A change of a setting is told by its name, and one without a diff by its words. */
function toldBy({ id, kind, summary, files, diff }: Change): readonly string[] {
  const own = kind === "variable" || kind === "flag" || kind === "model" ? id : "";
  return namesIn([own, diff === "" ? summary : "", ...files].join("\n"));
}

/** It stands there more often than before, or less often: lines that were touched for another reason keep it. */
function isChanged(name: string, { added, removed }: ChangeFacts): boolean {
  return countOf(name, added) !== countOf(name, removed);
}

function isIn(name: string, lines: readonly string[]): boolean {
  return countOf(name, lines) > 0;
}

function countOf(name: string, lines: readonly string[]): number {
  if (name.length < 3) return 0;
  const shape = new RegExp(`(?<![A-Za-z0-9$])${escapeShape(name)}(?![A-Za-z0-9$])`, "g");
  return lines.reduce((sum, line) => sum + (line.includes(name) ? (line.match(shape)?.length ?? 0) : 0), 0);
}

/** In the stack, named by the message, or the client of the dependency that fails. */
function touchPackages({ packages }: ChangeFacts, names: FailureNames): readonly Point[] {
  const inStack = packages.find((name) => names.packages.has(name) || names.packages.has(name.replaceAll("-", "_")));
  if (inStack !== undefined)
    return [{ strength: WORTH.package, isSpecific: true, says: `moved ${inStack}, whose code fails` }];
  const named = packages.find((name) => isNamed(baseOf(name), names.tokens));
  if (named !== undefined)
    return [{ strength: WORTH.package, isSpecific: true, says: `moved ${named}, which the failure names` }];
  const client = packages.find((name) => isClientOf(name, names));
  return client === undefined ? [] : [{ strength: WORTH.client, says: `moved ${client}, which talks to what fails` }];
}

/** `SyncHttpxClientWrapper` names `httpx`. */
function isNamed(name: string, tokens: ReadonlySet<string>): boolean {
  if (name.length <= 3 || isPlainWord(name)) return false;
  return tokens.has(name) || (name.length > 4 && [...tokens].some((token) => token.includes(name)));
}

/** `@slack/socket-mode` → `socket-mode`, `github.com/lib/pq` → `pq`. */
function baseOf(name: string): string {
  return (name.split("/").at(-1) ?? name).toLowerCase();
}

/** Of a websocket library the message says `WebSocket`, not `ws`. */
function isClientOf(name: string, { dependencies, tokens }: FailureNames): boolean {
  const known = DEPENDENCIES.some(({ name: own, packages }) => dependencies.has(own) && packages?.test(name) === true);
  const isSocket = /^(?:ws|websocket|faye-websocket|websockets|undici)$/.test(name);
  return known || (isSocket && [...tokens].some((token) => token.includes("websocket")));
}

/** The new value is the limit that the failure tells, or the time at which what fails ends. */
function touchNumbers({ settings, added, removed }: ChangeFacts, { names, lengths }: TouchGround): readonly Point[] {
  const { numbers, tokens } = names;
  const set = settings.find(({ to }) => numbers.has(to) || (to < 1_000 && to >= 1 && numbers.has(to * 1_000)));
  if (set !== undefined)
    return [
      {
        strength: WORTH.number,
        isSpecific: true,
        says: `set ${set.name} to ${set.to}, the limit that the failure tells`,
      },
    ];
  const cut = settings.find(
    ({ name, to }) => TIME_LIMIT.test(name) && [to, to * 1_000].some((ms) => cutsOff(ms, lengths)),
  );
  if (cut !== undefined)
    return [{ strength: WORTH.number, isSpecific: true, says: `set ${cut.name} to ${cut.to}, when what fails ends` }];
  const value = added
    .flatMap((line) => line.toLowerCase().match(/(?<![\w.])\d{2,12}[a-z]{1,3}(?!\w)/g) ?? [])
    .find((one) => tokens.has(one) && !isIn(one, removed));
  return value === undefined
    ? []
    : [{ strength: WORTH.number, isSpecific: true, says: `brought ${value}, which the failure tells` }];
}

/** Fewer end at a time by chance. */
const FEWEST_ENDED = 5;

/** What fails ends at the limit or a little later, and some took longer before. */
function cutsOff(limitMs: number, { failed, before }: Lengths): boolean {
  if (limitMs < 10 || failed.length < FEWEST_ENDED || !before.some((length) => length >= limitMs)) return false;
  const there = failed.filter((length) => length >= 0.97 * limitMs && length <= 1.1 * limitMs + 20);
  return there.length >= Math.max(FEWEST_ENDED, failed.length / 2);
}

/** Words by which every flag is called. */
const OF_SWITCHES =
  /^(?:new|old|use|enable[ds]?|disable[ds]?|flag|feature|rollout|beta|v\d|on|off|the|max|min|url|key|id)$/;

/** `thread-summaries` guards what stands in `src/thread-summaries/`; `ATTIO_TIMEOUT` belongs to `attioTimeout`. */
function touchPlaces({ kind, id, diff }: Change, { frames, names }: FailureNames): readonly Point[] {
  if (kind !== "flag" && kind !== "variable" && kind !== "model") return [];
  const set = [...diff.matchAll(/^[-+]([\w.-]{3,80})=/gm)].map((match) => match[1] ?? "");
  const parts = [...new Set([id, ...set].flatMap(partsOf))].filter(
    (part) => part.length > 2 && !OF_SWITCHES.test(part),
  );
  if (parts.join("").length < 5) return [];
  const places = [...frames.flatMap(({ path, symbol }) => [...path.split(/[\\/]/).slice(-3), symbol ?? ""]), ...names];
  const met = places.find((place) => {
    const own = partsOf(place.replace(/\.\w{1,4}$/, ""));
    const shared = parts.filter((part) => own.includes(part)).length;
    return shared === parts.length || (shared >= 2 && shared === own.length);
  });
  return met === undefined
    ? []
    : [{ strength: WORTH.name, isSpecific: true, says: `guards or sets ${met}, which fails` }];
}

function partsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== "");
}

function touchDependencies(
  change: Change,
  { added, removed }: ChangeFacts,
  { names, isRare }: TouchGround,
): readonly Point[] {
  const text = [change.id, change.summary, ...change.files, ...added, ...removed].join("\n");
  const shared = dependenciesIn(text).filter((name) => names.dependencies.has(name));
  const [first] = shared;
  if (first === undefined) return [];
  return [{ strength: isRare(first) ? WORTH.dependency : WORTH.dependency / 2, says: `is about ${first}` }];
}

/** What is done about a failure names it, and did not make it. */
const REACTS = /\b(?:instanceof|catch|except|rescue|isinstance)\b/;
/** Words for people, within the code. */
const SENTENCE = /(["'`])[^"'`]{0,200} [^"'`]{0,200}\1/g;

function touchWords(change: Change, { added, removed }: ChangeFacts, { names, isRare }: TouchGround): readonly Point[] {
  const lines = [...added, ...removed].filter((line) => !REACTS.test(line)).map((line) => line.replace(SENTENCE, ""));
  const words = wordsIn([change.id, change.summary, ...change.files, ...lines].join("\n"));
  const shared = words.filter((word) => names.words.has(word) && isRare(word));
  if (shared.length === 0) return [];
  return [
    {
      strength: Math.min(MOST_OF_WORDS, shared.length * WORTH.word),
      says: `speaks of ${shared.slice(0, 4).join(", ")}`,
    },
  ];
}
