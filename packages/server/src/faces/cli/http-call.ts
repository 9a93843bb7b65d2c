import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Call, CallFailure, CallReply } from "../../operations/call.ts";
import type { Operation } from "../../operations/define-operation.ts";

export interface HttpCallParts {
  /** Where the server is, such as `http://127.0.0.1:7373`. */
  readonly url: string;
  readonly key: string | undefined;
  /** `mcp`: an agent asks, also where the key is a person's. */
  readonly client: "cli" | "mcp";
  readonly fetch: (request: Request) => Promise<Response>;
}

/** The server itself waits up to 10 s for what a command starts. */
const LIMIT_MS = 30_000;

const failureSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    reason: z.string().optional(),
    nextSteps: z.array(z.string()).default([]),
  }),
});

/**
 * A connection that breaks is tried once more. The second request carries the first one's Idempotency-Key, so the
 * command happens once even if only its answer was lost.
 */
export function createHttpCall(parts: HttpCallParts): Call {
  return async (operation, input) => {
    const receiptKey = randomUUID();
    const send = () => exchange(parts, () => toRequest({ operation, input, receiptKey }, parts));
    const first = await send();
    return first.ok || first.failure.code !== "unreachable" ? first : send();
  };
}

async function exchange({ url, fetch }: HttpCallParts, request: () => Request): Promise<CallReply> {
  try {
    const response = await fetch(request());
    return await readReply(response, url);
  } catch (error) {
    return { ok: false, failure: unreachable(url, error) };
  }
}

interface Asked {
  readonly operation: Operation;
  readonly input: Readonly<Record<string, unknown>>;
  readonly receiptKey: string;
}

function toRequest({ operation, input, receiptKey }: Asked, { url, key, client }: HttpCallParts): Request {
  const address = new URL(`v1/${operation.name}`, url.endsWith("/") ? url : `${url}/`);
  const authorization = key === undefined ? {} : { Authorization: `Bearer ${key}` };
  const identity = { ...authorization, "Allclear-Client": client };
  // A redirect would carry the key to another place.
  const always = { redirect: "error", signal: AbortSignal.timeout(LIMIT_MS) } as const;
  if (operation.kind === "query") {
    address.search = toQuery(input).toString();
    return new Request(address, { ...always, headers: identity });
  }
  const headers = { ...identity, "Content-Type": "application/json", "Idempotency-Key": receiptKey };
  return new Request(address, { ...always, method: "POST", headers, body: JSON.stringify(input) });
}

function toQuery(input: Readonly<Record<string, unknown>>): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input)) {
    for (const item of Array.isArray(value) ? value : [value]) query.append(name, toText(item));
  }
  return query;
}

function toText(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

async function readReply(response: Response, url: string): Promise<CallReply> {
  const body = await readJson(response);
  if (response.ok && body !== undefined) return { ok: true, answer: body };
  const failure = failureSchema.safeParse(body);
  if (!failure.success) return { ok: false, failure: notAllclear(url, response.status) };
  const { reason, ...error } = failure.data.error;
  return { ok: false, failure: { ...error, ...(reason === undefined ? {} : { reason }) } };
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notAllclear(url: string, status: number): CallFailure {
  return {
    code: "bad-reply",
    message: `${url} answered HTTP ${status}, but not as Allclear does`,
    nextSteps: ["Check the address in ALLCLEAR_URL or --url"],
  };
}

function unreachable(url: string, error: unknown): CallFailure {
  if (error instanceof Error && error.name === "TimeoutError") {
    const message = `The server at ${url} has not answered within ${LIMIT_MS / 1_000} s`;
    return { code: "timed-out", message, nextSteps: ["See what has happened before asking for it again"] };
  }
  return {
    code: "unreachable",
    message: `The server at ${url} cannot be reached: ${whyOf(error)}`,
    nextSteps: [
      "Start it with: allclear serve --config allclear.yaml",
      "Or say where it is with ALLCLEAR_URL or --url",
    ],
  };
}

function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown error";
  const { cause } = error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : error.message;
}
