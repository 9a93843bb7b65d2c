import { sampleOf, samplesOf } from "./field-samples.fixture.ts";
import type { Path } from "./finding.ts";
import { isRecord } from "./json.ts";
import { listLimits } from "./limit-payloads.fixture.ts";
import type { Surface, ValidateOptions } from "./problem.ts";
import type { Field, ListField, PartField, Shape, TextField, Together } from "./rules/field.ts";
import { shapes } from "./rules/shapes.ts";
import { exampleOf, place, placeAt, put } from "./shape-examples.fixture.ts";

export interface Broken {
  /** The rule that it breaks, whatever others. */
  readonly rule: string;
  readonly payload: unknown;
  readonly options?: ValidateOptions;
}

interface Spot {
  readonly shape: string;
  readonly rule: string;
  readonly at: Path;
}

/** For every rule of the table a payload that breaks it, made from the table. */
export function listBroken(): readonly Broken[] {
  return [
    ...listLimits("a").map(({ rule, limit, step, make }) => ({ rule, payload: make(limit + step) })),
    ...shapes.flatMap((shape) => [
      ...breakShape(shape),
      ...Object.entries(shape.fields).flatMap(([key, field]) => breakField(shape, key, field)),
      ...breakTogether(shape),
    ]),
    ...brokenPayloads,
  ];
}

const brokenPayloads: readonly Broken[] = [
  { rule: "message.type", payload: "a" },
  { rule: "modal.type", payload: null, options: { surface: "modal" } },
  { rule: "home.type", payload: 1, options: { surface: "home" } },
  { rule: "message.content.required", payload: {} },
  { rule: "message.markdown_text.conflict", payload: { text: "a", markdown_text: "a" } },
  { rule: "message.text.advised", payload: { blocks: [{ type: "divider" }] } },
];

function breakShape(shape: Shape): readonly Broken[] {
  const { name, open, surfaces = ["message", "modal", "home"] } = shape;
  const other = (["message", "modal", "home"] as const).find((surface) => !surfaces.includes(surface));
  return [
    ...(open === true ? [] : [{ rule: `${name}.unknown_key`, payload: placeAt(name, ["zzz"], 1) }]),
    ...(other === undefined ? [] : [{ rule: `${name}.surface`, payload: moveTo(other, place(name)) }]),
  ];
}

/** The same blocks on another surface. */
function moveTo(surface: Surface, payload: unknown): unknown {
  return put(exampleOf(surface), ["blocks"], isRecord(payload) ? payload.blocks : undefined);
}

function breakField(shape: Shape, key: string, field: Field): readonly Broken[] {
  const spot = { shape: shape.name, rule: `${shape.name}.${key}`, at: [key] };
  const broken = [...breakValue(field, spot), ...(field.required === true ? [broke(spot, "required", undefined)] : [])];
  // A view without its own `type` is known by where it is to be shown.
  const surface = key === "type" ? (shape.name as Surface) : undefined;
  return surface === undefined ? broken : broken.map((each) => ({ ...each, options: { surface } }));
}

function broke({ shape, rule, at }: Spot, constraint: string, value: unknown): Broken {
  return { rule: `${rule}.${constraint}`, payload: placeAt(shape, at, value) };
}

function wrong(spot: Spot, { is }: Field): Broken {
  return broke(spot, "type", is === "number" ? "zzz" : 1);
}

function breakValue(field: Field, spot: Spot): readonly Broken[] {
  switch (field.is) {
    case "string":
      return [
        wrong(spot, field),
        ...(field.values === undefined ? [] : [broke(spot, "enum", "zzz")]),
        ...(field.pattern === undefined ? [] : [broke(spot, "format", "http://localhost/")]),
        ...(field.unique === undefined ? [] : [repeated(spot, "unique", "a")]),
      ];
    case "flag":
      return [wrong(spot, field), ...(field.once === undefined ? [] : [repeated(spot, "once", true)])];
    case "text":
      return [broke(spot, "text_type", { type: "zzz", text: "a" }), ...breakText(spot, field)];
    case "list":
      return [
        wrong(spot, field),
        ...(field.unique === undefined ? [] : [broke(spot, `${field.unique}.unique`, twins(field, field.unique))]),
        ...breakValue(field.of, {
          ...spot,
          rule: field.itemName === undefined ? spot.rule : `${spot.rule}.${field.itemName}`,
          at: [...spot.at, 0],
        }),
      ];
    case "part":
      return breakPart(field, spot);
    case "number":
    case "object":
      return [wrong(spot, field)];
    case "open":
      return [];
  }
}

function breakText(spot: Spot, { types }: TextField): readonly Broken[] {
  return [
    broke(spot, "type", 1),
    broke(spot, "required", { type: "plain_text" }),
    broke(spot, "unknown_key", { type: "plain_text", text: "a", verbatim: true }),
    broke(spot, "emoji.type", { type: "plain_text", text: "a", emoji: null }),
    ...(types.includes("mrkdwn") ? [broke(spot, "verbatim.type", { type: "mrkdwn", text: "a", verbatim: null })] : []),
  ];
}

function breakPart(field: PartField, spot: Spot): readonly Broken[] {
  return [
    wrong(spot, field),
    ...(field.untyped === undefined ? [broke(spot, "required", {})] : []),
    broke(spot, "type.type", { type: 1 }),
    broke(spot, "unsupported", exampleOf(field.shapes.includes("modal") ? "home" : "modal")),
    broke(spot, "unknown_type", { type: "zzz" }),
    ...(field.text === undefined ? [] : breakText(spot, field.text)),
  ];
}

/** Twice the block in which a value stands that may stand there once. */
function repeated(spot: Spot, constraint: string, value: unknown): Broken {
  const { rule, payload } = broke(spot, constraint, value);
  const blocks = isRecord(payload) && Array.isArray(payload.blocks) ? payload.blocks : [];
  return { rule, payload: put(payload, ["blocks"], [...blocks, ...blocks]) };
}

function breakTogether({ name, fields, together = {} }: Shape): readonly Broken[] {
  const broken = (rule: string, values: Readonly<Record<string, unknown>>): Broken => ({
    rule: `${name}.${rule}`,
    payload: place(name, withValues(exampleOf(name), values)),
  });
  const none = (keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, undefined]));
  const all = (keys: readonly string[]) =>
    Object.fromEntries(keys.map((key) => [key, fields[key] && sampleOf(fields[key])]));
  const breaks: Readonly<Record<keyof Together, (keys: readonly string[]) => readonly Broken[]>> = {
    required: (keys) => [broken("content.required", none(keys))],
    conflict: (keys) => [broken(`${keys[1]}.conflict`, all(keys))],
    advised: (keys) => keys.map((key) => broken(`${key}.advised`, none([key]))),
    not_offered: ([key = ""]) => [broken(`${key}.not_offered`, { [key]: foreign(fields[key]) })],
    needs: ([key = "", other = ""]) => [broken(`${key}.needs`, { ...none([other]), ...all([key]) })],
    needed_by: ([key = "", list = "", type = ""]) => [
      broken(`${key}.needs`, { [key]: undefined, [list]: [exampleOf(type)] }),
    ],
    not_with: ([key = "", part = "", type = ""]) => [
      broken(`${key}.conflict`, { [key]: true, [part]: exampleOf(type) }),
    ],
    order: ([low = "", high = ""]) => [broken(`${low}.order`, { [low]: "2", [high]: "1" })],
    even: ([key = ""]) => [broken(`${key}.even`, { [key]: [[cell], [cell, cell]] })],
    plain_header: ([key = ""]) => [broken(`${key}.plain_header`, { [key]: [[exampleOf("rich_text")], [cell]] })],
    points: ([key = ""]) => [broken(`${key}.points`, { [key]: [{ name: "a", data: [{ label: "zzz", value: 1 }] }] })],
  };
  return Object.entries(together).flatMap(([kind, keys]) => breaks[kind as keyof Together](keys));
}

const cell = exampleOf("raw_text");

function foreign(field: Field | undefined): unknown {
  const option = { text: { type: "plain_text", text: "zzz" }, value: "zzz" };
  return field?.is === "list" ? [option] : option;
}

function withValues(value: object, values: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(values).reduce<unknown>((changed, [key, part]) => put(changed, [key], part), value);
}

function twins(field: ListField, key: string): readonly unknown[] {
  return samplesOf(field, 2).map((item) => put(item, [key], "a"));
}
