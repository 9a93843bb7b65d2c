import { z } from "zod";
import { type Answer, type Asked, type StandIn, startStandIn } from "./stand-in.ts";

/** What the stand-in knows of a model: how long it thinks, and how much it can read. */
interface Model {
  readonly thinksMs: number;
  readonly contextTokens: number;
}

/** Context windows are those of platform.claude.com/docs, "Models overview"; how long each thinks is the stand-in's own. */
export type Models = Map<string, Model>;

const request = z.object({
  model: z.string(),
  max_tokens: z.int().min(1),
  messages: z.array(z.object({ role: z.enum(["user", "assistant"]), content: z.string().min(1) })).min(1),
});

/** About what English text has (platform.claude.com/docs, "Glossary", tokens). */
const charactersPerToken = 4;

/** Answers `POST /v1/messages` with the statuses and error types of Anthropic's API reference ("Errors"). */
export function startAnthropic(key: string, models: Models): Promise<StandIn> {
  return startStandIn((asked) => answer(asked, key, models));
}

function answer({ method, path, headers, body }: Asked, key: string, models: Models): Answer {
  if (headers.authorization !== `Bearer ${key}`) return refuse(401, "authentication_error", "Invalid bearer token");
  if (method !== "POST" || path !== "/v1/messages") return refuse(404, "not_found_error", "Not found");
  const read = request.safeParse(body);
  if (!read.success) return refuse(400, "invalid_request_error", z.prettifyError(read.error));
  const model = models.get(read.data.model);
  if (model === undefined) return refuse(404, "not_found_error", `model: ${read.data.model}`);
  const characters = read.data.messages.reduce((sum, { content }) => sum + content.length, 0);
  const tokens = Math.ceil(characters / charactersPerToken);
  if (tokens > model.contextTokens) {
    const message = `prompt is too long: ${tokens} tokens > ${model.contextTokens} maximum`;
    return refuse(400, "invalid_request_error", message);
  }
  return {
    status: 200,
    body: toMessage(read.data.model, tokens),
    delayMs: model.thinksMs * (0.8 + 0.4 * Math.random()),
  };
}

export function refuse(status: number, type: string, message: string): Answer {
  return { status, body: { type: "error", error: { type, message }, request_id: `req_${status}` } };
}

function toMessage(model: string, tokens: number): unknown {
  return {
    id: "msg_01",
    type: "message",
    role: "assistant",
    model,
    content: [{ type: "text", text: "From what I know, Acme is in negotiation. Ana owns the deal." }],
    stop_reason: "end_turn",
    stop_sequence: null,
    usage: { input_tokens: tokens, output_tokens: 16 },
  };
}
