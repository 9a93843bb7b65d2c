import { PortError, type PortErrorCode } from "../../ports/port-error.ts";

/** How an adapter in memory is told to fail. */
export interface ScriptedFailures {
  /** The next call fails with this code and has no effect; several wait in line. */
  failNext(code: PortErrorCode, retryAfterMs?: number): void;
  /** Every call fails with this code until it is cleared by `undefined`. */
  failAlways(code: PortErrorCode | undefined): void;
}

export interface Failures extends ScriptedFailures {
  /** Throws what is scripted, or that the signal has aborted. */
  check(signal: AbortSignal): void;
}

export function createFailures(port: string): Failures {
  const waiting: PortError[] = [];
  let standing: PortErrorCode | undefined;
  const toError = (code: PortErrorCode, retryAfterMs?: number) =>
    new PortError(port, code, `The ${port} was told to fail`, retryAfterMs === undefined ? {} : { retryAfterMs });
  return {
    failNext: (code, retryAfterMs) => {
      waiting.push(toError(code, retryAfterMs));
    },
    failAlways: (code) => {
      standing = code;
    },
    check: (signal) => {
      if (signal.aborted) throw new PortError(port, "timed-out", `The call to the ${port} was stopped`);
      if (standing !== undefined) throw toError(standing);
      const next = waiting.shift();
      if (next !== undefined) throw next;
    },
  };
}
