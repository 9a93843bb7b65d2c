import type { Surface } from "../problem.ts";

/** What `repair` does about a broken rule. */
export type Fix =
  /** Remove the key. */
  | "strip"
  /** Remove the part; what needs it falls with it. */
  | "drop"
  /** End the text with an ellipsis. */
  | "truncate"
  /** Keep the beginning, without an ellipsis: for identifiers. */
  | "cut"
  /** Continue in a block of the same type after this one. */
  | "split"
  /** Continue in a further message; where that may not be, cut. */
  | "split-message"
  /** Write the same thing in the form that Slack wants, or remove it. */
  | "coerce"
  /** Take the nearest number that is allowed. */
  | "clamp"
  /** One space, where Slack wants a cell but no content is there. */
  | "blank"
  /** Make the identifier unique by a number at its end. */
  | "suffix"
  /** Show the text as a section. */
  | "section"
  /** Nothing can be done without inventing content. */
  | "none";

interface About {
  readonly required?: true;
}

/** Lengths are in characters as Slack counts them, code points; `max` is the greatest that passes. */
export interface StringField extends About {
  readonly is: "string";
  readonly min: number;
  readonly max: number;
  /** Longer draws a warning. */
  readonly advised?: number;
  readonly values?: readonly string[];
  readonly pattern?: RegExp;
  /** The pattern in words. */
  readonly form?: string;
  /** Whether no other part of the payload may have the same value under this key. */
  readonly unique?: true;
  /** Whether a person reads it, so that it counts into the text of the whole message. */
  readonly shown?: true;
  readonly fix?: Fix;
  /** What to do with the empty string. */
  readonly fixMin?: Fix;
}

export interface NumberField extends About {
  readonly is: "number";
  readonly min: number;
  readonly max: number;
  readonly integer?: boolean;
  /** What to do with what is below the least. */
  readonly fixMin?: Fix;
}

export interface FlagField extends About {
  readonly is: "flag";
  /** Whether it may be true only once in the payload. */
  readonly once?: true;
}

/** A text object. */
export interface TextField extends About {
  readonly is: "text";
  readonly types: readonly ("plain_text" | "mrkdwn")[];
  readonly min: number;
  readonly max: number;
  readonly advised?: number;
  readonly fix?: Fix;
}

export interface ListField extends About {
  readonly is: "list";
  readonly of: Field;
  readonly min: number;
  readonly max: number;
  readonly advised?: number;
  readonly fix?: Fix;
  /** What rules call an item, where it has limits of the same kind as the list. */
  readonly itemName?: string;
  /** The key that may not have the same value in two items. */
  readonly unique?: string;
  readonly nullable?: true;
}

/** An object that says in `type` what it is. */
export interface PartField extends About {
  readonly is: "part";
  /** Names of shapes. */
  readonly shapes: readonly string[];
  /** Text objects that are allowed among them. */
  readonly text?: TextField;
  /** The shape of an object without `type`. */
  readonly untyped?: string;
}

/** An object without `type`. */
export interface ObjectField extends About {
  readonly is: "object";
  readonly shape: string;
}

/** Something that only Slack can judge. */
export interface OpenField extends About {
  readonly is: "open";
}

export type Field = StringField | NumberField | FlagField | TextField | ListField | PartField | ObjectField | OpenField;

/** Rules over several fields of one object, most by the constraint that they report, with the keys that they are about. */
export interface Together {
  /** At least one of these. */
  readonly required?: readonly string[];
  /** Not both of these. */
  readonly conflict?: readonly [string, string];
  /** Better all of these. */
  readonly advised?: readonly string[];
  /** Options under this key are among those that are offered. */
  readonly not_offered?: readonly [string];
  /** The first only together with the second. */
  readonly needs?: readonly [string, string];
  /** The first is not greater than the second. */
  readonly order?: readonly [low: string, high: string];
  /** The lists in this list are as long as the first of them. */
  readonly even?: readonly [string];
  /** The first list in this list has no rich text. */
  readonly plain_header?: readonly [string];
  /** Every series of this list has exactly one point for each category. */
  readonly points?: readonly [string];
  /** The first where a block of the second type is in the list. */
  readonly needed_by?: readonly [key: string, list: string, type: string];
  /** The first is not true where the part under the second is of the third type. */
  readonly not_with?: readonly [flag: string, part: string, type: string];
}

/** What the texts in a shape count towards; a message has a limit for each. */
export type Meter = "text" | "markdown" | "table" | "data_table";

export interface Shape {
  readonly name: string;
  /** The value of `type`, if other than the name; null where the object has none. */
  readonly type?: string | null;
  /** Where alone it may stand, if not everywhere. */
  readonly surfaces?: readonly Surface[];
  readonly surfaceFix?: Fix;
  readonly fields: Readonly<Record<string, Field>>;
  readonly together?: Together;
  readonly meter?: Meter;
  /** Keys that a continuation takes along when the shape is split. */
  readonly carries?: readonly string[];
  /** Keys that are shown after what is split, so that they go with its end. */
  readonly trails?: readonly string[];
  /** The list whose first item is repeated in a continuation. */
  readonly repeats?: string;
  /** Whether keys beside these are none of our business: the payload is more than blocks. */
  readonly open?: true;
  /** Whether its texts and tables do not count towards those of the message. */
  readonly apart?: true;
}

type Extra<Kind> = Partial<Omit<Kind, "is">>;
type Fields = Shape["fields"];
type More = Omit<Shape, "name" | "fields">;

/** An object without `type`. */
export function untyped(name: string, fields: Fields, more?: More): Shape {
  return { name, type: null, fields, ...more };
}

/** An object that says in `type` what it is. */
export function typed(name: string, fields: Fields, more?: More): Shape {
  return { name, fields, ...more };
}

export function block(name: string, fields: Fields, more?: More): Shape {
  return { name, fields: { block_id: blockId, ...fields }, ...more };
}

/** Exactly one of two keys. */
export function oneKey(...keys: readonly [string, string]): Together {
  return { required: keys, conflict: keys };
}

export const unlimited = Number.POSITIVE_INFINITY;
export const required = { required: true } as const;
export const mayBeEmpty = { min: 0 } as const;

/** A string that a person reads. */
export function shown(max: number, extra?: Extra<StringField>): StringField {
  return { is: "string", min: 1, max, shown: true, ...extra };
}

/** A string for machines: half of it would be wrong, so what is too long goes. */
export function opaque(max: number, extra?: Extra<StringField>): StringField {
  return { is: "string", min: 1, max, fix: "drop", ...extra };
}

/** One of some words. */
export function oneOf(values: string, extra?: Extra<StringField>): StringField {
  return { is: "string", min: 0, max: unlimited, values: values.split(" "), ...extra };
}

export function number(min: number, max: number, extra?: Extra<NumberField>): NumberField {
  return { is: "number", min, max, integer: true, ...extra };
}

export function text(max: number, extra?: Extra<TextField>): TextField {
  return { is: "text", types: ["plain_text", "mrkdwn"], min: 1, max, ...extra };
}

export function plain(max: number, extra?: Extra<TextField>): TextField {
  return text(max, { ...extra, types: ["plain_text"] });
}

export function list(of: Field, range: readonly [number, number], extra?: Extra<ListField>): ListField {
  return { is: "list", of, min: range[0], max: range[1], ...extra };
}

/** One of some shapes. */
export function part(shapes: string, extra?: Extra<PartField>): PartField {
  return { is: "part", shapes: shapes.split(" "), ...extra };
}

export function object(shape: string, extra?: Extra<ObjectField>): ObjectField {
  return { is: "object", shape, ...extra };
}

export const flag: FlagField = { is: "flag" };
export const open: OpenField = { is: "open" };

/** docs.slack.dev, every block: 255 characters. An empty one counts as a value. */
const blockId = opaque(255, { unique: true, fixMin: "strip" });
/** Handlers are found by it, often by its beginning, so it is shortened and not dropped. */
export const actionId: StringField = opaque(255, { fix: "cut" });
export const id = opaque(255);
export const url = opaque(3000);
