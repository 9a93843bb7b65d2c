import type { OpenAPIHono, RouteConfig } from "@hono/zod-openapi";
import { z } from "zod";
import { commandAnswerSchema } from "../../operations/command-answer.ts";
import type { Operation } from "../../operations/define-operation.ts";
import { inputJsonSchema } from "../../operations/input-fields.ts";
import { neededRole } from "../../operations/needed-role.ts";

type Schema = Exclude<NonNullable<ReturnType<OpenAPIHono["getOpenAPI31Document"]>["components"]>["schemas"], undefined>;
type SchemaObject = Extract<Schema[string], { type?: unknown }>;
type Responses = RouteConfig["responses"];

/** Every operation's. */
const ERRORS = {
  400: "The input is wrong; the message names what",
  401: "No key, or an unknown one",
  500: "A defect of Allclear",
} as const;
const FORBIDDEN = { 403: "The key's role may not do this; the message names the role that may" } as const;
const NOT_FOUND = { 404: "There is no such incident, bot or text" } as const;
/** Only what changes something has a body, and can be refused. */
const OF_CHANGES = {
  409: "The rules refuse it as things stand, and `reason` says why in one word; or the Idempotency-Key was used for another request",
  413: "The body is too large",
  415: "The body is not JSON",
} as const;

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
    ...(operation.kind === "query"
      ? {}
      : { request: { body: jsonBody(toSchema({ ...inputJsonSchema(operation), additionalProperties: false })) } }),
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
  description:
    "The second request with a key gets the first one's answer and changes nothing. A key that was used for another input is refused. Keys are counted for each caller, operation and incident or bot",
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
  const errors = Object.entries(errorsOf(operation)).map(([status, description]) => [status, failure(description)]);
  return {
    200: { description: operation.summary, ...jsonBody(answer) },
    ...Object.fromEntries(errors),
    503: { ...failure("The store cannot be reached"), headers: RETRY_AFTER },
  };
}

const RETRY_AFTER = {
  "Retry-After": { description: "Seconds after which to try again", schema: { type: "integer", minimum: 1 } },
} as const;

function failure(description: string) {
  return { description, ...jsonBody({ $ref: "#/components/schemas/Error" }) };
}

/** Every role may look, and what need not be named is never missing. */
function errorsOf(operation: Operation): Readonly<Record<string, string>> {
  return {
    ...ERRORS,
    ...(operation.authority === "view" ? {} : FORBIDDEN),
    ...(inputJsonSchema(operation).required.length === 0 ? {} : NOT_FOUND),
    ...(operation.kind === "query" ? {} : OF_CHANGES),
  };
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
