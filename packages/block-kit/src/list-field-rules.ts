import { shapeByName } from "./compile.ts";
import { toDigits } from "./describe.ts";
import type { Field, Fix, ListField, NumberField, PartField, StringField, TextField } from "./rules/field.ts";

/** A rule without the shape that it belongs to; the constraint is the end of its name. */
export interface RuleDraft {
  readonly name: string;
  readonly what: string;
  readonly fix: Fix;
  readonly limit?: number;
  readonly isWarning?: true;
}

/** Every rule that a field of the table makes. `name` is its key in its shape. */
export function listFieldRules(field: Field, name: string): readonly RuleDraft[] {
  const needed = field.required === true ? [rule(`${name}.required`, "It must be there.", "drop")] : [];
  return [...needed, ...listValueRules(field, name)];
}

export function rule(name: string, what: string, fix: Fix): RuleDraft {
  return { name, what, fix };
}

/** Words as Markdown shows keys and values. */
export function toCode(words: Iterable<string>): string {
  return [...words].map((word) => `\`${word}\``).join(", ");
}

function listValueRules(field: Field, name: string): readonly RuleDraft[] {
  switch (field.is) {
    case "string":
      return listStringRules(field, name);
    case "number":
      return listNumberRules(field, name);
    case "flag":
      return [
        rule(`${name}.type`, "A boolean.", "coerce"),
        ...(field.once === true ? [rule(`${name}.once`, "True only once in a payload.", "strip")] : []),
      ];
    case "text":
      return [
        rule(`${name}.text_type`, `Its \`type\` is one of ${toCode(field.types)}.`, "coerce"),
        ...listTextRules(field, name),
      ];
    case "list":
      return listListRules(field, name);
    case "part":
      return listPartRules(field, name);
    case "object":
      return [rule(`${name}.type`, "An object.", "coerce")];
    case "open":
      return [];
  }
}

function listStringRules(field: StringField, name: string): readonly RuleDraft[] {
  const { values, form, unique, fixEmpty = "drop" } = field;
  return [
    rule(`${name}.type`, "A string.", "coerce"),
    ...listLengthRules({ ...field, fixEmpty }, name),
    ...(values === undefined ? [] : [rule(`${name}.enum`, `One of ${toCode(values)}.`, "drop")]),
    ...(form === undefined ? [] : [rule(`${name}.format`, `It is ${form}.`, "drop")]),
    ...(unique === true ? [rule(`${name}.unique`, "No two are the same in a payload.", "strip")] : []),
  ];
}

type Lengths = Pick<StringField, "min" | "max" | "advised" | "fix" | "fixEmpty">;

function listLengthRules({ min, max, advised, fix = "truncate", fixEmpty = "drop" }: Lengths, name: string) {
  return [
    ...limit(rule(`${name}.min_length`, "Not empty.", fixEmpty), min),
    ...limit(rule(`${name}.max_length`, `At most ${toDigits(max)} characters.`, fix), max),
    ...advise(rule(`${name}.advised_length`, `Better at most ${toDigits(advised)} characters.`, fix), advised),
  ];
}

function listNumberRules({ integer, min, max, fix = "clamp" }: NumberField, name: string): readonly RuleDraft[] {
  const isAboveZero = min === Number.MIN_VALUE;
  return [
    rule(`${name}.type`, integer === true ? "An integer." : "A number.", "coerce"),
    ...limit(rule(`${name}.min`, isAboveZero ? "Greater than 0." : `At least ${toDigits(min)}.`, fix), min),
    ...limit(rule(`${name}.max`, `At most ${toDigits(max)}.`, fix), max),
  ];
}

function listTextRules(field: TextField, name: string): readonly RuleDraft[] {
  const keys = "No keys but `type`, `text` and, of `plain_text`, `emoji` or, of `mrkdwn`, `verbatim`.";
  return [
    rule(`${name}.type`, "A text object.", "coerce"),
    rule(`${name}.required`, "It has `type`.", "coerce"),
    rule(`${name}.required`, "It has `text`.", "drop"),
    rule(`${name}.unknown_key`, keys, "strip"),
    rule(`${name}.emoji.type`, "A boolean.", "coerce"),
    rule(`${name}.verbatim.type`, "A boolean.", "coerce"),
    ...listLengthRules(field, name),
  ];
}

function listListRules(field: ListField, name: string): readonly RuleDraft[] {
  const { itemName, min, max, advised, fix = "cut", unique } = field;
  return [
    rule(`${name}.type`, "A list.", "coerce"),
    ...limit(rule(`${name}.min_items`, `At least ${toDigits(min)}.`, "drop"), min),
    ...limit(rule(`${name}.max_items`, `At most ${toDigits(max)}.`, fix), max),
    ...advise(rule(`${name}.advised_items`, `Better at most ${toDigits(advised)}.`, "none"), advised),
    ...(unique === undefined ? [] : [listUniqueRule(unique, name)]),
    ...listValueRules(field.of, itemName === undefined ? name : `${name}.${itemName}`).map((draft) =>
      draft.name === `${name}.type` ? { ...draft, what: `Each item: ${draft.what}` } : draft,
    ),
  ];
}

function listUniqueRule(key: string, name: string): RuleDraft {
  return rule(`${name}.${key}.unique`, "No two are the same in this list.", key === "name" ? "drop" : "suffix");
}

function listPartRules({ shapes, text, untyped }: PartField, name: string): readonly RuleDraft[] {
  const unknown = rule(`${name}.unknown_type`, "A type that is not in this table: only Slack can judge it.", "none");
  return [
    rule(`${name}.type`, "An object.", "coerce"),
    ...(untyped === undefined ? [rule(`${name}.required`, "It has `type`.", "drop")] : []),
    rule(`${name}.type.type`, "A string.", "coerce"),
    rule(
      `${name}.unsupported`,
      `Of the types of this table only ${toCode(shapes.map((shape) => shapeByName.get(shape)?.type ?? shape))}.`,
      "drop",
    ),
    { ...unknown, isWarning: true },
    ...(text === undefined ? [] : listTextRules(text, name)),
  ];
}

/** A rule with a limit, if there is one. */
function limit(draft: RuleDraft, value: number): readonly RuleDraft[] {
  const isLimit = Number.isFinite(value) && (value !== 0 || !/\.min_(?:length|items)$/.test(draft.name));
  return isLimit ? [{ ...draft, limit: value }] : [];
}

function advise(draft: RuleDraft, value: number | undefined): readonly RuleDraft[] {
  return value === undefined ? [] : [{ ...draft, limit: value, isWarning: true }];
}
