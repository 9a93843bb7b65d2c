/** A list that takes no more room than so many items, however many come: then some stand for all. */
export interface ThinnedList<Item> {
  add(item: Item): void;
  /** All that came. */
  total(): number;
  /** In the order in which they came, the first and the last always among them; the times sum up to the total. */
  finish(): readonly Thinned<Item>[];
}

export interface Thinned<Item> {
  readonly item: Item;
  /** How many it stands for. */
  readonly times: number;
}

/**
 * Up to `most` all are kept; then those whose rank is even, then every fourth, and so on. The rank is the place in the list,
 * unless it is told: items of one rank are kept together, also in several lists.
 */
export function createThinnedList<Item>(
  most: number,
  rankOf: (item: Item, place: number) => number = (_, place) => place,
): ThinnedList<Item> {
  let kept: { readonly item: Item; readonly rank: number }[] = [];
  let last: Item | undefined;
  let isLastKept = false;
  let step = 1;
  let total = 0;

  function add(item: Item): void {
    const rank = rankOf(item, total);
    isLastKept = total === 0 || rank % step === 0;
    if (isLastKept) kept.push({ item, rank });
    last = item;
    total += 1;
    while (kept.length > most && step < 2 ** 31) {
      step *= 2;
      kept = kept.filter((one, index) => index === 0 || one.rank % step === 0);
      isLastKept &&= total === 1 || rank % step === 0;
    }
  }

  function finish(): readonly Thinned<Item>[] {
    const items = kept.map(({ item }) => item);
    const all = last === undefined || isLastKept ? items : [...items, last];
    const more = total % all.length;
    return all.map((item, index) => ({ item, times: Math.floor(total / all.length) + Number(index < more) }));
  }

  return { add, total: () => total, finish };
}
