import { knownTypes, shapeByName } from "./compile.ts";
import { isRecord, type Json } from "./json.ts";
import type { Surface } from "./problem.ts";
import type { Field, PartField, Shape, StringField } from "./rules/field.ts";

/** Whether a value fits a field, read off the table in the plainest way: without counts of a whole payload, and without rules over several fields. */
export function fitsField(field: Field, value: unknown, surface: Surface): boolean {
  switch (field.is) {
    case "string":
      return fitsString(field, value);
    case "number":
      return (
        typeof value === "number" &&
        value >= field.min &&
        value <= field.max &&
        (field.integer !== true || Number.isInteger(value))
      );
    case "flag":
      return typeof value === "boolean";
    case "text":
      return isRecord(value) && fitsText(field, value);
    case "list":
      return (
        Array.isArray(value) &&
        isWithin(value.length, field) &&
        value.every((item) => (item === null && field.nullable === true) || fitsField(field.of, item, surface))
      );
    case "part":
      return isRecord(value) && fitsPart(field, value, surface);
    case "object":
      return fitsShape(field.shape, value, surface);
    case "open":
      return true;
  }
}

/** Whether an object is of a shape and may stand on a surface. */
function fitsShape(name: string, value: unknown, surface: Surface): boolean {
  const shape = shapeByName.get(name);
  return (
    shape !== undefined &&
    isRecord(value) &&
    Object.entries(shape.fields).every(([key, field]) => {
      const isThere = Object.hasOwn(value, key) && value[key] !== undefined;
      return isThere ? fitsField(field, value[key], surface) : field.required !== true;
    }) &&
    (shape.open === true || Object.keys(value).every((key) => hasKey(shape, key)))
  );
}

function hasKey(shape: Shape, key: string): boolean {
  return Object.hasOwn(shape.fields, key) || (key === "type" && shape.type !== null);
}

function fitsString({ values, pattern, ...range }: StringField, value: unknown): boolean {
  return (
    typeof value === "string" &&
    isWithin([...value].length, range) &&
    (values?.includes(value) ?? true) &&
    (pattern?.test(value) ?? true)
  );
}

function fitsText({ types, ...range }: { types: readonly string[]; min: number; max: number }, value: Json): boolean {
  const { type, text, ...flags } = value;
  const flag = type === "mrkdwn" ? "verbatim" : "emoji";
  return (
    types.some((known) => known === type) &&
    typeof text === "string" &&
    isWithin([...text].length, range) &&
    Object.entries(flags).every(([key, on]) => key === flag && typeof on === "boolean")
  );
}

function fitsPart(field: PartField, value: Json, surface: Surface): boolean {
  const { type } = value;
  if (type === undefined) {
    return field.untyped !== undefined && fitsShape(field.untyped, value, surface);
  }
  if (field.text !== undefined && (type === "plain_text" || type === "mrkdwn")) {
    return fitsText(field.text, value);
  }
  const shape = field.shapes.map((name) => shapeByName.get(name)).find((each) => (each?.type ?? each?.name) === type);
  if (shape === undefined) {
    return typeof type === "string" && !knownTypes.has(type);
  }
  return (shape.surfaces ?? [surface]).includes(surface) && fitsShape(shape.name, value, surface);
}

function isWithin(size: number, { min, max }: { min: number; max: number }): boolean {
  return size >= min && size <= max;
}
