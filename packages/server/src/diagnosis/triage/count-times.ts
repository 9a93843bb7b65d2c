/** `1 failure`, `2 failures`. */
export function sayCount(count: number, one: string, several: string): string {
  return `${count} ${count === 1 ? one : several}`;
}

/** How many there are, where one may stand for several. */
export function countTimes(some: readonly { readonly times?: number }[]): number {
  return some.reduce((sum, { times = 1 }) => sum + times, 0);
}
