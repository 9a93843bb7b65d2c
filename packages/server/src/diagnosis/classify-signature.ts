/** What a signature says about where to look: a dependency's name, or a failure that comes from outside. */

import type { SignatureFact } from "../domain/evidence.ts";

/**
 * Codes of Node and undici for connections that do not come about or break, statuses of overloaded or failing services,
 * and what somebody did in Slack (https://docs.slack.dev/reference/methods/chat.postMessage#errors).
 */
const EXTERNAL_CODE =
  /^(?:account_inactive|token_revoked|org_login_required|is_archived|not_in_channel|ECONNREFUSED|ECONNRESET|ECONNABORTED|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPIPE|UND_ERR_\w+|HTTP (?:429|5\d\d)|ratelimited|rate_limited|internal_error|fatal_error|service_unavailable|request_timeout)$/;
const EXTERNAL_TEMPLATE =
  /\b(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|socket hang up|overloaded_error)\b/;
/** Credentials and addresses: what a changed variable breaks. */
const CONFIGURED_CODE =
  /^(?:HTTP 40[13]|not_authed|invalid_auth|account_inactive|token_revoked|token_expired|missing_scope|not_allowed_token_type|ERR_INVALID_URL|ENOTFOUND|ECONNREFUSED)$/;
const INFRASTRUCTURE = /\b(?:ENOSPC|EMFILE|ENOMEM|out of memory|SIGKILL)\b/;

const COMPONENTS: readonly (readonly [RegExp, string])[] = [
  [/\bslack|WebAPI|invalid_blocks|invalid_auth|not_authed|ratelimited/i, "slack"],
  [/anthropic/i, "anthropic"],
  [/openai/i, "openai"],
  [/attio/i, "attio"],
  [/mongo/i, "mongodb"],
  [/postgres|\bpg\b/i, "postgres"],
  [/redis/i, "redis"],
];

export function isExternal({ code, template }: SignatureFact): boolean {
  return (code !== undefined && EXTERNAL_CODE.test(code)) || EXTERNAL_TEMPLATE.test(template);
}

/** A service or the network refused: whoever wrote the line that asked did not make it do so by that alone. */
export function isRefusal(signature: SignatureFact): boolean {
  return isExternal(signature) || isConfigured(signature);
}

/** What a dependency answered: the first line of ours in its stack asked, and did not throw. */
export function isAnswer(signature: SignatureFact): boolean {
  const { code, template } = signature;
  return isRefusal(signature) || /^An API error occurred/.test(template) || (code?.startsWith("HTTP ") ?? false);
}

export function isConfigured({ code }: SignatureFact): boolean {
  return code !== undefined && CONFIGURED_CODE.test(code);
}

export function isInfrastructure({ code, template }: SignatureFact): boolean {
  return INFRASTRUCTURE.test(`${code ?? ""} ${template}`);
}

/** The dependency that it names, `network` for a connection to nobody named, else our own code. */
export function componentOf(signature: SignatureFact): string {
  const words = wordsOf(signature);
  const named = COMPONENTS.find(([shape]) => shape.test(words));
  if (named !== undefined) return named[1];
  return isExternal(signature) ? "network" : "own-code";
}

/** Everything that a signature names, for comparison with the name of a variable. */
export function wordsOf({ errorClass, code, template, ownFrames }: SignatureFact): string {
  const frames = ownFrames.slice(0, 5).map(({ path, symbol }) => `${path.split(/[\\/]/).at(-1) ?? ""} ${symbol ?? ""}`);
  return [errorClass ?? "", code ?? "", template, ...frames].join(" ");
}

/** `TypeError "Cannot read properties of undefined"`. */
export function nameSignature({ errorClass, code, template }: SignatureFact): string {
  const kind = [errorClass, code].filter((word) => word !== undefined && !template.includes(word)).join(" ");
  return `${kind === "" ? "the error" : kind} "${template}"`;
}
