import type { Profile, Surface } from "./problem.ts";
import type { Field, Fix, Shape, Together } from "./rules/field.ts";
import { shapes } from "./rules/shapes.ts";
import { type Total, totals } from "./rules/totals.ts";

/** A field of the table, ready for checking: what its row says, and where to go on. One form for all kinds keeps the check fast. */
export interface Node {
  readonly is: Field["is"] | "type";
  /** The beginning of the names of its rules, such as `section.text`. */
  readonly rule: string;
  readonly required?: boolean | undefined;
  readonly min: number;
  readonly max: number;
  readonly advised: number;
  readonly fix?: Fix | undefined;
  readonly fixEmpty?: Fix | undefined;
  readonly values?: readonly string[] | undefined;
  readonly pattern?: RegExp | undefined;
  readonly form?: string | undefined;
  readonly shown?: boolean | undefined;
  readonly unique?: string | boolean | undefined;
  readonly once?: boolean | undefined;
  readonly integer?: boolean | undefined;
  readonly nullable?: boolean | undefined;
  readonly types?: readonly string[] | undefined;
  /** The items of a list, or the text objects among parts. */
  readonly inner: Node | undefined;
  /** By `type`; under the empty string what has no `type`. */
  readonly parts: ReadonlyMap<string, ShapeNode> | undefined;
  /** The profile that set `max`. */
  readonly profile: string | undefined;
}

export interface ShapeNode {
  readonly name: string;
  readonly fields: ReadonlyMap<string, Node>;
  readonly requiredCount: number;
  readonly together: readonly Together[] | undefined;
  /** Bits of the surfaces it may stand on. */
  readonly surfaces: number;
  readonly surfaceNames: readonly Surface[];
  readonly surfaceFix: Fix;
  readonly isOpen: boolean;
  readonly isRichText: boolean;
  readonly isApart: boolean;
  /** Which of the totals its texts count towards, or -1 for that of the parent. */
  readonly meter: number;
  /** Which of the totals count it. */
  readonly counters: readonly number[];
}

export interface CompiledTotal extends Total {
  readonly profile: string | undefined;
}

export interface Compiled {
  readonly shapes: ReadonlyMap<string, ShapeNode>;
  readonly totals: readonly CompiledTotal[];
}

const surfaceBits: Readonly<Record<Surface, number>> = { message: 1, modal: 2, home: 4 };
const everywhere: readonly Surface[] = ["message", "modal", "home"];

export function surfaceBit(surface: Surface): number {
  return surfaceBits[surface];
}

export const shapeByName: ReadonlyMap<string, Shape> = new Map(shapes.map((shape) => [shape.name, shape]));

/** Every `type` that the table knows, wherever it may stand. */
export const knownTypes: ReadonlySet<string> = new Set(
  shapes.flatMap((shape) => (shape.type === null ? [] : [shape.type ?? shape.name])).concat("plain_text", "mrkdwn"),
);

/** The table with the limits of a profile, as maps that a check walks along. */
export function compile(profile?: Profile): Compiled {
  const made = new Map<string, ShapeNode>();
  const toShape = (name: string): ShapeNode => {
    const known = made.get(name);
    if (known !== undefined) {
      return known;
    }
    const shape = shapeByName.get(name);
    if (shape === undefined) {
      throw new Error(`the table names the shape ${name} and has none`);
    }
    const node = compileShape(shape, (field, rule) => toNode(field, rule, { profile, toShape }));
    made.set(name, node);
    return node;
  };
  for (const shape of shapes) {
    toShape(shape.name);
  }
  return {
    shapes: made,
    totals: totals.map((total) => ({ ...total, ...limitOf(total.max, [total.rule], profile) })),
  };
}

function compileShape(shape: Shape, toField: (field: Field, rule: string) => Node): ShapeNode {
  const fields = new Map(
    Object.entries(shape.fields).map(([key, field]) => [key, toField(field, `${shape.name}.${key}`)]),
  );
  if (shape.type !== null && !fields.has("type")) {
    fields.set("type", typeNode);
  }
  const surfaceNames = shape.surfaces ?? everywhere;
  return {
    name: shape.name,
    fields,
    requiredCount: [...fields.values()].filter((node) => node.required).length,
    together: shape.together,
    surfaces: surfaceNames.reduce((bits, surface) => bits | surfaceBits[surface], 0),
    surfaceNames,
    surfaceFix: shape.surfaceFix ?? "drop",
    isOpen: shape.open === true,
    isRichText: shape.name === "rich_text",
    isApart: shape.apart === true,
    meter: totals.findIndex((total) => total.of === shape.meter),
    counters: totals.flatMap((total, index) =>
      Array.isArray(total.of) && total.of.includes(shape.name) ? [index] : [],
    ),
  };
}

interface Making {
  readonly profile: Profile | undefined;
  readonly toShape: (name: string) => ShapeNode;
}

function toNode(field: Field, rule: string, making: Making): Node {
  const { max = unlimited } = field as { max?: number };
  const limits = [
    `${rule}.${field.is === "list" ? "max_items" : "max_length"}`,
    field.is === "text" ? "text.max_length" : "",
  ];
  return {
    ...typeNode,
    ...field,
    rule,
    ...limitOf(max, limits, making.profile),
    inner: toInner(field, rule, making),
    parts: toParts(field, making),
  };
}

function toInner(field: Field, rule: string, making: Making): Node | undefined {
  if (field.is === "list") {
    return toNode(field.of, field.itemName === undefined ? rule : `${rule}.${field.itemName}`, making);
  }
  return field.is === "part" && field.text !== undefined ? toNode(field.text, rule, making) : undefined;
}

function toParts(field: Field, { toShape }: Making): ReadonlyMap<string, ShapeNode> | undefined {
  if (field.is === "object") {
    return new Map([["", toShape(field.shape)]]);
  }
  if (field.is !== "part") {
    return undefined;
  }
  const byType = new Map(field.shapes.map((name) => [shapeByName.get(name)?.type ?? name, toShape(name)]));
  return field.untyped === undefined ? byType : byType.set("", toShape(field.untyped));
}

function limitOf(max: number, rules: readonly string[], profile: Profile | undefined) {
  const limits = rules.map((rule) => profile?.limits[rule]).filter((limit) => limit !== undefined);
  const strictest = Math.min(...limits);
  return strictest < max ? { max: strictest, profile: profile?.name } : { max, profile: undefined };
}

const unlimited = Number.POSITIVE_INFINITY;

/** Every key of every kind of field, in one order, so that the engine sees one kind of object. */
const typeNode: Node & Readonly<Record<string, unknown>> = {
  is: "type",
  rule: "",
  required: undefined,
  min: 0,
  max: unlimited,
  advised: unlimited,
  fix: undefined,
  fixEmpty: undefined,
  values: undefined,
  pattern: undefined,
  form: undefined,
  shown: undefined,
  unique: undefined,
  once: undefined,
  integer: undefined,
  nullable: undefined,
  types: undefined,
  of: undefined,
  itemName: undefined,
  shapes: undefined,
  shape: undefined,
  text: undefined,
  untyped: undefined,
  inner: undefined,
  parts: undefined,
  profile: undefined,
};

/** How many blocks a message takes. */
export function findBlockLimit(compiled: Compiled): number {
  return compiled.shapes.get("message")?.fields.get("blocks")?.max ?? 0;
}
