import type { RefusalReason } from "../domain/decision.ts";

export type OperationErrorCode = "invalid-input" | "forbidden" | "not-found" | "refused";

/** A caller asked wrongly. Each face maps the code in one exhaustive `switch`. */
export class OperationError extends Error {
  override readonly name = "OperationError";
  readonly code: OperationErrorCode;
  /** Why the rules refused, for the code `refused`. */
  readonly reason: RefusalReason | undefined;

  constructor(code: OperationErrorCode, message: string, reason?: RefusalReason) {
    super(message);
    this.code = code;
    this.reason = reason;
  }
}
