import { ALIASES } from "./aliases.ts";
import type { Operation } from "./define-operation.ts";
import { type InputField, inputFields } from "./input-fields.ts";

/** What a command is about stands first, without a name. */
const POSITIONAL: readonly string[] = ["incidentId", "botId"];

/** The command that does an operation on the input that is known, ready to copy; what is missing stands in capitals. */
export function writeCommandLine(operation: Operation, known: Readonly<Record<string, unknown>>): string {
  const words = inputFields(operation).flatMap((field) => {
    const value = known[field.name];
    if (value === undefined && !field.required) return [];
    return writeField(field, value ?? field.name.toUpperCase());
  });
  return ["allclear", ALIASES[operation.name] ?? operation.name, ...words].join(" ");
}

function writeField(field: InputField, value: unknown): readonly string[] {
  if (isPositional(field)) return [quote(value)];
  const option = optionName(field.name);
  if (typeof value === "boolean") return value ? [option] : [];
  const values = field.kind === "list" && Array.isArray(value) ? value : [value];
  return values.flatMap((item) => [option, quote(item)]);
}

function quote(value: unknown): string {
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

export function isPositional({ name }: InputField): boolean {
  return POSITIONAL.includes(name);
}

export function optionName(name: string): string {
  return `--${toKebab(name)}`;
}

export function toKebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
