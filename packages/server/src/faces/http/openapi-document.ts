import type { OpenAPIHono, RouteConfig } from "@hono/zod-openapi";
import { z } from "zod";
import { commandAnswerSchema } from "../../operations/command-answer.ts";
import type { Operation } from "../../operations/define-operation.ts";
import { inputJsonSchema } from "../../operations/input-fields.ts";
import { neededRole } from "../../operations/needed-role.ts";

type Schema = Exclude<NonNullable<ReturnType<OpenAPIHono["getOpenAPI31Document"]>["components"]>["schemas"], undefined>;
type SchemaObject = Extract<Schema[string], { type?: unknown }>;
type Responses = RouteConfig["responses"];

const ERRORS: Readonly<Record<string, string>> = {
  400: "The input is wrong; the message names what",
  401: "No key, or an unknown one",
  403: "The key's role may not do this; the message names the role that may",
  404: "There is no such incident or bot",
  409: "The rules refuse it as things stand; `reason` says why in one word",
  413: "The body is too large",
  415: "The body is not JSON",
  500: "A defect of Allclear",
  503: "The store cannot be reached; see Retry-After",
};

/** Adds an operation's path to the document: the same list of operations is behind the routes. */
export function describeOperation(app: OpenAPIHono, operation: Operation): void {
  app.openAPIRegistry.registerPath({
    method: operation.kind === "query" ? "get" : "post",
    path: operationPath(operation),
    operationId: operation.name,
    summary: operation.summary,
    description: `Needs the authority \`${operation.authority}\`: role ${neededRole(operation)} or above.`,
    tags: [operation.kind],
    security: [{ key: [] }],
    ...(operation.kind === "query" ? {} : { request: { body: jsonBody(toSchema(inputJsonSchema(operation))) } }),
    parameters: operation.kind === "query" ? queryParameters(operation) : [IDEMPOTENCY],
    responses: responsesOf(operation),
  });
}

export function operationPath({ name }: Operation): string {
  return `/v1/${name}`;
}

/** Schemas that many paths share, and how callers prove who they are. */
export function describeShared(app: OpenAPIHono): void {
  app.openAPIRegistry.registerComponent("schemas", "CommandAnswer", outputSchema(commandAnswerSchema));
  app.openAPIRegistry.registerComponent("schemas", "Error", outputSchema(errorSchema));
  app.openAPIRegistry.registerComponent("securitySchemes", "key", { type: "http", scheme: "bearer" });
}

const errorSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    reason: z.string().optional(),
    nextSteps: z.array(z.string()).optional(),
  }),
});

const IDEMPOTENCY = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "The second request with a key gets the first one's answer and changes nothing",
  schema: { type: "string", minLength: 1, maxLength: 200 },
} as const;

function queryParameters(operation: Operation): NonNullable<RouteConfig["parameters"]> {
  const { properties, required } = inputJsonSchema(operation);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query" as const,
    required: required.includes(name),
    ...(schema.description === undefined ? {} : { description: schema.description }),
    schema: toSchema(schema),
  }));
}

function responsesOf(operation: Operation): Responses {
  const answer =
    operation.kind === "query" ? outputSchema(operation.output) : { $ref: "#/components/schemas/CommandAnswer" };
  const errors = Object.entries(ERRORS).map(([status, description]) => [
    status,
    { description, ...jsonBody({ $ref: "#/components/schemas/Error" }) },
  ]);
  return { 200: { description: operation.summary, ...jsonBody(answer) }, ...Object.fromEntries(errors) };
}

function jsonBody(schema: SchemaObject | { $ref: string }) {
  return { content: { "application/json": { schema } } };
}

function outputSchema(schema: z.ZodType): SchemaObject {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: "output", unrepresentable: "any" });
  return toSchema(described);
}

/** OpenAPI 3.1 takes JSON Schema 2020-12 as it is; the two libraries only type it differently. */
function toSchema(schema: object): SchemaObject {
  return schema as SchemaObject;
}
