import { shapeByName } from "./compile.ts";
import { toDigits } from "./describe.ts";
import type { Constraint } from "./finding.ts";
import type { Field, Fix, ListField, NumberField, PartField, StringField, TextField } from "./rules/field.ts";
import { usualFix } from "./rules/usual-fixes.ts";

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
  const needed = field.required === true ? [rule(`${name}.required`, "It must be there.")] : [];
  return [...needed, ...listValueRules(field, name)];
}

export function rule(name: string, what: string, fix?: Fix): RuleDraft {
  const usual = usualFix(name.slice(name.lastIndexOf(".") + 1) as Constraint);
  return { name, what, fix: fix ?? usual, ...(fix === undefined && usual === "none" && { isWarning: true }) };
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
        rule(`${name}.type`, "A boolean."),
        ...(field.once === true ? [rule(`${name}.once`, "True only once in a payload.")] : []),
      ];
    case "text":
      return [
        rule(`${name}.text_type`, `Its \`type\` is one of ${toCode(field.types)}.`),
        ...listTextRules(field, name),
      ];
    case "list":
      return listListRules(field, name);
    case "part":
      return listPartRules(field, name);
    case "object":
      return [rule(`${name}.type`, "An object.")];
    case "open":
      return [];
  }
}

function listStringRules(field: StringField, name: string): readonly RuleDraft[] {
  const { values, form, unique } = field;
  return [
    rule(`${name}.type`, "A string."),
    ...listLengthRules(field, name),
    ...(values === undefined ? [] : [rule(`${name}.enum`, `One of ${toCode(values)}.`)]),
    ...(form === undefined ? [] : [rule(`${name}.format`, `It is ${form}.`)]),
    ...(unique === true ? [rule(`${name}.unique`, "No two are the same in a payload.")] : []),
  ];
}

type Lengths = Pick<StringField, "min" | "max" | "advised" | "fix" | "fixMin">;

function listLengthRules({ min, max, advised, fix, fixMin }: Lengths, name: string): readonly RuleDraft[] {
  return [
    ...limit(rule(`${name}.min_length`, "Not empty.", fixMin), min),
    ...limit(rule(`${name}.max_length`, `At most ${toDigits(max)} characters.`, fix), max),
    ...limit(rule(`${name}.advised_length`, `Better at most ${toDigits(advised)} characters.`), advised),
  ];
}

function listNumberRules({ integer, min, max, fixMin }: NumberField, name: string): readonly RuleDraft[] {
  const isAboveZero = min === Number.MIN_VALUE;
  return [
    rule(`${name}.type`, integer === true ? "An integer." : "A number."),
    ...limit(rule(`${name}.min`, isAboveZero ? "Greater than 0." : `At least ${toDigits(min)}.`, fixMin), min),
    ...limit(rule(`${name}.max`, `At most ${toDigits(max)}.`), max),
  ];
}

function listTextRules(field: TextField, name: string): readonly RuleDraft[] {
  const isMrkdwn = field.types.includes("mrkdwn");
  const keys = isMrkdwn ? "`text` and, of `plain_text`, `emoji` or, of `mrkdwn`, `verbatim`" : "`text`, `emoji`";
  return [
    rule(`${name}.type`, "A text object."),
    rule(`${name}.required`, "It has `type`.", "coerce"),
    rule(`${name}.required`, "It has `text`."),
    rule(`${name}.unknown_key`, `No keys but \`type\`, ${keys}.`),
    rule(`${name}.emoji.type`, "A boolean."),
    ...(isMrkdwn ? [rule(`${name}.verbatim.type`, "A boolean.")] : []),
    ...listLengthRules(field, name),
  ];
}

function listListRules(field: ListField, name: string): readonly RuleDraft[] {
  const { itemName, min, max, advised, fix, unique } = field;
  return [
    rule(`${name}.type`, "A list."),
    ...limit(rule(`${name}.min_items`, `At least ${toDigits(min)}.`), min),
    ...limit(rule(`${name}.max_items`, `At most ${toDigits(max)}.`, fix), max),
    ...limit(rule(`${name}.advised_items`, `Better at most ${toDigits(advised)}.`), advised),
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
  return [
    rule(`${name}.type`, "An object."),
    ...(untyped === undefined ? [rule(`${name}.required`, "It has `type`.")] : []),
    rule(`${name}.type.type`, "A string."),
    rule(
      `${name}.unsupported`,
      `Of the types of this table only ${toCode(shapes.map((shape) => shapeByName.get(shape)?.type ?? shape))}.`,
      "drop",
    ),
    rule(`${name}.unknown_type`, "A type that is not in this table: only Slack can judge it."),
    ...(text === undefined ? [] : listTextRules(text, name)),
  ];
}

/** A rule with a limit, if there is one. */
function limit(draft: RuleDraft, value: number | undefined): readonly RuleDraft[] {
  const isLimit =
    value !== undefined && Number.isFinite(value) && (value !== 0 || !/\.min_(?:length|items)$/.test(draft.name));
  return isLimit ? [{ ...draft, limit: value }] : [];
}
