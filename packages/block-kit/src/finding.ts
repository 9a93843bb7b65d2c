import type { Fix } from "./rules/field.ts";

/** The kinds of rules: the last word of every rule's name. */
export type Constraint =
  | "required"
  | "type"
  | "unknown_key"
  | "unknown_type"
  | "unsupported"
  | "surface"
  | "text_type"
  | "min_length"
  | "max_length"
  | "advised_length"
  | "enum"
  | "format"
  | "min_items"
  | "max_items"
  | "advised_items"
  | "min"
  | "max"
  | "unique"
  | "once"
  | "conflict"
  | "not_offered"
  | "needs"
  | "order"
  | "even"
  | "plain_header"
  | "points"
  | "advised";

export type Path = readonly (string | number)[];

/** What a check found, before it is put into words: enough for the words and for the repair. */
export interface Finding {
  readonly rule: string;
  readonly constraint: Constraint;
  /** Where Slack would point to. */
  readonly path: Path;
  readonly fix: Fix;
  readonly limit?: number;
  readonly actual?: number;
  /** The key or the type that it is about. */
  readonly key?: string | undefined;
  /** The JSON type wanted, the values or types allowed, or the keys that are at odds. */
  readonly wanted?: readonly string[];
  /** The types of a text object that fit where none is. */
  readonly textTypes?: readonly string[] | undefined;
  /** The profile whose limit it is, if not Slack's. */
  readonly profile?: string | undefined;
  readonly isWarning?: boolean;
}
