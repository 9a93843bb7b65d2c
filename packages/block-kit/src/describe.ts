import type { Constraint, Finding, Path } from "./finding.ts";
import type { Problem } from "./problem.ts";

/** What each kind of rule says of a field when it is broken, and what to do then. */
const texts: Readonly<Record<Constraint, readonly [message: string, fix?: string]>> = {
  required: ["is missing {key}", "Add {key}."],
  type: ["must be {wanted}", "Write {wanted}."],
  enum: ["must be {wanted}", "Write {wanted}."],
  format: ["must be {wanted}", "Write {wanted}."],
  text_type: ["must be {wanted}, not {key}", "Write {wanted}."],
  unsupported: ["must be {wanted}, not {key}"],
  unknown_type: ["has an unknown type: {key}", "Only Slack can judge it: ask blocks.validate."],
  unknown_key: ["has an unknown key: {key}", "Remove {key}."],
  surface: ["can be shown only in: {wanted}"],
  min_length: ["is empty"],
  max_length: ["has {actual} characters; at most {limit} are allowed", "Shorten it or split it."],
  advised_length: ["has {actual} characters; at most {limit} are advised", "Shorten it or split it."],
  min_items: ["has {actual} items; at least {limit} are needed"],
  max_items: ["has {actual} items; at most {limit} are allowed", "Shorten it or split it."],
  advised_items: ["has {actual} items; at most {limit} are advised", "Shorten it or split it."],
  min: ["is {actual}; the least allowed is {limit}"],
  max: ["is {actual}; the most allowed is {limit}"],
  order: ["is greater than {key}"],
  unique: ["was used before"],
  once: ["may be true only once"],
  conflict: ["must stand alone: give only {wanted}", "Remove {key}."],
  not_offered: ["is not among the options"],
  needs: ["needs {key}", "Add {key}."],
  advised: ["should be there", "Add it."],
  even: ["has {actual} cells in a row, {limit} in the first"],
  plain_header: ["has rich text in the first row"],
  points: ["must have one point for each category"],
};

/** Puts a finding into words. */
export function describe(finding: Finding): Problem {
  const { rule, path, limit, actual, constraint, profile } = finding;
  const [words, fix = "Change it, or leave it out."] = texts[constraint];
  const house = profile === undefined ? "" : ` (house limit of ${profile})`;
  return {
    rule,
    path: toPointer(path),
    message: `${toLabel(finding)} ${fill(words, finding)}${house}`,
    ...(limit !== undefined && { limit }),
    ...(actual !== undefined && { actual }),
    fix: fill(fix, finding),
  };
}

/** The field that a rule is about: `Section text`. */
function toLabel({ rule }: Finding): string {
  return rule
    .replace(/(?:\.content)?\.\w+$/, "")
    .replaceAll(/[._]/g, " ")
    .replace(/^./, (first) => first.toUpperCase());
}

/** A JSON pointer (RFC 6901). */
export function toPointer(path: Path): string {
  return path.map((segment) => `/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function fill(words: string, { limit, actual, key, wanted }: Finding): string {
  const values: Readonly<Record<string, string>> = {
    key: key === undefined ? either(wanted) : `\`${key}\``,
    wanted: either(wanted),
    limit: limit === Number.MIN_VALUE ? "just above 0" : toDigits(limit),
    actual: toDigits(actual),
  };
  return words.replaceAll(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** A number as people write it: 3,000. */
export function toDigits(count = 0): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `a`, `b` or `c`; what is no word but a description has no marks. */
export function either(words: readonly string[] = []): string {
  const marked = words.map((word) => (word.includes(" ") ? word : `\`${word}\``));
  return marked.join(", ").replace(/, ([^,]*)$/, " or $1") || "none";
}
