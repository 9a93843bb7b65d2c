import { AsyncLocalStorage } from "node:async_hooks";

const signals = new AsyncLocalStorage<AbortSignal>();
const never = new AbortController().signal;

/**
 * Tells work that nobody waits for it any more: when a try of a protected call is over its limit, or the listener that made it.
 *
 * @example
 * const attio = allclear.protect("attio", (id: string) => fetch(`${base}/companies/${id}`, { signal: currentSignal() }));
 */
export function currentSignal(): AbortSignal {
  return signals.getStore() ?? never;
}

export function runWithSignal<Value>(signal: AbortSignal, work: () => Value): Value {
  return signals.run(signal, work);
}
