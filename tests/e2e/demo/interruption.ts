/** Ctrl-C, as the demo takes it. */
export interface Interruption {
  /** Aborts at the first signal: stop what goes on, and clean up. */
  readonly signal: AbortSignal;
  /** Aborts at a later signal: whoever is still ending is killed. */
  readonly hurry: AbortSignal;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** npm hands a Ctrl-C of the terminal on, which has reached this process already: the same wish comes twice at once. */
const sameWishMs = 1_000;

/** For the rest of the process's life, so that a late signal does not cut the end short. */
export function listenForInterruption(onFirst: () => void): Interruption {
  const stop = new AbortController();
  const hurry = new AbortController();
  let firstAt = Number.POSITIVE_INFINITY;
  const receive = () => {
    if (stop.signal.aborted) {
      if (performance.now() - firstAt > sameWishMs) hurry.abort();
      return;
    }
    firstAt = performance.now();
    onFirst();
    stop.abort(new InterruptedError());
  };
  for (const signal of signals) process.on(signal, receive);
  return { signal: stop.signal, hurry: hurry.signal };
}

export class InterruptedError extends Error {
  override readonly name = "InterruptedError";

  constructor() {
    super("The demo was interrupted");
  }
}
