import type { Profile, Surface } from "./problem.ts";
import type { Field, Fix, Shape, Together } from "./rules/field.ts";
import { shapes } from "./rules/shapes.ts";
import { type Total, totals } from "./rules/totals.ts";

/** A field of the table, ready for checking. One form for all kinds keeps the check fast. */
export interface Node {
  readonly is: Field["is"] | "type";
  /** The beginning of the names of its rules, such as `section.text`. */
  readonly rule: string;
  readonly required: boolean;
  readonly min: number;
  readonly max: number;
  readonly advised: number;
  readonly fix: Fix | undefined;
  readonly fixEmpty: Fix | undefined;
  readonly values: readonly string[] | undefined;
  readonly pattern: RegExp | undefined;
  readonly form: string;
  readonly isShown: boolean;
  readonly isUnique: boolean;
  readonly isInteger: boolean;
  readonly isNullable: boolean;
  /** The types of a text object. */
  readonly textTypes: readonly string[] | undefined;
  readonly uniqueKey: string | undefined;
  /** The items of a list, or the text objects among parts. */
  readonly inner: Node | undefined;
  /** By `type`; under the empty string what has no `type`. */
  readonly shapes: ReadonlyMap<string, ShapeNode> | undefined;
  readonly tolerated: readonly string[] | undefined;
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
  const node = {
    ...typeNode,
    ...plainly(field),
    rule,
    required: field.required === true,
    fix: undefined,
    ...fixesOf(field),
  };
  switch (field.is) {
    case "string":
      return { ...node, ...limitOf(field.max, [`${rule}.max_length`], making.profile) };
    case "text":
      return { ...node, ...limitOf(field.max, [`${rule}.max_length`, "text.max_length"], making.profile) };
    case "list":
      return {
        ...node,
        ...limitOf(field.max, [`${rule}.max_items`], making.profile),
        inner: toNode(field.of, field.itemName === undefined ? rule : `${rule}.${field.itemName}`, making),
      };
    case "part":
      return {
        ...node,
        shapes: partShapes(field, making),
        inner: field.text === undefined ? undefined : toNode(field.text, rule, making),
      };
    case "object":
      return { ...node, shapes: new Map([["", making.toShape(field.shape)]]) };
    default:
      return node;
  }
}

function plainly(field: Field): Partial<Node> & { readonly is: Field["is"] } {
  const { is } = field;
  switch (is) {
    case "string":
      return {
        is,
        min: field.min,
        advised: field.advised ?? Number.POSITIVE_INFINITY,
        values: field.values,
        pattern: field.pattern,
        form: field.form ?? "",
        isShown: field.shown === true,
        isUnique: field.unique === true,
      };
    case "number":
      return { is, min: field.min, max: field.max, isInteger: field.integer === true };
    case "flag":
      return { is, isUnique: field.once === true };
    case "text":
      return { is, min: field.min, advised: field.advised ?? Number.POSITIVE_INFINITY, textTypes: field.types };
    case "list":
      return {
        is,
        min: field.min,
        advised: field.advised ?? Number.POSITIVE_INFINITY,
        uniqueKey: field.unique,
        isNullable: field.nullable === true,
      };
    case "part":
      return { is, tolerated: field.tolerated };
    default:
      return { is };
  }
}

function fixesOf(field: Field): { fix?: Fix | undefined; fixEmpty?: Fix | undefined } {
  switch (field.is) {
    case "string":
      return { fix: field.fix, fixEmpty: field.fixEmpty };
    case "number":
    case "text":
    case "list":
      return { fix: field.fix };
    default:
      return {};
  }
}

function partShapes(field: Extract<Field, { is: "part" }>, { toShape }: Making): ReadonlyMap<string, ShapeNode> {
  const byType = new Map(field.shapes.map((name) => [shapeByName.get(name)?.type ?? name, toShape(name)]));
  if (field.untyped !== undefined) {
    byType.set("", toShape(field.untyped));
  }
  return byType;
}

function limitOf(max: number, rules: readonly string[], profile: Profile | undefined) {
  const limits = rules.map((rule) => profile?.limits[rule]).filter((limit) => limit !== undefined);
  const strictest = Math.min(...limits);
  return strictest < max ? { max: strictest, profile: profile?.name } : { max, profile: undefined };
}

const typeNode: Node = {
  is: "type",
  rule: "",
  required: false,
  min: 0,
  max: Number.POSITIVE_INFINITY,
  advised: Number.POSITIVE_INFINITY,
  fix: undefined,
  fixEmpty: undefined,
  values: undefined,
  pattern: undefined,
  form: "",
  isShown: false,
  isUnique: false,
  isInteger: false,
  isNullable: false,
  textTypes: undefined,
  uniqueKey: undefined,
  inner: undefined,
  shapes: undefined,
  tolerated: undefined,
  profile: undefined,
};

/** How many blocks a message takes. */
export function findBlockLimit(compiled: Compiled): number {
  return compiled.shapes.get("message")?.fields.get("blocks")?.max ?? 0;
}
