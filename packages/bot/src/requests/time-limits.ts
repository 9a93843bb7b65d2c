import { runWithSignal } from "./current-signal.ts";

/** Thrown in place of a listener that is over its hard limit. Its work was told to stop by `currentSignal()`. */
export class ListenerTimeoutError extends Error {
  override readonly name = "TimeoutError";
  readonly code = "ETIMEDOUT";

  constructor(limitMs: number) {
    super(`The listener did not end within ${limitMs}ms`);
  }
}

export interface TimeLimits {
  /** After this a person who waits is told that the bot still works. */
  readonly softMs: number;
  /** After this the work is aborted, recorded, and the person told. */
  readonly hardMs: number;
}

/** The playbook: 10 s is normal ("P3"), users see timeouts after 30 to 45 s ("Pattern 1"). */
export const usualLimits: TimeLimits = { softMs: 10_000, hardMs: 45_000 };

/** Runs the work until it ends or is over its hard limit, whichever comes first. */
export async function runWithin(
  { softMs, hardMs }: TimeLimits,
  work: () => Promise<void>,
  onSoft: () => void,
): Promise<void> {
  const controller = new AbortController();
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const soft = setTimeout(onSoft, softMs);
  const hard = setTimeout(() => {
    const error = new ListenerTimeoutError(hardMs);
    controller.abort(error);
    reject(error);
  }, hardMs);
  soft.unref();
  hard.unref();
  try {
    await Promise.race([runWithSignal(controller.signal, work), tooLate]);
  } finally {
    clearTimeout(soft);
    clearTimeout(hard);
  }
}
