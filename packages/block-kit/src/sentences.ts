import { either } from "./describe.ts";
import { findPlaces, valueAt } from "./find-places.ts";
import type { Constraint, Finding, Path } from "./finding.ts";

/** A sentence of Slack's, read. */
export interface Said {
  /** What it may mean; the place and its `type` tell which. */
  readonly constraints: readonly Constraint[];
  readonly limit?: number;
  /** The key, the type or the keys that it names. */
  readonly about?: string;
  /** Where it begins in the text it was read from. */
  readonly index: number;
}

type Sentence = readonly [constraints: readonly Constraint[], words: string, shift?: number];

/**
 * Slack's sentences, as its replies show them and its published validator makes them (slackhq/hack-json-schema); those of the second half
 * are in its manner only, what it says there is not known. `#` stands for the limit, from which the number may be shifted, `*` for what
 * it is about.
 */
const sentences: readonly Sentence[] = [
  [["max_items"], "no more than # items allowed"],
  [["min_items"], "must provide at least # items"],
  [["max_length"], "must be less than # characters", 1],
  [["min_length"], "must be more than # characters", -1],
  [["max"], "must be less than or equal to #"],
  [["min"], "must be greater than #"],
  [["required"], "missing required field: *"],
  [["unknown_key"], "invalid additional property: *"],
  [["unsupported", "text_type", "surface", "unknown_type"], "unsupported type: *"],
  [["type"], "must provide *"],
  [["enum"], "must be a valid enum value"],
  [["format"], "input must match regex pattern: *"],
  [["unique"], "`* already exists"],
  [["needs"], "must define `*"],
  [["required"], "must define either *"],

  [["conflict"], "must define only one of *"],
  [["once"], "must be true only once"],
  [["not_offered"], "must be one of the options"],
  [["order"], "must not be greater than `*`"],
  [["even"], "must have # items"],
  [["plain_header"], "must not be rich text"],
  [["points"], "must have one point for each category"],
];

const readers = sentences.map(([constraints, words, shift = 0]) => {
  const pattern = words
    .replace(/ than( or equal to)?/, " than(?: or equal to)?")
    .replace("#", "(?<limit>-?[\\d.]+)")
    .replace("*", "(?<about>.*)");
  return { constraints, shift, pattern: new RegExp(`${pattern}$`, "s") };
});

/** Keys in sentences may be long, but not so long that searching takes its time. */
const longestSentence = 2000;

/** Reads the sentence at the end of a text. */
export function readSentence(text: string): Said | undefined {
  const end = text.slice(-longestSentence);
  for (const { constraints, shift, pattern } of readers) {
    const match = pattern.exec(end);
    if (match !== null) {
      const { limit, about } = match.groups ?? {};
      return {
        constraints,
        index: text.length - end.length + match.index,
        ...(limit === undefined ? {} : { limit: Number(limit) - shift }),
        ...(about === undefined ? {} : { about }),
      };
    }
  }
  return undefined;
}

/** What Slack says about a finding, without the pointer. */
export function toSentence(finding: Finding, payload: unknown): string {
  const { constraint, limit = 0, wanted } = finding;
  const isEither = constraint === "required" && wanted !== undefined;
  const fits = ([constraints, text]: Sentence) =>
    constraints.includes(constraint) && text.includes("either") === isEither;
  const [, words, shift = 0] = sentences.find(fits) ?? [[], "failed to match schema"];
  return words.replace("#", String(Math.floor(limit) + shift)).replace("*", () => aboutOf(finding, payload));
}

function aboutOf({ constraint, key = "", wanted = [], path }: Finding, payload: unknown): string {
  const field = String(path.at(-1));
  switch (constraint) {
    case "needs":
      return key === "submit" ? "submit` to use an `input` block in modals" : `${key}\` to use \`${field}\``;
    case "unique":
      return `${field}\` "${idAt(payload, path)}"`;
    case "format":
      return findPlaces(path, payload)[0]?.node?.pattern?.source ?? "";
    case "type":
      return wanted[0] ?? "";
    case "conflict":
      return either(wanted);
    default:
      return key === "" ? either(wanted) : key.slice(0, 255);
  }
}

function idAt(payload: unknown, path: Path): string {
  const id = valueAt(payload, path);
  return typeof id === "string" ? id : "";
}
