import { type CachePolicy, usual } from "./policy.ts";

interface Kept<Value> {
  readonly value: Value;
  readonly at: number;
}

/** Answers of reads by their arguments, bounded; the one that was unused for longest goes first. */
export interface AnswerCache<Args extends readonly unknown[], Value> {
  fresh(args: Args): Kept<Value> | undefined;
  /** Also one that is no longer fresh, but may still stand in for a failed call. */
  stale(args: Args): Kept<Value> | undefined;
  keep(args: Args, value: Value): void;
}

export function createAnswerCache<Args extends readonly unknown[], Value>(
  policy: CachePolicy<Args>,
): AnswerCache<Args, Value> {
  const { freshMs, staleMs, most } = { ...usual.cache, ...policy };
  const kept = new Map<string, Kept<Value>>();
  const keyOf = policy.key === undefined ? (...args: Args) => JSON.stringify(args) : policy.key;

  function find(args: Args, maxAgeMs: number): Kept<Value> | undefined {
    const key = keyOf(...args);
    const found = kept.get(key);
    if (found === undefined || Date.now() - found.at > maxAgeMs) return undefined;
    kept.delete(key);
    kept.set(key, found);
    return found;
  }

  return {
    fresh: (args) => find(args, freshMs),
    stale: (args) => find(args, freshMs + staleMs),
    keep: (args, value) => {
      const key = keyOf(...args);
      kept.delete(key);
      kept.set(key, { value, at: Date.now() });
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    },
  };
}
