import type { z } from "zod";
import type { Milliseconds } from "../../domain/instant.ts";
import { PortError } from "../../ports/port-error.ts";
import { FailedReply } from "./api-types.ts";
import { toCallError, toGraphqlError, toStatusError } from "./error-mapper.ts";

export interface RailwayClientOptions {
  readonly token: string;
  /** An account or workspace token stands in another header than a project token. */
  readonly tokenKind: "account" | "project";
  /** Railway's own unless given. */
  readonly apiUrl?: string;
  /** For one request; 15 s unless given. */
  readonly timeoutMs?: Milliseconds;
}

export interface RailwayCall<Reply> {
  readonly port: "platform" | "log-source";
  /** What for, in words that a failure can start with. */
  readonly doing: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly reply: z.ZodType<Reply>;
  readonly signal: AbortSignal;
}

export type CallRailway = <Reply>(call: RailwayCall<Reply>) => Promise<Reply>;

/** docs.railway.com/integrations/api, "Connecting to the public API". */
const railwayUrl = "https://backboard.railway.com/graphql/v2";
const usualTimeoutMs = 15_000;
/** Ours: 5,000 log lines of some 3,000 characters. */
const replyLimitBytes = 16_000_000;

/** One call, one try: the job engine retries. Throws `PortError`. */
export function createCallRailway(options: RailwayClientOptions): CallRailway {
  const { token, tokenKind, apiUrl = railwayUrl, timeoutMs = usualTimeoutMs } = options;
  const headers = {
    "content-type": "application/json",
    accept: "application/json",
    ...(tokenKind === "project" ? { "project-access-token": token } : { authorization: `Bearer ${token}` }),
  };
  return async (call) => {
    const signal = AbortSignal.any([call.signal, AbortSignal.timeout(timeoutMs)]);
    const body = JSON.stringify({ query: call.query, variables: call.variables });
    const { response, text } = await exchange(apiUrl, {
      method: "POST",
      headers,
      body,
      redirect: "error",
      signal,
    }).catch((error: unknown) => Promise.reject(toCallError(error, call, signal)));
    return readReply(call, response, text);
  };
}

async function exchange(url: string, init: RequestInit): Promise<{ response: Response; text: string }> {
  const response = await fetch(url, init);
  return { response, text: await readText(response) };
}

/** The body of an answer that is longer than any answer should be is not read to its end. */
async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > replyLimitBytes) return "";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function readReply<Reply>(call: RailwayCall<Reply>, response: Response, text: string): Reply {
  const body = parseJson(text);
  const failed = FailedReply.safeParse(body);
  const [first] = failed.success ? failed.data.errors : [];
  if (first !== undefined) throw toGraphqlError(first.message, call);
  if (!response.ok) throw toStatusError(response, call);
  const reply = call.reply.safeParse(toData(body));
  if (reply.success) return reply.data;
  // What is wrong with it is not said: the parts of a reply may be values of variables.
  throw new PortError(call.port, "bad-reply", `${call.doing}: Railway's reply has another form than is documented`);
}

function toData(body: unknown): unknown {
  return typeof body === "object" && body !== null && "data" in body ? body.data : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
