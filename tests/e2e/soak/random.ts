import { createHash } from "node:crypto";

/** Draws by a seed: the same seed gives the same draws on every machine. */
export interface Random {
  /** At least 0, less than 1. */
  fraction(): number;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

const steps = 2 ** 32;

export function createRandom(seed: string): Random {
  let drawn = 0;
  const fraction = () => {
    drawn += 1;
    return createHash("sha256").update(`${seed}:${drawn}`).digest().readUInt32BE(0) / steps;
  };
  return {
    fraction,
    pick: (items) => items[Math.floor(fraction() * items.length)] ?? items[0],
  };
}
