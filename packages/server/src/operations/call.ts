import type { Operation } from "./define-operation.ts";

/** How faces that run apart from the server ask it for an operation. Never throws for what the server or the network answers. */
export type Call = (operation: Operation, input: Readonly<Record<string, unknown>>) => Promise<CallReply>;

export type CallReply =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly failure: CallFailure };

export interface CallFailure {
  /** The server's own code, or one of ours: `unreachable`, `timed-out`, `bad-reply`. */
  readonly code: string;
  readonly message: string;
  readonly reason?: string;
  readonly nextSteps: readonly string[];
}
