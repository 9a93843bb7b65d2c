import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from "@slack/web-api";
import { SECOND } from "../../domain/instant.ts";
import { PortError, type PortErrorCode } from "../../ports/port-error.ts";

/** What to do, for each kind of failure of Slack. */
const advice: Readonly<Record<PortErrorCode, string>> = {
  unreachable: "Slack cannot be reached or fails; try again",
  "timed-out": "Slack did not answer in time",
  unauthorized: "Slack refuses our token: reinstall Allclear's app or replace the token, with the scopes it needs",
  "rate-limited": "Slack asks for fewer requests",
  refused: "Slack refuses the call: check the channel, its posting rules and the app's membership",
  "not-found": "Slack knows no such channel, message or thread, or the app is not in it",
  "bad-reply": "Slack's reply cannot be read; something between may have answered",
};

/** Slack's error codes by what they mean for us (method pages of docs.slack.dev). Any other is a refusal. */
const codesByMeaning: Readonly<
  Record<"unauthorized" | "unreachable" | "rate-limited" | "not-found", readonly string[]>
> = {
  unauthorized: [
    "not_authed",
    "invalid_auth",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "missing_scope",
    "not_allowed_token_type",
    "no_permission",
    "access_denied",
    "team_access_not_granted",
    "enterprise_is_restricted",
    "two_factor_setup_required",
    "org_login_required",
    "ekm_access_denied",
    "accesslimited",
    "forbidden_team",
    "user_removed_from_team",
    "team_disabled",
  ],
  unreachable: [
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "update_failed",
    "team_added_to_org",
    "external_channel_migrating",
  ],
  "rate-limited": ["ratelimited", "rate_limited", "message_limit_exceeded"],
  "not-found": ["channel_not_found", "message_not_found", "thread_not_found", "user_not_found"],
};

const meaningOf = new Map<string, PortErrorCode>(
  (["unauthorized", "unreachable", "rate-limited", "not-found"] as const).flatMap((meaning) =>
    codesByMeaning[meaning].map((code) => [code, meaning] as const),
  ),
);

interface Meaning {
  readonly code: PortErrorCode;
  /** Slack's own code, or an HTTP status. */
  readonly detail?: string;
  readonly retryAfterMs?: number;
}

/**
 * Whatever `@slack/web-api` throws, as a `PortError`. Neither message nor cause holds what was sent or a body that was
 * received: both may hold secrets and people's words.
 */
export function toPortError(error: unknown, doing: string, signal: AbortSignal): PortError {
  const { code, detail, retryAfterMs } = signal.aborted ? { code: "timed-out" as const } : toMeaning(error);
  const why = detail === undefined ? advice[code] : `${advice[code]} (${detail})`;
  const cause = new Error(error instanceof Error ? error.name : "The call was stopped");
  return new PortError(
    "chat",
    code,
    `${doing}: ${why}`,
    retryAfterMs === undefined ? { cause } : { cause, retryAfterMs },
  );
}

function toMeaning(error: unknown): Meaning {
  if (error instanceof WebAPIRateLimitedError) return toRateLimit(error.retryAfter);
  if (error instanceof WebAPIPlatformError) return toPlatformMeaning(error);
  if (error instanceof WebAPIHTTPError)
    return { code: toStatusCode(error.statusCode), detail: `HTTP ${error.statusCode}` };
  const message = error instanceof WebAPIRequestError ? error.original.message : String(error);
  // Two rate limits come without a code of their own, only in the client's words: one that its own retries did not
  // survive, and one whose Retry-After header is missing or no number.
  const [, retryAfter] = /^A rate limit was exceeded .*retry-after: (\d+)\)/.exec(message) ?? [];
  if (retryAfter !== undefined) return toRateLimit(Number(retryAfter));
  if (/Retry header did not contain a valid timeout/.test(message)) return { code: "rate-limited" };
  return { code: "unreachable" };
}

function toRateLimit(seconds: number): Meaning {
  return { code: "rate-limited", retryAfterMs: seconds * SECOND };
}

function toPlatformMeaning(error: WebAPIPlatformError): Meaning {
  const data: WebAPIPlatformError["data"] & { readonly needed?: unknown } = error.data;
  const slackCode: unknown = data.error;
  // The client puts a body that is not JSON, such as a proxy's page, where the code should be.
  if (typeof slackCode !== "string" || !/^[a-z0-9_]{1,80}$/.test(slackCode)) return { code: "bad-reply" };
  const code = meaningOf.get(slackCode) ?? "refused";
  const retryAfter = data.response_metadata?.retryAfter;
  if (code === "rate-limited" && retryAfter !== undefined) return { ...toRateLimit(retryAfter), detail: slackCode };
  return { code, detail: slackCode === "missing_scope" ? `missing_scope${toNeeded(data.needed)}` : slackCode };
}

function toNeeded(needed: unknown): string {
  return typeof needed === "string" && /^[a-z:._, ]{1,200}$/.test(needed) ? `: ${needed}` : "";
}

function toStatusCode(status: number): PortErrorCode {
  if (status >= 500 || status === 408) return "unreachable";
  if (status === 429) return "rate-limited";
  if (status === 401 || status === 403) return "unauthorized";
  return status === 404 ? "not-found" : "refused";
}
