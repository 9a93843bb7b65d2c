import type { Context } from "hono";
import { asAgent } from "../../operations/as-agent.ts";
import type { Caller, Operation } from "../../operations/define-operation.ts";
import { inputFields, parseJson, readFieldTexts, refuseUnknownFields } from "../../operations/input-fields.ts";
import { OperationError } from "../../operations/operation-error.ts";
import { RequestError } from "./error-reply.ts";
import type { KeyRing } from "./key-ring.ts";

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;

/** Throws `RequestError` with status 401. */
export function authenticate(context: Context, keys: KeyRing): Caller {
  const header = context.req.header("authorization");
  const token = /^Bearer +(\S+)$/i.exec(header ?? "")?.[1];
  const caller = token === undefined ? undefined : keys.find(token);
  if (caller !== undefined) return isAgentsClient(context) ? asAgent(caller) : caller;
  const message = token === undefined ? "This needs a key" : "This key is not known";
  throw new RequestError({
    status: 401,
    headers: { "WWW-Authenticate": "Bearer" },
    body: {
      error: {
        code: "unauthenticated",
        message,
        nextSteps: ["Send the header Authorization: Bearer KEY with a key of the server's configuration"],
      },
    },
  });
}

/** `allclear mcp` says so of itself; agents have nothing else to say it with. */
function isAgentsClient(context: Context): boolean {
  return context.req.header("allclear-client")?.trim().toLowerCase() === "mcp";
}

/** A query takes its input from the address, everything else from the body. */
export function readInput(context: Context, operation: Operation): unknown | Promise<unknown> {
  return operation.kind === "query" ? readQuery(context, operation) : readBody(context, operation);
}

function readQuery(context: Context, operation: Operation): unknown {
  const given = context.req.queries();
  refuseUnknownFields(operation, Object.keys(given));
  const fields = inputFields(operation).filter(({ name }) => given[name] !== undefined);
  return Object.fromEntries(fields.map((field) => [field.name, readFieldTexts(field, given[field.name] ?? [])]));
}

async function readBody(context: Context, operation: Operation): Promise<unknown> {
  const type = context.req.header("content-type") ?? "";
  if (!/^application\/json\b/i.test(type)) throw notJson(type);
  const text = await context.req.text();
  const parsed = parseJson(text);
  if (!parsed.ok) throw noJsonObject(operation, text.trim() === "" ? "is empty" : "is not JSON");
  const body = parsed.value;
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw noJsonObject(operation, "is no JSON object");
  refuseUnknownFields(operation, Object.keys(body));
  return body;
}

function noJsonObject({ name }: Operation, what: string): OperationError {
  return new OperationError("invalid-input", `The body ${what}; ${name} takes a JSON object`);
}

function notJson(type: string): RequestError {
  const got = type === "" ? "nothing" : JSON.stringify(type.slice(0, 100));
  return new RequestError({
    status: 415,
    body: { error: { code: "not-json", message: `The header Content-Type must be application/json, not ${got}` } },
  });
}

export function readReceiptKey(context: Context): string | undefined {
  const key = context.req.header("idempotency-key");
  if (key === undefined || IDEMPOTENCY_KEY.test(key)) return key;
  throw new OperationError(
    "invalid-input",
    "The header Idempotency-Key must be 1 to 200 visible ASCII characters without spaces",
  );
}
