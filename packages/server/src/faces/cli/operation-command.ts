import { Argument, Command, Option } from "commander";
import type { Operation } from "../../operations/define-operation.ts";
import { type InputField, inputFields, readFieldTexts } from "../../operations/input-fields.ts";
import { ALIASES } from "./aliases.ts";

/** What a command is about stands first, without a name. */
const POSITIONAL: readonly string[] = ["incidentId", "botId"];

/** An operation as a sub-command; `act` gets the input as the operation takes it. */
export function operationCommand(
  operation: Operation,
  act: (input: Readonly<Record<string, unknown>>) => Promise<void>,
): Command {
  const fields = inputFields(operation);
  const positional = fields.filter(isPositional);
  const command = new Command(operation.name)
    .summary(operation.summary)
    .description(`${operation.summary}. Needs the authority to ${operation.authority}.`);
  const alias = ALIASES[operation.name];
  if (alias !== undefined) command.alias(alias);
  for (const field of positional) command.addArgument(toArgument(field));
  for (const field of fields.filter((other) => !isPositional(other))) command.addOption(toOption(field));
  return command.action((...given: unknown[]) => {
    const values: Readonly<Record<string, unknown>> = {
      ...command.opts(),
      ...Object.fromEntries(positional.map(({ name }, index) => [name, given[index]])),
    };
    return act(readInput(fields, values));
  });
}

function isPositional({ name }: InputField): boolean {
  return POSITIONAL.includes(name);
}

function toArgument({ name, required, description = "" }: InputField): Argument {
  return new Argument(required ? `<${name}>` : `[${name}]`, description);
}

function toOption(field: InputField): Option {
  const { kind, name, required, choices } = field;
  const value = kind === "boolean" ? "" : ` <${valueName(field)}>`;
  const option = new Option(`${optionName(name)}${value}`, describe(field));
  if (choices !== undefined) option.choices(choices);
  if (kind === "list") option.argParser<string[]>((text, earlier = []) => [...earlier, text]);
  return option.makeOptionMandatory(required);
}

function describe({ kind, description = "" }: InputField): string {
  return kind === "list" ? `${description} (again for each further one)`.trim() : description;
}

function valueName({ kind, items, name }: InputField): string {
  const written = kind === "list" ? items : kind;
  return written === "json" ? "json" : toKebab(name).replace(/^.*-/, "");
}

function optionName(name: string): string {
  return `--${toKebab(name)}`;
}

function toKebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function readInput(
  fields: readonly InputField[],
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const given = fields.filter(({ name }) => values[name] !== undefined);
  return Object.fromEntries(given.map((field) => [field.name, readValue(field, values[field.name])]));
}

function readValue(field: InputField, value: unknown): unknown {
  if (typeof value === "boolean") return value;
  return readFieldTexts(field, Array.isArray(value) ? value.map(String) : [String(value)]);
}

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
