import { longestText } from "./check-message.ts";
import { toDigits } from "./describe.ts";
import { listFieldRules, type RuleDraft, rule, toCode } from "./list-field-rules.ts";
import type { Fix, Shape, Together } from "./rules/field.ts";
import { choiceFor, sourcesOf } from "./rules/reasons.ts";
import { shapes } from "./rules/shapes.ts";
import { advisedRichText, totals } from "./rules/totals.ts";

/** A rule that `validate` may report. */
export interface RuleRow {
  readonly rule: string;
  /** The shape of the table that has it. */
  readonly shape: string;
  readonly what: string;
  readonly limit?: number;
  /** What `repair` does about it, which may depend on what exactly is wrong. */
  readonly fix: readonly Fix[];
  /** Whether it only draws a warning. */
  readonly isWarning?: true;
  /** Letters of `rules/sources.ts`, and issues by name. */
  readonly sources: string;
  /** Where the sources disagree: what was chosen, and why. */
  readonly choice?: string;
}

type Origin = Pick<RuleRow, "sources"> & { readonly choice?: string | undefined };

/** The shapes that a payload as a whole may have. */
const payloads = new Set(["message", "modal", "home"]);

/** Every rule that `validate` may report, each once, in the order of the table. */
export function listRules(): readonly RuleRow[] {
  const rows = new Map<string, RuleRow>();
  for (const row of shapes.flatMap((shape) => [...listShapeRules(shape), ...listMoreRules(shape)])) {
    const known = rows.get(row.rule);
    rows.set(row.rule, known === undefined ? row : join(known, row));
  }
  return [...rows.values()];
}

/** A list and its items, or a text object and its parts, report under one name. */
function join(one: RuleRow, other: RuleRow): RuleRow {
  if (one.limit !== other.limit) {
    throw new Error(`the table has two limits for ${one.rule}`);
  }
  const what = one.what.includes(other.what) ? one.what : `${one.what} ${other.what}`;
  return { ...one, what, fix: [...new Set([...one.fix, ...other.fix])] };
}

function listShapeRules(shape: Shape): readonly RuleRow[] {
  const { name, fields, together = {} } = shape;
  const sources = sourcesOf(name);
  return [
    ...[...listOwnRules(shape), ...listTogetherRules(together)].map((draft) => toRow(name, draft, { sources })),
    ...Object.entries(fields).flatMap(([key, field]) => {
      const origin = { sources: sourcesOf(`${name}.${key}`) };
      const choice = choiceFor(`${name}.${key}`);
      return listFieldRules(field, key).map((draft) =>
        toRow(name, draft, isUndisputed(draft) ? origin : { ...origin, choice }),
      );
    }),
  ];
}

/** No two sources disagree about the JSON type of a field. */
function isUndisputed({ name }: RuleDraft): boolean {
  return /\.(?:type|unknown_key|unknown_type)$/.test(name);
}

function toRow(shape: string, { name, fix, ...said }: RuleDraft, { sources, choice }: Origin): RuleRow {
  const row = { rule: `${shape}.${name}`, shape, ...said, fix: [fix], sources };
  return choice === undefined ? row : { ...row, choice };
}

function listOwnRules({ name, type, fields, open, surfaces, surfaceFix }: Shape): readonly RuleDraft[] {
  const keys = new Set([...(type === null ? [] : ["type"]), ...Object.keys(fields)]);
  return [
    ...(payloads.has(name) ? [rule("type", "An object.", "drop")] : []),
    ...(surfaces === undefined ? [] : [rule("surface", toPlaces(surfaces), surfaceFix)]),
    ...(open === true ? [] : [rule("unknown_key", `No keys but ${toCode(keys)}.`)]),
  ];
}

function toPlaces(surfaces: readonly string[]): string {
  return surfaces.length === 0 ? "It comes from Slack and is never sent." : `Only in: ${surfaces.join(", ")}.`;
}

type ListTogether = (keys: readonly string[]) => readonly RuleDraft[];

const togetherRules: Readonly<Record<keyof Together, ListTogether>> = {
  required: (keys) => [rule("content.required", `At least one of ${toCode(keys)}.`)],
  conflict: (keys) => [rule(`${keys[1]}.conflict`, `Not both of ${toCode(keys)}.`)],
  advised: (keys) => keys.map((key) => rule(`${key}.advised`, "Better there.")),
  not_offered: ([key]) => [rule(`${key}.not_offered`, "It is among the options that are offered.")],
  needs: ([key, other]) => [rule(`${key}.needs`, `Only together with \`${other}\`.`)],
  needed_by: ([key, , type]) => [rule(`${key}.needs`, `A modal with an \`${type}\` block has \`${key}\`.`, "drop")],
  not_with: ([key, part, type]) => [rule(`${key}.conflict`, `Not true where \`${part}\` is a \`${type}\`.`)],
  order: ([low, high]) => [rule(`${low}.order`, `Not greater than \`${high}\`.`)],
  even: ([key]) => [rule(`${key}.even`, "Each has as many items as the first.")],
  plain_header: ([key]) => [rule(`${key}.plain_header`, "No rich text in the first.")],
  points: ([key]) => [rule(`${key}.points`, "Each has exactly one point for each of the categories.")],
};

function listTogetherRules(together: Together): readonly RuleDraft[] {
  return Object.entries(together).flatMap(([kind, keys]) => togetherRules[kind as keyof Together](keys));
}

/** The rules over a whole message. */
function listMoreRules({ name }: Shape): readonly RuleRow[] {
  if (name !== "message") {
    return [];
  }
  return [
    toRow(name, rule("content.required", "One of `text`, `blocks`, `attachments`, `markdown_text`.", "none"), {
      sources: "D",
    }),
    toRow(name, rule("markdown_text.conflict", "Not beside `text` or `blocks`."), { sources: "D T" }),
    toRow(name, rule("text.advised", "Better there beside `blocks`."), { sources: "K" }),
    toRow(name, { ...rule("text.max_length", toMost(longestText), "truncate"), limit: longestText }, longText),
    ...totals.map(({ rule: full, max }) =>
      toRow(
        name,
        { ...rule(full.slice(name.length + 1), toMost(max, full), "split-message"), limit: max },
        { sources: sourcesOf(full), choice: choiceFor(full) },
      ),
    ),
    toRow(name, richText, { sources: "bolt-js #2867" }),
  ];
}

const longText: Origin = {
  sources: "D",
  choice: "A warning where it is posted, because chat.postMessage only cuts it; a problem where it updates a message.",
};

const richText: RuleDraft = {
  ...rule(
    "text_total.advised_length",
    `Better at most ${toDigits(advisedRichText)} characters in all, where most of them are rich text.`,
  ),
  limit: advisedRichText,
};

function toMost(max: number, name = "max_length"): string {
  return `At most ${toDigits(max)}${name.endsWith("_length") ? " characters" : ""}${name.includes(".") ? " in all" : ""}.`;
}
