/** What a signature says about where to look: a dependency's name, or a failure that comes from outside. */

import type { SignatureFact } from "../domain/evidence.ts";
import { nameComponent } from "./triage/name-component.ts";

/**
 * Codes of Node and undici for connections that do not come about or break, statuses of overloaded or failing services,
 * and what somebody did in Slack (https://docs.slack.dev/reference/methods/chat.postMessage#errors).
 */
const EXTERNAL_CODE =
  /^(?:account_inactive|token_revoked|org_login_required|is_archived|not_in_channel|ECONNREFUSED|ECONNRESET|ECONNABORTED|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPIPE|UND_ERR_\w+|HTTP (?:429|5\d\d)|ratelimited|rate_limited|internal_error|fatal_error|service_unavailable|request_timeout)$/;
const EXTERNAL_TEMPLATE =
  /\b(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|socket hang up|overloaded_error)\b/;
/** The other side shows a certificate that is not accepted: it answers, and neither side may be wrong in its code. */
const CERTIFICATE_CODE = /^(?:CERT_\w+|ERR_TLS_\w+|UNABLE_TO_(?:VERIFY|GET)_\w+|\w*SELF_SIGNED_CERT\w*)$/;
/** Credentials and addresses: what a changed variable breaks. */
const CONFIGURED_CODE =
  /^(?:HTTP 40[13]|not_authed|invalid_auth|account_inactive|token_revoked|token_expired|missing_scope|not_allowed_token_type|ERR_INVALID_URL|ENOTFOUND|ECONNREFUSED)$/;
/** What our own code makes of a value that it did not expect, whatever the value is called. */
const OWN_SLIP = /^(?:TypeError|ReferenceError|RangeError)$/;

function isExternal({ code, template }: SignatureFact): boolean {
  return (code !== undefined && EXTERNAL_CODE.test(code)) || EXTERNAL_TEMPLATE.test(template);
}

/** A service or the network refused: whoever wrote the line that asked did not make it do so by that alone. */
export function isRefusal(signature: SignatureFact): boolean {
  return isExternal(signature) || isConfigured(signature) || hasCertificate(signature);
}

function hasCertificate({ code }: SignatureFact): boolean {
  return code !== undefined && CERTIFICATE_CODE.test(code);
}

/** What a dependency answered: the first line of ours in its stack asked, and did not throw. */
export function isAnswer(signature: SignatureFact): boolean {
  const { code, template } = signature;
  return isRefusal(signature) || /^An API error occurred/.test(template) || (code?.startsWith("HTTP ") ?? false);
}

function isConfigured({ code }: SignatureFact): boolean {
  return code !== undefined && CONFIGURED_CODE.test(code);
}

/** The dependency that it names, `network` for a connection to nobody named, else our own code. */
export function componentOf(signature: SignatureFact): string {
  return callOf(signature) ?? (hasCertificate(signature) ? "network" : "own-code");
}

/** Whose answer it is, or that of the network; `undefined` where no call is known to have failed. */
export function callOf(signature: SignatureFact): string | undefined {
  return dependencyOf(signature) ?? (isExternal(signature) ? "network" : undefined);
}

function dependencyOf(signature: SignatureFact): string | undefined {
  const { errorClass = "", code, template } = signature;
  if (!isExternal(signature) && code === undefined && OWN_SLIP.test(errorClass)) return undefined;
  return nameComponent({ errorClass, packages: [], words: template, ...(code === undefined ? {} : { code }) });
}

/** `TypeError "Cannot read properties of undefined"`. */
export function nameSignature({ errorClass, code, template }: SignatureFact): string {
  const kind = [errorClass, code].filter((word) => word !== undefined && !template.includes(word)).join(" ");
  return `${kind === "" ? "the error" : kind} "${template}"`;
}
