import { z } from "zod";
import type { Operation } from "./define-operation.ts";
import { OperationError } from "./operation-error.ts";

/** One field of an operation's input, for faces whose callers write text: options and query strings. */
export interface InputField {
  readonly name: string;
  /** `json`: anything with an inner shape, written as JSON. `list`: given once for each item. */
  readonly kind: FieldKind;
  /** Kind of the items, for a list. */
  readonly items?: Exclude<FieldKind, "list">;
  readonly required: boolean;
  readonly choices?: readonly string[];
  readonly description?: string;
}

type FieldKind = "text" | "number" | "boolean" | "list" | "json";

/** The input as JSON Schema (draft 2020-12), as a caller writes it. */
export function inputJsonSchema(operation: Operation): ObjectSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(operation.input, { io: "input", unrepresentable: "any" });
  return { ...schema, type: "object", properties: toProperties(schema.properties), required: schema.required ?? [] };
}

export interface ObjectSchema {
  readonly type: "object";
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
}

export type JsonSchema = z.core.JSONSchema.JSONSchema;

function toProperties(properties: z.core.JSONSchema.JSONSchema["properties"]): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(
    Object.entries(properties ?? {}).map(([name, schema]) => [name, typeof schema === "boolean" ? {} : schema]),
  );
}

export function inputFields(operation: Operation): readonly InputField[] {
  const { properties, required } = inputJsonSchema(operation);
  return Object.entries(properties).map(([name, schema]) => toField(name, schema, required.includes(name)));
}

function toField(name: string, schema: JsonSchema, required: boolean): InputField {
  const kind = kindOf(schema);
  const items = kind === "list" ? itemsOf(schema) : undefined;
  const choices = schema.enum?.filter((choice) => typeof choice === "string");
  return {
    name,
    kind,
    required,
    ...(items === undefined ? {} : { items }),
    ...(choices === undefined ? {} : { choices }),
    ...(schema.description === undefined ? {} : { description: schema.description }),
  };
}

function kindOf({ type }: JsonSchema): FieldKind {
  switch (type) {
    case "string":
      return "text";
    case "number":
    case "integer":
      return "number";
    case "boolean":
      return "boolean";
    case "array":
      return "list";
    default:
      return "json";
  }
}

function itemsOf({ items }: JsonSchema): Exclude<FieldKind, "list"> {
  const kind = typeof items === "object" && !Array.isArray(items) ? kindOf(items) : "json";
  return kind === "list" ? "json" : kind;
}

/**
 * The value that the texts stand for. A text that is no such value stays as it is, so that the input's schema says what
 * is wrong with it; only broken JSON throws `OperationError`.
 */
export function readFieldTexts(field: InputField, texts: readonly string[]): unknown {
  if (field.kind === "list") return texts.map((text) => readText(field, field.items ?? "text", text));
  if (texts.length > 1) throw new OperationError("invalid-input", `${field.name} is given more than once`);
  return readText(field, field.kind, texts[0] ?? "");
}

function readText(field: InputField, kind: FieldKind, text: string): unknown {
  if (kind === "number") return text.trim() === "" || !Number.isFinite(Number(text)) ? text : Number(text);
  if (kind === "boolean" && (text === "true" || text === "false")) return text === "true";
  return kind === "json" ? readJson(field, text) : text;
}

function readJson({ name }: InputField, text: string): unknown {
  const parsed = parseJson(text);
  if (parsed.ok) return parsed.value;
  throw new OperationError("invalid-input", `${name} must be JSON, such as {"kind":"…"}`);
}

type ParsedJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

export function parseJson(text: string): ParsedJson {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

/** A key that the input does not have is most often a spelling mistake, and must not be dropped in silence. */
export function refuseUnknownFields(operation: Operation, names: readonly string[]): void {
  const known = Object.keys(operation.input.shape);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const takes = known.length === 0 ? "no input" : known.join(", ");
  throw new OperationError("invalid-input", `${operation.name} does not know ${unknown.join(", ")}; it takes ${takes}`);
}
