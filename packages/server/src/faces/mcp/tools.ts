import type { Tool } from "@modelcontextprotocol/sdk/types.js";
import type { Operation } from "../../operations/define-operation.ts";
import { inputFields, inputJsonSchema, type JsonSchema } from "../../operations/input-fields.ts";

/** One tool of an agent: a task, and the operations that belong to it. */
export interface AgentToolGroup {
  readonly name: string;
  readonly operations: readonly [Operation, ...Operation[]];
}

/** In the order of the catalogue; operations that agents do not get are left out. */
export function groupTools(operations: readonly Operation[]): readonly AgentToolGroup[] {
  const groups = new Map<string, [Operation, ...Operation[]]>();
  for (const operation of operations) {
    const name = toolOf(operation);
    if (name === undefined) continue;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [operation]);
    else group.push(operation);
  }
  return [...groups].map(([name, group]) => ({ name, operations: group }));
}

export function toolOf({ agents }: Operation): string | undefined {
  return "tool" in agents ? agents.tool : undefined;
}

/** The tool as it is listed: one flat schema, as not every client understands alternatives. */
export function describeTool(group: AgentToolGroup): Tool {
  const readOnly = group.operations.every(({ kind }) => kind === "query");
  return {
    name: group.name,
    description: group.operations.map(describeOperation).join("\n"),
    inputSchema: {
      type: "object",
      properties: { ...chooser(group), ...mergeProperties(group.operations), ...(readOnly ? FULL : {}) },
      required: requiredOf(group),
      additionalProperties: false,
    },
    annotations: {
      readOnlyHint: readOnly,
      destructiveHint: !readOnly && group.name === "remedy",
      openWorldHint: false,
    },
  };
}

const FULL = { full: { type: "boolean", description: "Answer whole, however long" } } as const;

function describeOperation(operation: Operation): string {
  const fields = inputFields(operation).map(({ name, required }) => (required ? name : `${name}?`));
  return `${operation.name}(${fields.join(", ")}): ${operation.summary}. Needs: ${operation.authority}.`;
}

function chooser({ operations }: AgentToolGroup): Readonly<Record<string, JsonSchema>> {
  if (operations.length === 1) return {};
  return { operation: { type: "string", enum: operations.map(({ name }) => name) } };
}

function requiredOf({ operations }: AgentToolGroup): string[] {
  return operations.length === 1 ? [...inputJsonSchema(operations[0]).required] : ["operation"];
}

function mergeProperties(operations: readonly Operation[]): Readonly<Record<string, JsonSchema>> {
  const merged: Record<string, JsonSchema> = {};
  for (const operation of operations) {
    for (const [name, schema] of Object.entries(inputJsonSchema(operation).properties)) {
      merged[name] = mergeSchema(merged[name], schema);
    }
  }
  return merged;
}

/** Two operations may give a field of one name different bounds; the server holds each to its own. */
function mergeSchema(known: JsonSchema | undefined, schema: JsonSchema): JsonSchema {
  if (known === undefined || JSON.stringify(known) === JSON.stringify(schema)) return schema;
  if (known.type !== schema.type) return { anyOf: [known, schema] };
  const { type, description = schema.description } = known;
  return { ...(type === undefined ? {} : { type }), ...(description === undefined ? {} : { description }) };
}
