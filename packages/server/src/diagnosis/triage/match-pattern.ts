/** Which known way of failing explains a failure: by what its errors say of themselves, never by guessing. */

import type { Condition, Pattern, PatternMatch, PatternRule } from "../../domain/pattern.ts";
import type { ErrorFact, ErrorLink } from "./error-fact.ts";
import { containsWords, isName, toWords } from "./match-words.ts";

/**
 * Every pattern that explains something of a failure, each by its most telling rule: causes before symptoms, then what an
 * inner error of the chain says before the outer, then more and exacter conditions, then the later rule of the playbook.
 */
export type PatternMatcher = (fact: ErrorFact) => readonly PatternMatch[];

/** An error of a chain with what stands around it; names in small letters. */
interface Place {
  readonly errorClass: string | undefined;
  readonly code: string | undefined;
  readonly type: string | undefined;
  readonly status: number | undefined;
  readonly component: string | undefined;
  readonly call: string | undefined;
  readonly reporter: string;
  readonly crash: boolean;
  readonly unhandled: boolean;
  readonly lines: readonly string[];
  /** The lines as one text. */
  readonly text: string;
}

/** How much of one thing that a rule asks is there; undefined where it is not. */
type Weigh = (place: Place) => number | undefined;

interface ReadyRule {
  readonly pattern: Pattern;
  readonly rule: PatternRule;
  readonly when: readonly Weigh[];
  readonly unless: readonly Weigh[] | undefined;
}

interface Candidate {
  readonly match: PatternMatch;
  readonly weight: number;
  /** Place of its rule among all rules. */
  readonly order: number;
}

/** A name of its own tells more than a status, and that more than words; what stands around tells least. */
const WEIGHT = { name: 8, status: 6, statusRange: 3, class: 5, says: 4, call: 3, around: 2 } as const;
/** So much less tells a name with a `*` in it than the whole name. */
const LOOSE = 1;

/** Reads the rules once; for many failures. */
export function createPatternMatcher(patterns: readonly Pattern[]): PatternMatcher {
  const rules = patterns.flatMap((pattern) => pattern.rules.map((rule) => prepare(pattern, rule)));
  return (fact) => {
    const places = fact.chain.map((link, index) => toPlace(fact, link, index));
    const candidates = rules.flatMap((rule, order) => propose(rule, places).map((found) => ({ ...found, order })));
    const ranked = candidates.sort(compare).map(({ match }) => match);
    return ranked.filter(({ pattern }, index) => ranked.findIndex((other) => other.pattern === pattern) === index);
  };
}

/** The one pattern that explains a failure best, if any does. */
export function matchFailure(fact: ErrorFact, patterns: readonly Pattern[]): PatternMatch | undefined {
  return createPatternMatcher(patterns)(fact)[0];
}

/** What excludes a rule may stand anywhere in the chain. */
function propose(
  { pattern, rule, when, unless }: ReadyRule,
  places: readonly Place[],
): readonly Omit<Candidate, "order">[] {
  const found = places.flatMap((place, link) => {
    const weight = weighAll(when, place);
    return weight === undefined ? [] : [{ match: { pattern, rule, link }, weight }];
  });
  if (found.length === 0 || unless === undefined) return found;
  return places.some((place) => weighAll(unless, place) !== undefined) ? [] : found;
}

function compare(one: Candidate, other: Candidate): number {
  return (
    Number(one.match.rule.symptom ?? false) - Number(other.match.rule.symptom ?? false) ||
    other.match.link - one.match.link ||
    other.weight - one.weight ||
    other.order - one.order
  );
}

function weighAll(parts: readonly Weigh[], place: Place): number | undefined {
  let sum = 0;
  for (const part of parts) {
    const weight = part(place);
    if (weight === undefined) return undefined;
    sum += weight;
  }
  return sum;
}

function prepare(pattern: Pattern, rule: PatternRule): ReadyRule {
  return {
    pattern,
    rule,
    when: toParts(rule.when),
    unless: rule.unless === undefined ? undefined : toParts(rule.unless),
  };
}

/** Words last: they take longest. */
function toParts(condition: Condition): readonly Weigh[] {
  const { class: classes, code, type, status, component, call, reporter, says, crash, unhandled } = condition;
  return [
    ...(crash === undefined ? [] : [(place: Place) => (place.crash === crash ? WEIGHT.around : undefined)]),
    ...(unhandled === undefined ? [] : [(place: Place) => (place.unhandled === unhandled ? WEIGHT.around : undefined)]),
    ...(status === undefined ? [] : [weighStatus(status)]),
    ...(code === undefined ? [] : [weighNames(code, WEIGHT.name, (place) => [place.code, place.type])]),
    ...(type === undefined ? [] : [weighNames(type, WEIGHT.name, (place) => [place.type])]),
    ...(classes === undefined
      ? []
      : [weighNames(classes, WEIGHT.class, ({ errorClass }) => [errorClass, bareOf(errorClass)])]),
    ...(component === undefined ? [] : [weighNames(component, WEIGHT.around, (place) => [place.component])]),
    ...(call === undefined ? [] : [weighNames(call, WEIGHT.call, (place) => [place.call])]),
    ...(reporter === undefined ? [] : [weighNames(reporter, WEIGHT.around, (place) => [place.reporter])]),
    ...(says === undefined ? [] : [weighWords(says)]),
  ];
}

function weighNames(
  wanted: readonly string[],
  weight: number,
  read: (place: Place) => readonly (string | undefined)[],
): Weigh {
  const exact = new Set(wanted.filter((name) => !name.includes("*")).map((name) => name.toLowerCase()));
  const loose = wanted.filter((name) => name.includes("*")).map(toWords);
  return (place) => {
    const names = read(place).filter((name) => name !== undefined);
    if (names.some((name) => exact.has(name))) return weight;
    return names.some((name) => loose.some((words) => isName(words, name))) ? weight - LOOSE : undefined;
  };
}

/** Python names a class with its module: `openai.RateLimitError`. */
function bareOf(errorClass: string | undefined): string | undefined {
  return errorClass?.slice(errorClass.lastIndexOf(".") + 1);
}

function weighStatus(wanted: readonly (number | string)[]): Weigh {
  return ({ status }) => {
    if (status === undefined) return undefined;
    if (wanted.includes(status)) return WEIGHT.status;
    return wanted.includes(`${Math.floor(status / 100)}xx`) ? WEIGHT.statusRange : undefined;
  };
}

/** More words tell more, but never as much as another condition. */
function weighWords(wanted: readonly string[]): Weigh {
  const longestFirst = wanted.map(toWords).sort((one, other) => other.length - one.length);
  return ({ lines, text }) => {
    const found = longestFirst.find(
      (words) => text.includes(words.probe) && lines.some((line) => containsWords(words, line)),
    );
    return found === undefined ? undefined : WEIGHT.says + found.length / (found.length + 1);
  };
}

function toPlace(fact: ErrorFact, link: ErrorLink, index: number): Place {
  // What an error does not say of the call, the error around it says, or else the one inside.
  const near = [...fact.chain.slice(0, index + 1).reverse(), ...fact.chain.slice(index + 1)];
  const texts = [link.message, link.errorClass, link.type, link.code, ...(link.pointers ?? [])];
  // Some services print typographic apostrophes.
  const lines = texts.flatMap((text) => text?.toLowerCase().replaceAll("\u2019", "'").split("\n") ?? []);
  return {
    errorClass: link.errorClass?.toLowerCase(),
    code: link.code?.toLowerCase(),
    type: link.type?.toLowerCase(),
    status: link.status,
    component: near.find(({ component }) => component !== undefined)?.component?.toLowerCase(),
    call: near.find(({ call }) => call !== undefined)?.call?.toLowerCase(),
    reporter: fact.reporter,
    crash: fact.crash,
    unhandled: fact.unhandled === true,
    lines,
    text: lines.join("\n"),
  };
}
