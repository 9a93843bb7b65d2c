import { shapeByName } from "./compile.ts";
import type { Field, ListField, StringField } from "./rules/field.ts";
import { exampleOf } from "./shape-examples.fixture.ts";

const samples = ["a", "https://example.com/a", "2026-11-23", "09:30", "#2eb67d"];

/** A value that the field takes; those of two numbers differ. */
export function sampleOf(field: Field, number = 0): unknown {
  switch (field.is) {
    case "string":
      return stringOf(field, number);
    case "number":
      return Number.isFinite(field.min) ? Math.max(field.min, Math.min(1, field.max)) : 1;
    case "flag":
      return true;
    case "text":
      return { type: field.types[0], text: "a" };
    case "list":
      return samplesOf(field, Math.max(field.min, 1));
    case "part":
      return exampleWithId(field.shapes[0] ?? "", number);
    case "object":
      return exampleOf(field.shape);
    case "open":
      return {};
  }
}

/** So many items that may stand together. */
export function samplesOf({ of, unique }: ListField, count: number): readonly unknown[] {
  return Array.from({ length: count }, (_, number) => {
    const item = sampleOf(of, number);
    return unique === undefined ? item : { ...(item as object), [unique]: `${number}` };
  });
}

function stringOf({ values, pattern }: StringField, number: number): string {
  const fitting = values ?? samples.filter((sample) => pattern === undefined || pattern.test(sample));
  return values === undefined && pattern === undefined ? `a${number}` : (fitting[number % fitting.length] ?? "");
}

/** Blocks that stand together have ids of their own. */
function exampleWithId(shape: string, number: number): object {
  const isBlock = shapeByName.get(shape)?.fields.block_id !== undefined;
  return { ...exampleOf(shape), ...(isBlock ? { block_id: `b${number}` } : {}) };
}
