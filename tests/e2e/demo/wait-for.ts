import { setTimeout as pause } from "node:timers/promises";

export interface Patience {
  /** What is waited for, in words that go on "Waited 30 s for …". */
  readonly what: string;
  readonly withinMs: number;
  readonly signal: AbortSignal;
}

/** Nothing that is looked at changes faster than people read. */
const lookEveryMs = 150;

/** Looks until there is a value. Rejects when the time is over, and with the signal's reason when it aborts. */
export async function waitFor<Value>(
  look: () => Promise<Value | undefined>,
  { what, withinMs, signal }: Patience,
): Promise<Value> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    signal.throwIfAborted();
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() >= deadline)
      throw new WaitedInVainError(`Waited ${Math.round(withinMs / 1_000)} s for ${what}`);
    await sleep(lookEveryMs, signal);
  }
}

/** Rejects with the signal's reason when it aborts. */
export async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  await pause(milliseconds, undefined, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
}

class WaitedInVainError extends Error {
  override readonly name = "WaitedInVainError";
}
