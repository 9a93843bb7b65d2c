import { setTimeout as wait } from "node:timers/promises";
import { type ApiMethod, type ApiReply, type ApiServices, isRefusal, refuse, requireScope } from "./api-call.ts";
import type { FaultScript, SlackFault } from "./faults.ts";
import { answerValidate } from "./methods/blocks.ts";
import { chatMethods } from "./methods/chat.ts";
import { conversationMethods } from "./methods/conversations.ts";
import { peopleAndAppMethods } from "./methods/people-and-apps.ts";
import { reactionMethods } from "./methods/reactions.ts";
import { viewMethods } from "./methods/views.ts";
import type { RateLimiter } from "./rate-limits.ts";
import { readArguments } from "./read-arguments.ts";
import { redact } from "./redact.ts";
import { type Grant, noteChange } from "./workspace.ts";

const methods: Readonly<Record<string, ApiMethod>> = {
  ...chatMethods,
  ...conversationMethods,
  ...peopleAndAppMethods,
  ...reactionMethods,
  ...viewMethods,
};

/** What goes back over the wire; `hang` and `reset` are not answers at all. */
export type ApiOutcome =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Record<string, string>;
      readonly body: string;
    }
  | { readonly kind: "hang" }
  | { readonly kind: "reset" };

export interface WebApi {
  answer(methodName: string, request: Request): Promise<ApiOutcome>;
}

interface WebApiParts {
  readonly services: ApiServices;
  readonly faults: FaultScript;
  /** Absent when rate limits are off. */
  readonly rateLimiter?: RateLimiter;
  /** Aborts what a slow fault still holds back. */
  readonly signal: AbortSignal;
}

interface ReadCall {
  readonly name: string;
  readonly arguments: Record<string, unknown>;
  readonly token: string | undefined;
  readonly isBodyToken: boolean;
  readonly grant: Grant | undefined;
}

/** The Web API: faults first, then rate limits, then Slack's own checks and the method; every call is recorded. */
export function createWebApi(parts: WebApiParts): WebApi {
  return {
    async answer(name, request) {
      const read = await readArguments(request);
      if (isRefusal(read)) {
        return toAnswer(read);
      }
      const call = identify(parts, { name, read, headers: request.headers });
      const fault = parts.faults.take({
        method: name,
        appId: call.grant?.appId,
        token: call.token,
        channel: call.arguments.channel === undefined ? undefined : String(call.arguments.channel),
      });
      const outcome = await outcomeOf(parts, call, fault);
      record(parts, call, outcome);
      return outcome;
    },
  };
}

function identify(
  parts: WebApiParts,
  given: { name: string; read: { arguments: Record<string, unknown>; bodyToken?: string }; headers: Headers },
): ReadCall {
  const headerToken = /^Bearer\s+(.+)$/i.exec(given.headers.get("authorization") ?? "")?.[1];
  const token = headerToken ?? given.read.bodyToken;
  return {
    name: given.name,
    arguments: given.read.arguments,
    token,
    isBodyToken: headerToken === undefined && token !== undefined,
    grant: token === undefined ? undefined : parts.services.workspace.grants.get(token),
  };
}

async function outcomeOf(parts: WebApiParts, call: ReadCall, fault: SlackFault | undefined): Promise<ApiOutcome> {
  const replacement = fault === undefined ? undefined : faultOutcome(fault);
  if (fault?.kind === "slow") {
    await wait(fault.delayMs, undefined, { ref: false, signal: parts.signal }).catch(() => undefined);
  }
  if (replacement === undefined) {
    return regularOutcome(parts, call);
  }
  if (fault?.afterEffect === true) {
    regularOutcome(parts, call);
  }
  return replacement;
}

/** What stands in the place of Slack's own answer; nothing when that answer only comes late. */
function faultOutcome(fault: SlackFault): ApiOutcome | undefined {
  const page = "<!DOCTYPE html><html><head><title>Server error</title></head><body>Server error</body></html>";
  switch (fault.kind) {
    case "error":
      return toAnswer(refuse(fault.error, fault.fields));
    case "rate-limited":
      return tooManyRequests(fault.retryAfterSeconds);
    case "status":
      return {
        kind: "answer",
        status: fault.status,
        headers: { "content-type": fault.contentType ?? "text/html" },
        body: fault.body ?? page,
      };
    case "html":
      return { kind: "answer", status: 200, headers: { "content-type": "text/html" }, body: fault.body ?? page };
    case "hang":
    case "reset":
      return { kind: fault.kind };
    case "slow":
      return undefined;
  }
}

function regularOutcome(parts: WebApiParts, call: ReadCall): ApiOutcome {
  // The only method that needs no token, so it belongs to no app and to none of its rate tiers.
  if (call.name === "blocks.validate") {
    return toAnswer(answerValidate(call.arguments));
  }
  const method = Object.hasOwn(methods, call.name) ? methods[call.name] : undefined;
  if (method === undefined) {
    return toAnswer(refuse("unknown_method", { req_method: call.name }));
  }
  const refusal = refusalOfToken(call, method);
  if (refusal !== undefined || call.grant === undefined) {
    return toAnswer(refusal ?? refuse("invalid_auth"), scopeHeaders(call.grant, method));
  }
  const waitSeconds = parts.rateLimiter?.({
    method: call.name,
    rate: method.rate,
    appId: call.grant.appId,
    channel: String(call.arguments.channel),
  });
  if (waitSeconds !== undefined) {
    return tooManyRequests(waitSeconds);
  }
  return toAnswer(replyOf(parts, { ...call, grant: call.grant }, method), scopeHeaders(call.grant, method));
}

function refusalOfToken(call: ReadCall, method: ApiMethod): ApiReply | undefined {
  const { grant, token } = call;
  // An app-level token is read from the header alone.
  if (token === undefined || (call.isBodyToken && method.tokens.includes("app"))) {
    return refuse("not_authed");
  }
  if (grant === undefined) {
    return refuse("invalid_auth");
  }
  if (grant.state !== "active") {
    return refuse(grant.state);
  }
  if (!method.tokens.includes(grant.kind)) {
    return refuse("not_allowed_token_type");
  }
  return method.scope === undefined ? undefined : requireScope(grant, method.scope);
}

function replyOf(parts: WebApiParts, call: ReadCall & { grant: Grant }, method: ApiMethod): ApiReply {
  const app = parts.services.workspace.apps.get(call.grant.appId);
  return app === undefined
    ? refuse("invalid_auth")
    : method.answer({ arguments: call.arguments, grant: call.grant, app, services: parts.services });
}

function toAnswer(reply: ApiReply, headers: Record<string, string> = {}): ApiOutcome {
  return {
    kind: "answer",
    status: 200,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(reply),
  };
}

function tooManyRequests(retryAfterSeconds: number): ApiOutcome {
  return {
    kind: "answer",
    status: 429,
    headers: { "content-type": "application/json; charset=utf-8", "retry-after": String(retryAfterSeconds) },
    body: JSON.stringify(refuse("ratelimited")),
  };
}

function scopeHeaders(grant: Grant | undefined, method: ApiMethod): Record<string, string> {
  return {
    ...(grant?.state === "active" ? { "x-oauth-scopes": grant.scopes.join(",") } : {}),
    ...(method.scope === undefined ? {} : { "x-accepted-oauth-scopes": method.scope }),
  };
}

function record(parts: WebApiParts, call: ReadCall, outcome: ApiOutcome): void {
  const { workspace } = parts.services;
  workspace.calls.push({
    at: workspace.now(),
    method: call.name,
    ...(call.grant === undefined ? {} : { appId: call.grant.appId, tokenKind: call.grant.kind }),
    arguments: redact(call.arguments) as Record<string, unknown>,
    status: outcome.kind === "answer" ? outcome.status : 0,
    ...(outcome.kind === "answer" ? { reply: redact(readBody(outcome.body)) } : {}),
  });
  noteChange(workspace);
}

function readBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
