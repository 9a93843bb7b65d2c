/** Numbers by name that forgets what was set long ago: the same as a recent map, in fixed room and without keeping the names. */
export interface RecentNumbers {
  get(key: string): number | undefined;
  set(key: string, value: number): void;
}

/** Two hashes of 32 bits, then the value; where the first is 0 nothing stands. */
interface Table {
  readonly cells: Int32Array;
  size: number;
}

const CELLS = 3;
/** Fuller tables take long to search. */
const FULL = 0.5;
/** The prime of FNV-1a, and a factor of MurmurHash3's finalizer. */
const FIRST = 0x01000193;
const SECOND = 0x85ebca6b;

/** `least` is a power of two: so many keys are remembered at least, and never more than twice as many. Values are whole. */
export function createRecentNumbers(least: number): RecentNumbers {
  const places = least / FULL;
  const start = (): Table => ({ cells: new Int32Array(CELLS * places), size: 0 });
  let young = start();
  let old = start();
  let first = 0;
  let second = 0;

  function hash(key: string): void {
    first = 0;
    second = 0;
    for (let index = 0; index < key.length; index += 1) {
      const code = key.charCodeAt(index);
      first = Math.imul(first ^ code, FIRST);
      second = Math.imul(second + code, SECOND) ^ (second >>> 15);
    }
    first = first ^ key.length || 1;
  }

  function cellIn({ cells }: Table): number {
    let place = (first ^ (first >>> 15) ^ second) & (places - 1);
    while (cells[CELLS * place] !== 0 && (cells[CELLS * place] !== first || cells[CELLS * place + 1] !== second)) {
      place = (place + 1) & (places - 1);
    }
    return CELLS * place;
  }

  return {
    get: (key) => {
      hash(key);
      for (const table of [young, old]) {
        const cell = cellIn(table);
        if (table.cells[cell] !== 0) return table.cells[cell + 2];
      }
      return undefined;
    },
    set: (key, value) => {
      hash(key);
      let cell = cellIn(young);
      if (young.cells[cell] === 0 && young.size === least) {
        const forgotten = old;
        forgotten.cells.fill(0);
        forgotten.size = 0;
        old = young;
        young = forgotten;
        cell = cellIn(young);
      }
      if (young.cells[cell] === 0) young.size += 1;
      young.cells[cell] = first;
      young.cells[cell + 1] = second;
      young.cells[cell + 2] = value;
    },
  };
}
