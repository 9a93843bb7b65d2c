import { samplesOf } from "./field-samples.fixture.ts";
import type { Path } from "./finding.ts";
import type { Field, ListField, Meter } from "./rules/field.ts";
import { shapes } from "./rules/shapes.ts";
import { advisedRichText, type Total, totals } from "./rules/totals.ts";
import { exampleOf, placeAt } from "./shape-examples.fixture.ts";

/** A limit of the table, and how to make a payload of a size in its unit. */
export interface Limit {
  readonly rule: string;
  readonly limit: number;
  /** From the limit to what is beyond it. */
  readonly step: 1 | -1;
  readonly make: (size: number) => unknown;
}

/** Where in the example of a shape a field stands. */
interface Spot {
  readonly shape: string;
  /** The beginning of the names of its rules. */
  readonly rule: string;
  readonly at: Path;
  /** What texts are made of. */
  readonly character: string;
}

/** Every limit of the table, with texts made of a character. */
export function listLimits(character: string): readonly Limit[] {
  return [
    ...shapes.flatMap(({ name, fields }) =>
      Object.entries(fields).flatMap(([key, field]) =>
        limitsOf(field, { shape: name, rule: `${name}.${key}`, at: [key], character }),
      ),
    ),
    ...totals.map((total) => toTotalLimit(total, character)),
    { rule: "message.text.max_length", limit: 40_000, step: 1, make: (size) => ({ text: character.repeat(size) }) },
    {
      rule: "message.text_total.advised_length",
      limit: advisedRichText,
      step: 1,
      make: (size) => ({ text: "a", blocks: [richTextOf(character.repeat(size))] }),
    },
  ];
}

function limitsOf(field: Field, spot: Spot): readonly Limit[] {
  switch (field.is) {
    case "string":
      return lengthsOf(field, spot, (text) => text);
    case "text":
      return lengthsOf(field, spot, (text) => ({ type: field.types[0], text }));
    case "number":
      return [...toLimit(spot, ["min", field.min, -1], Number), ...toLimit(spot, ["max", field.max, 1], Number)];
    case "list":
      return [...countsOf(field, spot), ...limitsOf(field.of, inside(spot, field))];
    case "part":
      return field.text === undefined ? [] : limitsOf(field.text, spot);
    default:
      return [];
  }
}

function inside(spot: Spot, { itemName }: ListField): Spot {
  return { ...spot, rule: itemName === undefined ? spot.rule : `${spot.rule}.${itemName}`, at: [...spot.at, 0] };
}

interface Lengths {
  readonly min: number;
  readonly max: number;
  readonly advised?: number;
}

function lengthsOf({ min, max, advised }: Lengths, spot: Spot, wrap: (text: string) => unknown): readonly Limit[] {
  const make = (size: number) => wrap(spot.character.repeat(size));
  return [
    ...toLimit(spot, ["min_length", min, -1], make),
    ...toLimit(spot, ["max_length", max, 1], make),
    ...toLimit(spot, ["advised_length", advised, 1], make),
  ];
}

function countsOf(field: ListField, spot: Spot): readonly Limit[] {
  const make = (size: number) => samplesOf(field, size);
  return [
    ...toLimit(spot, ["min_items", field.min, -1], make),
    ...toLimit(spot, ["max_items", field.max, 1], make),
    ...toLimit(spot, ["advised_items", field.advised, 1], make),
  ];
}

type Bound = readonly [constraint: string, limit: number | undefined, step: 1 | -1];

function toLimit(spot: Spot, [constraint, limit, step]: Bound, make: (size: number) => unknown): readonly Limit[] {
  const isNone = limit === undefined || !Number.isFinite(limit) || (limit === 0 && constraint.startsWith("min_"));
  const { shape, rule, at } = spot;
  return isNone ? [] : [{ rule: `${rule}.${constraint}`, limit, step, make: (size) => placeAt(shape, at, make(size)) }];
}

function toTotalLimit({ rule, of, max }: Total, character: string): Limit {
  const make = (size: number) =>
    typeof of === "string"
      ? blocksOf[of](character.repeat(size))
      : Array.from({ length: size }, (_, index) => exampleOf(of[index % of.length] ?? ""));
  return { rule, limit: max, step: 1, make: (size) => ({ text: "a", blocks: make(size) }) };
}

/** Blocks with so much text under a meter, in parts that are each within their own limits. */
const blocksOf: Readonly<Record<Meter, (text: string) => readonly unknown[]>> = {
  text: (text) => inParts(text, 3000).map((part) => ({ type: "section", text: { type: "mrkdwn", text: part } })),
  markdown: (text) => inParts(text, 3000).map((part) => ({ type: "markdown", text: part })),
  table: (text) => [{ type: "table", rows: inParts(text, 500).map(rowOf) }],
  data_table: ([first = "", ...text]) => [
    { type: "data_table", caption: first, rows: inParts(text.join(""), 500).map(rowOf) },
  ],
};

function rowOf(text: string): readonly unknown[] {
  return [{ type: "raw_text", text }];
}

function inParts(text: string, size: number): readonly string[] {
  const characters = [...text];
  return Array.from({ length: Math.ceil(characters.length / size) }, (_, index) =>
    characters.slice(index * size, (index + 1) * size).join(""),
  );
}

function richTextOf(text: string): unknown {
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] };
}
