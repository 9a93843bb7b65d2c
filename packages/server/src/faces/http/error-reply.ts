import type { Operation } from "../../operations/define-operation.ts";
import { neededRole } from "../../operations/needed-role.ts";
import { OperationError, type OperationErrorCode } from "../../operations/operation-error.ts";

/** What else can be wrong with a request besides the operation's own codes. */
type TransportErrorCode =
  | "unauthenticated"
  | "no-such-address"
  | "wrong-method"
  | "too-large"
  | "not-json"
  | "unavailable"
  | "internal";

type ErrorStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 500 | 503;

/** The body of every answer that is no success. */
export interface ErrorBody {
  readonly error: {
    readonly code: OperationErrorCode | TransportErrorCode;
    readonly message: string;
    readonly reason?: string;
    readonly nextSteps?: readonly string[];
  };
}

export interface ErrorReply {
  readonly status: ErrorStatus;
  readonly body: ErrorBody;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The request does not reach an operation. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly reply: ErrorReply;

  constructor(reply: ErrorReply) {
    super(reply.body.error.message);
    this.reply = reply;
  }
}

/** Which operation failed, and on what input. */
export interface Asked {
  readonly operation?: Operation;
  readonly input?: unknown;
}

/** Undefined: nobody foresaw this error, so it is a bug. */
export function toErrorReply(error: unknown, asked: Asked = {}): ErrorReply | undefined {
  if (error instanceof RequestError) return error.reply;
  if (error instanceof OperationError) return toOperationReply(error, asked);
  return isPortError(error) ? toUnavailableReply(error) : undefined;
}

export const INTERNAL_ERROR: ErrorReply = {
  status: 500,
  body: {
    error: {
      code: "internal",
      message: "Allclear failed on this request; its log says how",
      nextSteps: ["Look into the server's log, and try again"],
    },
  },
};

function toOperationReply(error: OperationError, asked: Asked): ErrorReply {
  const nextSteps = nextStepsOf(error.code, asked);
  return {
    status: statusOf(error.code),
    body: {
      error: {
        code: error.code,
        message: error.message,
        ...(error.reason === undefined ? {} : { reason: error.reason }),
        ...(nextSteps.length === 0 ? {} : { nextSteps }),
      },
    },
  };
}

function statusOf(code: OperationErrorCode): ErrorStatus {
  switch (code) {
    case "invalid-input":
      return 400;
    case "forbidden":
      return 403;
    case "not-found":
      return 404;
    case "refused":
      return 409;
  }
}

function nextStepsOf(code: OperationErrorCode, { operation, input }: Asked): readonly string[] {
  switch (code) {
    case "invalid-input":
      return operation === undefined ? [] : [`Send what ${operation.name} takes: /openapi.json describes it`];
    case "forbidden":
      return operation === undefined ? [] : [`Ask somebody with the role ${neededRole(operation)} to do it`];
    case "not-found":
      return ["Ask list-incidents for the incidents that exist"];
    case "refused":
      return [`Ask show-incident ${incidentOf(input)}for where it stands and what may be done next`];
  }
}

function incidentOf(input: unknown): string {
  const known = typeof input === "object" && input !== null && "incidentId" in input ? input.incidentId : undefined;
  return typeof known === "string" ? `${known} ` : "";
}

interface PortFailure extends Error {
  readonly retryAfterMs?: number | undefined;
}

/** Faces import no ports, so the error is known by the name that it promises. */
function isPortError(error: unknown): error is PortFailure {
  return error instanceof Error && error.name === "PortError";
}

/** Five seconds where the port does not know: the store's own retries have given up by then or it is back. */
const RETRY_AFTER_SECONDS = 5;

function toUnavailableReply({ message, retryAfterMs }: PortFailure): ErrorReply {
  const seconds = retryAfterMs === undefined ? RETRY_AFTER_SECONDS : Math.max(1, Math.ceil(retryAfterMs / 1_000));
  return {
    status: 503,
    headers: { "Retry-After": String(seconds) },
    body: { error: { code: "unavailable", message, nextSteps: [`Try again in ${seconds} s`] } },
  };
}
