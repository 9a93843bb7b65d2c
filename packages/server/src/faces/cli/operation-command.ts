import { Argument, Command, Option } from "commander";
import { ALIASES } from "../../operations/aliases.ts";
import type { Operation } from "../../operations/define-operation.ts";
import { type InputField, inputFields, readFieldTexts } from "../../operations/input-fields.ts";
import { isPositional, optionName, toKebab } from "../../operations/write-command-line.ts";

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
