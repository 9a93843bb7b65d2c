/**
 * The shape of a line: all of it but what differs from one request to the next. Lines of one shape differ only in slots,
 * and a slot has the same kind, place and length in all of them, so what one line says tells where it stands in the others.
 */

import { describeSlot, findSlot, isLetter, type SlotKind, startPlace, type WordPlace } from "./find-slots.ts";

export interface LineShape {
  /** Two hashes of 32 bits each: two shapes have both in common by a chance of one in 2^64. */
  first: number;
  second: number;
  hasNul: boolean;
  /** Where the line ends. */
  end: number;
}

export interface Slot {
  readonly kind: SlotKind;
  /** From the start of the line. */
  readonly start: number;
  readonly end: number;
}

export interface LineShaper {
  /** The shape of a line; the object is the same each time. */
  read(bytes: Uint8Array, start: number, end: number): LineShape;
  /** Of the line that was read last. */
  slots(): readonly Slot[];
}

export interface ShapeOptions {
  /** What nobody outside can know, so that nobody can write two lines that are taken for one. */
  readonly seed: number;
  /** What may be a status or a port belongs to the shape. */
  readonly keepsNumbers?: boolean;
  /** The byte before which a line ends, wherever it stands. */
  readonly endsAt?: number;
}

/** The prime of FNV-1a and a factor of MurmurHash3's finalizer, and by what each is undone: their products are 1 in 32 bits. */
const FIRST = 0x01000193;
const SECOND = 0x85ebca6b;
const FIRST_UNDONE = inverseOf(FIRST);
const SECOND_UNDONE = inverseOf(SECOND);
const MOST_SLOTS = 128;
const [ZERO, BEHIND_NINE] = [48, 58] as const;
/** Before any zone that a line could have. */
const NOWHERE = -8;
/** No byte. */
const NEVER = 256;

/** Newton's way doubles the right bits at each step. */
function inverseOf(odd: number): number {
  let inverse = odd;
  for (let step = 0; step < 5; step += 1) inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse));
  return inverse;
}

/** Reads each byte once, and words that hold a digit twice. */
export function createLineShaper({ seed, keepsNumbers = false, endsAt = NEVER }: ShapeOptions): LineShaper {
  const shape: LineShape = { first: 0, second: 0, hasNul: false, end: 0 };
  const found = new Int32Array(3 * MOST_SLOTS);
  const place = startPlace();
  let count = 0;
  /** Up to here the digits of a word are no slot. */
  let literalEnd = 0;

  function takeSlot(digit: number): boolean {
    if (digit < literalEnd) return false;
    const { bytes, lineStart } = place;
    let start = digit;
    while (start > lineStart && isLetter(bytes[start - 1] as number)) start -= 1;
    place.wordStart = start;
    place.digit = digit;
    if (count === found.length) place.slotEnd = place.lineEnd;
    if (count === found.length || !findSlot(place, keepsNumbers)) {
      literalEnd = place.slotEnd;
      return false;
    }
    found[count] = place.kind;
    found[count + 1] = place.slotStart - lineStart;
    found[count + 2] = place.slotEnd - lineStart;
    count += 3;
    return true;
  }

  function read(bytes: Uint8Array, start: number, end: number): LineShape {
    place.bytes = bytes;
    place.lineStart = start;
    place.lineEnd = end;
    place.timeEnd = NOWHERE;
    count = 0;
    literalEnd = start;
    let first = seed;
    let second = ~seed;
    /** Negative once there was a NUL. */
    let least = 0;
    let at = start;
    while (at < end) {
      const byte = bytes[at] as number;
      // Letters, most of a line, are none of what is asked for here.
      if (byte < BEHIND_NINE) {
        if (byte === endsAt) break;
        if (byte >= ZERO && takeSlot(at)) {
          const slot = describeSlot(place);
          first = Math.imul(takeBack(place, first, FIRST_UNDONE) ^ slot, FIRST);
          second = Math.imul(takeBack(place, second, SECOND_UNDONE) ^ slot, SECOND);
          at = place.slotEnd;
          continue;
        }
      }
      first = Math.imul(first ^ byte, FIRST);
      second = Math.imul(second ^ byte, SECOND);
      least |= byte - 1;
      at += 1;
    }
    shape.first = first;
    shape.second = Math.imul(second ^ (at - start), SECOND);
    shape.hasNul = least < 0;
    shape.end = at;
    return shape;
  }

  function slots(): readonly Slot[] {
    return Array.from({ length: count / 3 }, (_, index) => ({
      kind: (found[3 * index] ?? 0) as SlotKind,
      start: found[3 * index + 1] ?? 0,
      end: found[3 * index + 2] ?? 0,
    }));
  }

  return { read, slots };
}

/** A hash without the letters of the slot that stand before its first digit. */
function takeBack({ bytes, slotStart, digit }: WordPlace, hash: number, undone: number): number {
  let before = hash;
  for (let back = digit - 1; back >= slotStart; back -= 1) before = Math.imul(before, undone) ^ (bytes[back] as number);
  return before;
}
