/** Where in ascending order the first item stands that is greater; the length if none is. */
export function indexAfter<Item>(items: readonly Item[], value: number, keyOf: (item: Item) => number): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && keyOf(item) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
