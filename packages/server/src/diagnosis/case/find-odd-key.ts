/** One record, customer or file that all failures share, while others do well. */

const KEY =
  /\b((?:[a-z]+[_.]?)?(?:tenant|customer|workspace|account|record|file|user|org|document|doc|note|row|item|channel|sku|order|entity|object|partition|offset|key)(?:[_.]?(?:id|name|key))?)["']?\s?[=:]\s?["']?([\w.@/-]{2,60})/gi;
const FEWEST = 3;
const LONGEST = 2_000_000;

/** `customer=acme` where it stands in nearly all failures and the log knows other customers. */
export function findOddKey(failures: readonly string[], logs: readonly string[]): string | undefined {
  const counts = countPairs(failures.flatMap((text) => text.split("\n")));
  const others = valuesByKey(logs.map((text) => text.slice(0, LONGEST)).join("\n"));
  for (const [key, values] of [...counts].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const [top] = [...values].sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1));
    const total = [...values.values()].reduce((sum, count) => sum + count, 0);
    if (top === undefined || total < FEWEST || top[1] < 0.8 * total) continue;
    if ((others.get(key)?.size ?? 0) >= 3) return `${key} ${top[0]}`;
  }
  return undefined;
}

function countPairs(lines: readonly string[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const counts = new Map<string, Map<string, number>>();
  for (const [key, value] of lines.flatMap(pairsIn)) {
    const values = counts.get(key) ?? new Map<string, number>();
    counts.set(key, values.set(value, (values.get(value) ?? 0) + 1));
  }
  return counts;
}

function valuesByKey(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const values = new Map<string, Set<string>>();
  for (const [key, value] of pairsIn(text)) values.set(key, (values.get(key) ?? new Set()).add(value));
  return values;
}

function pairsIn(text: string): readonly (readonly [string, string])[] {
  return [...text.matchAll(KEY)].map((match) => [(match[1] ?? "").toLowerCase(), match[2] ?? ""]);
}
