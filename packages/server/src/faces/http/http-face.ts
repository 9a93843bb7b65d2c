import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Caller, Operation } from "../../operations/define-operation.ts";
import { type Asked, type ErrorReply, INTERNAL_ERROR, toErrorReply } from "./error-reply.ts";
import { type AskHealth, readHealth } from "./health-reply.ts";
import type { KeyRing } from "./key-ring.ts";
import { describeOperation, describeShared, operationPath } from "./openapi-document.ts";
import { addPages } from "./pages/add-pages.ts";
import { authenticate, readInput, readReceiptKey } from "./read-request.ts";

/** Runs one operation for a caller; throws `OperationError` or `PortError`. */
export type Run = (request: {
  readonly operation: Operation;
  readonly input: unknown;
  readonly caller: Caller;
  readonly receiptKey?: string;
}) => Promise<unknown>;

export interface HttpFaceParts {
  readonly operations: readonly Operation[];
  readonly run: Run;
  readonly keys: KeyRing;
  readonly health: AskHealth;
  readonly version: string;
  /** Static message, data beside it. */
  readonly log: (level: "error", message: string, data: Readonly<Record<string, unknown>>) => void;
}

/** Notes and reviews are the largest inputs; the longest review of ours is a hundredth of this. */
const BODY_LIMIT_BYTES = 262_144;

/** Every operation as a route with its description, health, and plain pages of incidents. No route holds a rule. */
export function createHttpFace(parts: HttpFaceParts): OpenAPIHono {
  const app = new OpenAPIHono();
  app.onError((error, context) => reply(context, explain(error, parts)));
  app.notFound((context) => reply(context, noSuchAddress(context)));
  app.use("/v1/*", limitBody());
  describeShared(app);
  for (const operation of parts.operations) addOperation(app, operation, parts);
  addPages(app, { ...parts, explain: (error) => explain(error, parts) });
  app.get("/health", async (context) => {
    const health = await readHealth(parts.health, parts.version);
    return context.json(health, health.status === "healthy" ? 200 : 503, { "Cache-Control": "no-store" });
  });
  app.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: { title: "Allclear", version: parts.version, description: "From the first alarm to all clear" },
  });
  return app;
}

function addOperation(app: OpenAPIHono, operation: Operation, parts: HttpFaceParts): void {
  const path = operationPath(operation);
  const method = operation.kind === "query" ? "get" : "post";
  describeOperation(app, operation);
  app[method](path, (context) => answer(context, operation, parts));
  app.all(path, (context) => reply(context, wrongMethod(operation, method.toUpperCase())));
}

async function answer(context: Context, operation: Operation, parts: HttpFaceParts): Promise<Response> {
  context.header("Cache-Control", "no-store");
  const asked: { operation: Operation; input?: unknown } = { operation };
  try {
    const caller = authenticate(context, parts.keys);
    const receiptKey = readReceiptKey(context);
    asked.input = await readInput(context, operation);
    const request = { operation, input: asked.input, caller, ...(receiptKey === undefined ? {} : { receiptKey }) };
    return context.json(toJson(await parts.run(request)));
  } catch (error) {
    return reply(context, explain(error, parts, asked));
  }
}

/** Answers come from operations whose outputs are JSON; their type is known to the operation alone. */
function toJson(value: unknown): object {
  return value as object;
}

function explain(error: unknown, { log }: HttpFaceParts, asked: Asked = {}): ErrorReply {
  const foreseen = toErrorReply(error, asked);
  if (foreseen !== undefined) return foreseen;
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log("error", "an HTTP request failed", { operation: asked.operation?.name, error: what });
  return INTERNAL_ERROR;
}

function reply(context: Context, { status, body, headers }: ErrorReply): Response {
  return context.json(body, status, { "Cache-Control": "no-store", ...headers });
}

function limitBody() {
  return bodyLimit({
    maxSize: BODY_LIMIT_BYTES,
    onError: (context) =>
      reply(context, {
        status: 413,
        body: { error: { code: "too-large", message: `The body is larger than ${BODY_LIMIT_BYTES} bytes` } },
      }),
  });
}

function noSuchAddress(context: Context): ErrorReply {
  const message = `There is nothing at ${context.req.path.slice(0, 200)}`;
  return {
    status: 404,
    body: { error: { code: "no-such-address", message, nextSteps: ["/openapi.json describes what there is"] } },
  };
}

function wrongMethod({ name }: Operation, method: string): ErrorReply {
  const message = `${name} is asked with ${method}`;
  return { status: 405, headers: { Allow: method }, body: { error: { code: "wrong-method", message } } };
}
