/** A map that forgets what was set long ago, so that a log of any length takes no more room. */
export interface RecentMap<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

/** Remembers at least the last `least` keys, and never more than twice as many. */
export function createRecentMap<Value>(least: number): RecentMap<Value> {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  return {
    get: (key) => young.get(key) ?? old.get(key),
    set: (key, value) => {
      if (young.size >= least && !young.has(key)) {
        old = young;
        young = new Map();
      }
      young.set(key, value);
    },
  };
}
