import { SLOT } from "./find-slots.ts";
import type { Slot } from "./line-shape.ts";

const [ZERO, NINE, LOWER_A, UPPER_A, LETTERS, HEX_LETTERS] = [48, 57, 97, 65, 26, 6] as const;

/** A line of the same shape with other values in its slots; another one for each number. */
export function alterLine(bytes: Uint8Array, slots: readonly Slot[], number: number): Uint8Array {
  // Of a buffer of Node, `slice` is no copy.
  const altered = Uint8Array.from(bytes);
  // Neighbouring seeds would begin alike.
  let state = Math.imul(number + 1, 0x9e3779b9);
  const next = (below: number): number => {
    // The generator of Numerical Recipes; its upper bits are the better ones.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (const slot of slots) {
    const some = altered.subarray(slot.start, slot.end);
    if (slot.kind === SLOT.time) alterTime(some, next);
    else if (slot.kind === SLOT.number) alterNumber(some, next);
    else alterId(some, slot.kind === SLOT.hex || slot.kind === SLOT.uuid ? HEX_LETTERS : LETTERS, next);
  }
  return altered;
}

type Next = (below: number) => number;

/** A time of the same year. */
function alterTime(some: Uint8Array, next: Next): void {
  const parts = [1 + next(12), 1 + next(28), next(24), next(60), next(60)];
  for (const [index, part] of parts.entries()) {
    some[5 + 3 * index] = ZERO + Math.floor(part / 10);
    some[6 + 3 * index] = ZERO + (part % 10);
  }
  alterDigits(some.subarray(20), next);
}

/** What the first digit tells belongs to the shape where it tells something; a longer number keeps its size. */
function alterNumber(some: Uint8Array, next: Next): void {
  if (some.length === 1) some[0] = ZERO + 1 + next(9);
  alterDigits(some.subarray(1), next);
}

function alterDigits(some: Uint8Array, next: Next): void {
  for (const [index, byte] of some.entries()) if (byte >= ZERO && byte <= NINE) some[index] = ZERO + next(10);
}

function alterId(some: Uint8Array, letters: number, next: Next): void {
  for (const [index, byte] of some.entries()) {
    if (byte >= LOWER_A) some[index] = LOWER_A + next(letters);
    else if (byte >= UPPER_A) some[index] = UPPER_A + next(letters);
    else if (byte >= ZERO) some[index] = ZERO + next(10);
  }
}
