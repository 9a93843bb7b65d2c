import type { Profile, Surface } from "./problem.ts";
import {
  type Field,
  type Fix,
  flag,
  type ListField,
  type ObjectField,
  type PartField,
  required,
  type Shape,
  type Together,
  unlimited,
} from "./rules/field.ts";
import { shapes } from "./rules/shapes.ts";
import { type Total, totals } from "./rules/totals.ts";

/** A field of the table, ready for checking: what its row says, and where to go on. One form for all kinds keeps the check fast. */
export class Node {
  readonly is: Field["is"] = "open";
  /** The beginning of the names of its rules, such as `section.text`. */
  readonly rule: string = "";
  readonly required?: boolean;
  readonly min: number = -unlimited;
  readonly max: number = unlimited;
  readonly advised: number = unlimited;
  readonly fix?: Fix;
  readonly fixMin?: Fix;
  readonly values?: readonly string[];
  readonly pattern?: RegExp;
  readonly form?: string;
  readonly shown?: boolean;
  readonly unique?: string | boolean;
  readonly once?: boolean;
  readonly integer?: boolean;
  readonly nullable?: boolean;
  /** Of a text object, or of those among parts. */
  readonly types?: readonly string[];
  /** The `type` of what has none. */
  readonly untyped?: string;
  /** The items of a list. */
  readonly items?: Node;
  /** What it may be, by `type`. */
  readonly parts?: ReadonlyMap<unknown, ShapeNode>;
  /** The profile that set `max`. */
  readonly profile?: string | undefined;
}

export interface ShapeNode {
  /** Its name: the beginning of the names of its rules. */
  readonly rule: string;
  readonly type: string | null;
  /** Whether its `type` was judged when it was found to be this shape. */
  readonly isTyped: boolean;
  readonly fields: Map<string, Node>;
  readonly requiredCount: number;
  readonly together: Together | undefined;
  readonly surfaces: readonly Surface[] | undefined;
  readonly surfaceFix: Fix | undefined;
  readonly isOpen: boolean;
  readonly isApart: boolean;
  /** Which of the totals its texts count towards, or -1 for that of the parent. */
  readonly meter: number;
  /** Which of the totals counts it, or -1. */
  readonly counter: number;
}

export interface Compiled {
  readonly shapes: ReadonlyMap<string, ShapeNode>;
  readonly totals: readonly (Total & Pick<Node, "profile">)[];
}

export const shapeByName: ReadonlyMap<string, Shape> = new Map(shapes.map((shape) => [shape.name, shape]));

/** Every `type` that the table knows, wherever it may stand. */
export const knownTypes: ReadonlySet<unknown> = new Set([
  ...shapes.flatMap(({ name, type = name }) => type ?? []),
  "plain_text",
  "mrkdwn",
]);

/** The table with the limits of a profile, as maps that a check walks along. */
export function compile(profile: Profile): Compiled {
  const made = new Map(shapes.map((shape) => [shape.name, toShapeNode(shape)]));
  for (const { name, fields } of shapes) {
    for (const [key, field] of Object.entries(fields)) {
      made.get(name)?.fields.set(key, toNode(field, `${name}.${key}`, { made, profile }));
    }
  }
  return {
    shapes: made,
    totals: totals.map((total) => ({ ...total, ...limitOf(total.max, [total.rule], profile) })),
  };
}

function toShapeNode({ name, type = name, fields, ...shape }: Shape): ShapeNode {
  return {
    rule: name,
    type,
    isTyped: type !== null && fields.type === undefined,
    fields: new Map(),
    requiredCount: Object.values(fields).filter((field) => field.required).length,
    together: shape.together,
    surfaces: shape.surfaces,
    surfaceFix: shape.surfaceFix,
    isOpen: shape.open === true,
    isApart: shape.apart === true,
    meter: totals.findIndex(({ of }) => of === shape.meter),
    counter: totals.findIndex(({ of }) => Array.isArray(of) && of.includes(name)),
  };
}

/** What rows say of where to go on. */
type Row = Field &
  Partial<Pick<ListField, "of" | "itemName"> & Pick<PartField, "shapes" | "text"> & Pick<ObjectField, "shape">>;

interface Making {
  readonly made: ReadonlyMap<string, ShapeNode>;
  readonly profile: Profile;
}

function toNode(field: Field, rule: string, making: Making): Node {
  const { of, itemName, shape = "", shapes: names = [shape], text, ...row }: Row = field;
  const node: Node = Object.assign(new Node(), text, row, { rule });
  const limits = [`${rule}.max_${of ? "items" : "length"}`, node.types ? "text.max_length" : ""];
  Object.assign(node, limitOf(node.max, limits, making.profile));
  const parts = names.flatMap((name) => making.made.get(name) ?? []).concat(toTextShapes(node));
  return Object.assign(node, {
    items: of && toNode(of, itemName === undefined ? rule : `${rule}.${itemName}`, making),
    parts: parts.length > 0 ? new Map(parts.map((part) => [part.type, part])) : undefined,
  });
}

/** Text objects of the types that a field takes. */
function toTextShapes(node: Node): readonly ShapeNode[] {
  const { rule, types = [] } = node;
  return types.map((type) => {
    const key = type === "mrkdwn" ? "verbatim" : "emoji";
    const shape = toShapeNode({ name: rule, type, fields: { text: { ...flag, ...required } } });
    shape.fields.set("text", Object.assign(new Node(), node, { is: "string", shown: true, required: true }));
    shape.fields.set(key, Object.assign(new Node(), flag, { rule: `${rule}.${key}` }));
    return shape;
  });
}

/** The strictest of the limits that a profile has for a rule, if it is stricter than Slack's. */
function limitOf(max: number, rules: readonly string[], profile: Profile): Pick<Node, "max" | "profile"> {
  const strictest = Math.min(...rules.map((rule) => profile.limits[rule] ?? unlimited));
  return strictest < max ? { max: strictest, profile: profile.name } : { max };
}

/** How many blocks a message takes. */
export function findBlockLimit(compiled: Compiled): number {
  return compiled.shapes.get("message")?.fields.get("blocks")?.max ?? 0;
}
