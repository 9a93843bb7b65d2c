import { SECOND } from "../../domain/instant.ts";
import { PortError, type PortErrorCode } from "../../ports/port-error.ts";

/** The call that failed. */
export interface FailedCall {
  readonly port: string;
  readonly doing: string;
}

const advice: Readonly<Record<PortErrorCode, string>> = {
  unreachable: "Railway cannot be reached or fails; try again",
  "timed-out": "Railway did not answer in time",
  unauthorized: "Railway refuses our token: check it, its kind and what it may see",
  "rate-limited": "Railway asks for fewer requests",
  refused: "Railway refuses the call",
  "not-found": "Railway knows no such project, environment, service or deployment: check the bot's configuration",
  "bad-reply": "Railway's reply cannot be read; something between may have answered",
};

/**
 * Railway's refusals all have one code, INTERNAL_SERVER_ERROR, and HTTP 200, so its words must do. They are not quoted:
 * a refusal may repeat what it was asked.
 */
const wordings: readonly (readonly [RegExp, PortErrorCode])[] = [
  [/^Not Authorized|Token not found|Unauthorized|Invalid token/i, "unauthorized"],
  [/rate limit|too many requests/i, "rate-limited"],
  [/not found/i, "not-found"],
  [/Problem processing request|Internal server error|timed? ?out|temporarily/i, "unreachable"],
];

export function toGraphqlError(message: string, call: FailedCall): PortError {
  return toError(wordings.find(([shape]) => shape.test(message))?.[1] ?? "refused", call);
}

/** An answer other than GraphQL's. */
export function toStatusError(response: Pick<Response, "status" | "headers">, call: FailedCall): PortError {
  const { status } = response;
  const detail = `HTTP ${status}`;
  if (status !== 429) return toError(toStatusCode(status), call, { detail });
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return toError(
    "rate-limited",
    call,
    Number.isFinite(seconds) ? { detail, retryAfterMs: seconds * SECOND } : { detail },
  );
}

function toStatusCode(status: number): PortErrorCode {
  if (status >= 500 || status === 408) return "unreachable";
  if (status === 401 || status === 403) return "unauthorized";
  if (status >= 400) return status === 404 ? "not-found" : "refused";
  return "bad-reply";
}

/** There was no answer. */
export function toCallError(error: unknown, call: FailedCall, signal: AbortSignal): PortError {
  return toError(signal.aborted ? "timed-out" : "unreachable", call, { cause: error });
}

interface Detail {
  readonly detail?: string;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

function toError(code: PortErrorCode, { port, doing }: FailedCall, { detail, ...details }: Detail = {}): PortError {
  const why = detail === undefined ? advice[code] : `${advice[code]} (${detail})`;
  return new PortError(port, code, `${doing}: ${why}`, details);
}
