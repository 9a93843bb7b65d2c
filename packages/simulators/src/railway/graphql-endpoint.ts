import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from "graphql";
import type { Context } from "hono";
import { apiError, notAuthorized } from "./api-error.ts";
import { ApiRequest } from "./api-request.ts";
import { railwayMutations } from "./railway-mutations.ts";
import type { Access, RailwayPlatform } from "./railway-platform.ts";
import { railwayQueries } from "./railway-queries.ts";
import { buildRailwaySchema } from "./railway-schema.ts";
import { RateLimit } from "./rate-limit.ts";

interface GraphqlBody {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly operationName: string | undefined;
}

const schema = buildRailwaySchema();
const rootValue = { ...railwayQueries, ...railwayMutations };

/**
 * `POST /graphql/v2`. What a resolver refuses comes as HTTP 200 with `errors` and `data: null`; a document that does not
 * parse or fit the schema as HTTP 400 without `data`.
 */
export function createGraphqlEndpoint(platform: RailwayPlatform, requestsPerHour: number) {
  const rateLimit = new RateLimit(requestsPerHour);
  return async (context: Context): Promise<Response> => {
    const token = context.req.header("authorization") ?? context.req.header("project-access-token") ?? "";
    const budget = rateLimit.take(token);
    for (const [name, value] of Object.entries(budget.headers)) context.header(name, value);
    if (!budget.isAllowed) return context.json({ message: "Too Many Requests" }, 429);
    const body = readBody(await context.req.json().catch(() => undefined));
    if (body === undefined) return badRequest(context, "POST body missing or invalid.", "BAD_REQUEST");
    const document = parseDocument(body.query);
    if (document instanceof GraphQLError) return badRequest(context, document.message, "GRAPHQL_PARSE_FAILED");
    const [invalid] = validate(schema, document);
    if (invalid !== undefined) return badRequest(context, invalid.message, "GRAPHQL_VALIDATION_FAILED");
    const struck = await strike(context, platform, document);
    if (struck instanceof Response) return struck;
    return answer(context, { document, body, request: new ApiRequest(platform, accessOf(context, platform)), struck });
  };
}

async function answer(
  context: Context,
  call: {
    readonly document: DocumentNode;
    readonly body: GraphqlBody;
    readonly request: ApiRequest;
    readonly struck: GraphQLError | undefined;
  },
): Promise<Response> {
  if (call.struck !== undefined) return context.json({ errors: [withTrace(call.struck.toJSON())], data: null });
  const result = await execute({
    schema,
    document: call.document,
    rootValue,
    contextValue: call.request,
    variableValues: call.body.variables,
    operationName: call.body.operationName,
  });
  if (result.errors === undefined) return context.json(result);
  // Without `data` the variables did not fit their types, which is the caller's mistake like any other invalid document.
  const status = result.data === undefined ? 400 : 200;
  return context.json({ errors: result.errors.map((error) => withTrace(error.toJSON())), data: result.data }, status);
}

function readBody(value: unknown): GraphqlBody | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { query, variables, operationName } = value as Record<string, unknown>;
  if (typeof query !== "string") return undefined;
  return {
    query,
    variables: typeof variables === "object" && variables !== null ? { ...variables } : undefined,
    operationName: typeof operationName === "string" ? operationName : undefined,
  };
}

function parseDocument(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

function badRequest(context: Context, message: string, code: string): Response {
  return context.json({ errors: [withTrace({ message, extensions: { code } })] }, 400);
}

/** Account tokens go into `Authorization`, project tokens into `Project-Access-Token`; neither works in the other's place. */
function accessOf(context: Context, platform: RailwayPlatform): Access | undefined {
  const projectToken = context.req.header("project-access-token");
  if (projectToken !== undefined) return platform.accessOfProjectToken(projectToken);
  const bearer = /^Bearer (.+)$/i.exec(context.req.header("authorization") ?? "")?.[1];
  return bearer === undefined ? undefined : platform.accessOfAccountToken(bearer);
}

/** Lets a scripted fault act: a whole response, an error for the answer, or only lost time. */
async function strike(
  context: Context,
  platform: RailwayPlatform,
  document: DocumentNode,
): Promise<Response | GraphQLError | undefined> {
  const struck = platform.faults.takeForRequest(rootFields(document));
  switch (struck?.fault.kind) {
    case "http-status":
      return new Response("upstream error", { status: struck.fault.status });
    case "rate-limited":
      context.header("Retry-After", String(struck.fault.retryAfterSeconds));
      context.header("X-RateLimit-Remaining", "0");
      return context.json({ message: "Too Many Requests" }, 429);
    case "not-authorized":
      return notAuthorized();
    case "graphql-error":
      return apiError(struck.fault.message);
    case "logs-unavailable":
      return apiError("Problem processing request");
    case "slow":
      await delay(struck.fault.delayMs);
      return undefined;
    case "hang":
      await struck.until;
      return undefined;
    default:
      return undefined;
  }
}

function rootFields(document: DocumentNode): readonly string[] {
  return document.definitions
    .filter((each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION)
    .flatMap((operation) => operation.selectionSet.selections)
    .flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : []));
}

/** Railway adds a number of 18 or 19 digits, sent as text, by which its support finds a request. */
function withTrace(error: GraphQLFormattedError): GraphQLFormattedError & { readonly traceId: string } {
  const traceId = String(randomBytes(8).readBigUInt64BE() % 9_000_000_000_000_000_000n);
  return { ...error, traceId };
}
