import type { Constraint, Finding, Path } from "./finding.ts";
import type { Problem } from "./problem.ts";
import type { Fix } from "./rules/field.ts";

type Words = (finding: Finding, what: string) => string;

/** What each kind of rule says when it is broken. `what` names the field, such as `section text`. */
const messages: Readonly<Record<Constraint, Words>> = {
  required: ({ key, wanted }, what) =>
    key === undefined ? `${what} needs ${either(wanted)}` : `${what}: \`${key}\` is missing`,
  type: ({ wanted }, what) => `${what} must be ${either(wanted, "")}`,
  unknown_key: ({ key }, what) => `${what} has a key that Slack does not know: \`${key}\``,
  unknown_type: ({ key }, what) => `${what} has the type \`${key}\`, which is not known here: only Slack can judge it`,
  unsupported: ({ key, wanted }, what) => `${what} does not take the type \`${key}\`; it takes ${either(wanted)}`,
  surface: ({ wanted }, what) =>
    wanted?.length === 0 ? `a ${what} cannot be sent` : `a ${what} may stand only in: ${list(wanted)}`,
  text_type: ({ key, wanted }, what) => `${what} has the type \`${key}\`; it must be ${either(wanted)}`,
  min_length: (_, what) => `${what} is empty`,
  max_length: (finding, what) => `${what} has ${counted(finding, "characters")}`,
  advised_length: (finding, what) => `${what} has ${counted(finding, "characters")} before it may be cut or refused`,
  enum: ({ wanted }, what) => `${what} must be one of: ${list(wanted)}`,
  format: ({ wanted }, what) => `${what} must be ${either(wanted, "")}`,
  min_items: ({ limit, actual }, what) => `${what} has ${actual ?? "too few"} items; at least ${limit} must be there`,
  max_items: (finding, what) => `${what} has ${counted(finding, "items")}`,
  advised_items: (finding, what) => `${what} has ${counted(finding, "items")} by Slack's advice`,
  min: ({ limit }, what) => `${what} must be ${limit === Number.MIN_VALUE ? "greater than 0" : `at least ${limit}`}`,
  max: ({ limit }, what) => `${what} must be at most ${limit}`,
  unique: (_, what) => `${what} was already used before`,
  once: (_, what) => `${what} may be true only once`,
  conflict: ({ wanted }) => `only one of ${list(wanted)} may be given`,
  not_offered: (_, what) => `${what} is not among the options offered`,
  needs: ({ key }, what) => `${what} needs \`${key}\``,
  order: ({ key }, what) => `${what} is greater than \`${key}\``,
  even: ({ limit, actual }, what) => `${what}: a row has ${actual} cells, the first has ${limit}`,
  plain_header: (_, what) => `${what}: a cell of the first row may not be rich text`,
  points: (_, what) => `${what} must have exactly one point for each category`,
  advised: ({ key }, what) => `${what}: \`${key}\` should be there`,
};

const fixes: Readonly<Record<Fix, string>> = {
  strip: "Remove it.",
  drop: "Remove it, or what it belongs to.",
  truncate: "Shorten it.",
  cut: "Leave out what is over the limit.",
  split: "Continue in another block.",
  "split-message": "Continue in another message.",
  coerce: "Write it in the form that Slack takes.",
  clamp: "Take the nearest number that is allowed.",
  blank: "Put one space.",
  suffix: "Make it unique.",
  section: "Use a section instead.",
  none: "Decide what to show.",
};

const advice: Partial<Readonly<Record<Constraint, string>>> = {
  required: "Add it.",
  unknown_type: "Ask Slack's blocks.validate, or update this package.",
  advised: "Notifications and screen readers use it: add it.",
  advised_length: "Shorten it, or split it.",
  advised_items: "Show fewer.",
};

/** Puts a finding into words. */
export function describe(finding: Finding): Problem {
  const { rule, path, limit, actual } = finding;
  const message = messages[finding.constraint](finding, toLabel(finding));
  return {
    rule,
    path: toPointer(path),
    message: message.charAt(0).toUpperCase() + message.slice(1),
    ...(limit === undefined ? {} : { limit }),
    ...(actual === undefined ? {} : { actual }),
    fix: advice[finding.constraint] ?? fixes[finding.fix],
  };
}

/** A JSON pointer (RFC 6901). */
export function toPointer(path: Path): string {
  return path.map((segment) => `/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function toLabel({ rule, constraint }: Finding): string {
  return rule
    .slice(0, rule.length - constraint.length - 1)
    .replace(/\.content$/, "")
    .replaceAll(/[._]/g, " ");
}

function counted({ limit, actual, profile }: Finding, unit: string): string {
  const house = profile === undefined ? "" : ` (house limit of ${profile})`;
  const count = actual === undefined ? "too many" : toDigits(actual);
  return `${count} ${unit}; at most ${toDigits(limit)} are allowed${house}`;
}

/** A number as people write it: 3,000. */
export function toDigits(count = 0): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}

function list(words: readonly string[] = [], mark = "`"): string {
  return words.map((word) => `${mark}${word}${mark}`).join(", ");
}

/** `a`, `b` or `c`. */
export function either(words: readonly string[] = [], mark = "`"): string {
  return list(words, mark).replace(/, ([^,]*)$/, " or $1");
}
