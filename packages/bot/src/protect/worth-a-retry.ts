import { isTaskCancelledError } from "cockatiel";
import { type Fault, kindOfStatus, readFault, readRetryAfter } from "../faults/read-fault.ts";

/** Nothing was sent, so nothing was done. */
const NOT_SENT: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** What a try ended with: an error, or an answer. */
export type Ending = { readonly error: unknown } | { readonly value: unknown };

/** What failed, or `undefined` where nothing did. A `Response` of `fetch` is an answer whatever its status, so its status is read. */
export function faultOf(ending: Ending): Fault | undefined {
  if ("error" in ending) {
    return isTaskCancelledError(ending.error) ? { kind: "timeout", name: "TimeoutError" } : readFault(ending.error);
  }
  const { value } = ending;
  if (!isFailedResponse(value)) return undefined;
  const retryAfterMs = readRetryAfter(value.headers);
  return {
    kind: kindOfStatus(value.status),
    name: "Response",
    status: value.status,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

/** By its shape: some servers put a class of their own in the place of `Response`. */
function isFailedResponse(value: unknown): value is Pick<Response, "status" | "headers"> {
  if (typeof value !== "object" || value === null) return false;
  if (!("ok" in value && "status" in value && "headers" in value)) return false;
  return value.ok === false && typeof value.status === "number" && value.status >= 400;
}

export interface Patience {
  readonly isWrite: boolean;
  readonly maxDelayMs: number;
}

/** Whether the same call may end otherwise, and may be made again. */
export function isWorthRetry(fault: Fault, { isWrite, maxDelayMs }: Patience): boolean {
  if ((fault.retryAfterMs ?? 0) > maxDelayMs) return false;
  if (fault.kind === "rate-limit") return true;
  if (isWrite) return NOT_SENT.has(fault.code ?? "");
  return fault.kind === "timeout" || fault.kind === "unavailable";
}

export interface Backoff {
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

/** Doubles from try to try; between half and all of it, so that callers who failed together do not come again together. At least what was asked for. */
export function delayBefore(attempt: number, fault: Fault | undefined, backoff: Backoff): number {
  const grown = Math.min(backoff.maxDelayMs, backoff.firstDelayMs * 2 ** (attempt - 1));
  return Math.max(fault?.retryAfterMs ?? 0, grown * (0.5 + Math.random() / 2));
}
