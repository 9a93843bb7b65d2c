/** What differs from one request to the next, in the bytes of a line: times, numbers, and ids that hold digits. */

export const SLOT = { number: 0, hex: 1, upper: 2, mixed: 3, uuid: 4, time: 5 } as const;
export type SlotKind = (typeof SLOT)[keyof typeof SLOT];

/** A line, and the word of it that is looked at. */
export interface WordPlace {
  bytes: Uint8Array;
  lineStart: number;
  lineEnd: number;
  wordStart: number;
  /** The first digit of the word. */
  digit: number;
  /** What `findSlot` found. */
  kind: SlotKind;
  slotStart: number;
  slotEnd: number;
  /** Of the last time in the line. */
  timeEnd: number;
}

const DIGIT = 1;
const HEX_LOWER = 2;
const LOWER = 4;
const HEX_UPPER = 8;
const UPPER = 16;
/** Of each byte, what it is in a word; 0 between words. */
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => kindOf(String.fromCharCode(byte)));

function kindOf(letter: string): number {
  if (/[0-9]/.test(letter)) return DIGIT;
  if (/[a-f]/.test(letter)) return HEX_LOWER;
  if (/[g-z]/.test(letter)) return LOWER;
  if (/[A-F]/.test(letter)) return HEX_UPPER;
  return /[G-Z]/.test(letter) ? UPPER : 0;
}

const [DASH, DOT, COLON, SLASH, SPACE, T, ZERO, LESS] = [45, 46, 58, 47, 32, 84, 48, 60] as const;
/** 8-4-4-4-12: https://www.rfc-editor.org/rfc/rfc9562#section-4 */
const UUID = 36;
const UUID_GROUP = 8;
/** `2026-11-23T09:14:02`, before its fraction and its zone. */
const STAMP = 19;
/** Shorter ones are words: `utf8`, `sha256`, `H12`. */
const SHORTEST_ID = 8;
const SHORTEST_HEX = 6;
/** More letters in a row than this may be a word. */
const MOST_LETTERS = 4;
/** What is so long is no word, whatever letters stand in a row behind its first ones. */
const LONG_ID = 16;
/** Statuses, exit codes, states of SQL, ports. */
const LONGEST_CODE = 5;
/** Behind names that end so, a number is a word: a level, a priority, a status, a code, a signal. */
const ENDS_OF_CODES: ReadonlySet<number> = new Set(["evel", "rity", "mber", "atus", "code", "exit", "gnal"].map(pack));
/** The class of an error may be long, and hold digits. */
const ENDS_OF_CLASSES: ReadonlySet<number> = new Set(["rror", "tion"].map(pack));

function pack(letters: string): number {
  return [...letters].reduce((word, letter) => (word << 8) | letter.charCodeAt(0), 0);
}

export function isLetter(byte: number): boolean {
  return (KINDS[byte] as number) > DIGIT;
}

export function startPlace(): WordPlace {
  return {
    bytes: new Uint8Array(),
    lineStart: 0,
    lineEnd: 0,
    wordStart: 0,
    digit: 0,
    kind: SLOT.number,
    slotStart: 0,
    slotEnd: 0,
    timeEnd: -1,
  };
}

/** Looks for a slot in a word that holds a digit. `keepsNumbers`: what may be a status or a port is none. */
export function findSlot(place: WordPlace, keepsNumbers: boolean): boolean {
  const { bytes, lineEnd, wordStart, digit } = place;
  let kinds = 0;
  let end = wordStart;
  for (; end < lineEnd; end += 1) {
    const kind = KINDS[bytes[end] as number] as number;
    if (kind === 0) break;
    kinds |= kind;
  }
  place.slotStart = wordStart;
  place.slotEnd = end;
  if ((kinds & (LOWER | UPPER)) === 0) {
    if (end - wordStart === UUID_GROUP && isUuid(place)) return found(place, SLOT.uuid, wordStart + UUID);
    if (kinds === DIGIT) return findNumber(place, keepsNumbers);
    if (end - wordStart >= SHORTEST_HEX) return found(place, SLOT.hex, end);
  }
  let digitsEnd = digit;
  while (digitsEnd < end && KINDS[bytes[digitsEnd] as number] === DIGIT) digitsEnd += 1;
  return digitsEnd === end ? findTail(place) : findMixed(place, digitsEnd, kinds);
}

function found(place: WordPlace, kind: SlotKind, end: number): true {
  place.kind = kind;
  place.slotEnd = end;
  return true;
}

function findNumber(place: WordPlace, keepsNumbers: boolean): boolean {
  const { bytes, wordStart, slotEnd } = place;
  const length = slotEnd - wordStart;
  if (length === 4 && isStamp(place)) {
    place.timeEnd = endOfFraction(place);
    return found(place, SLOT.time, place.timeEnd);
  }
  if (length > LONGEST_CODE) return found(place, SLOT.number, slotEnd);
  if (length === 1 && bytes[wordStart] === ZERO) return false;
  if (keepsNumbers && (length <= 3 || bytes[wordStart - 1] === COLON)) return false;
  return !isCode(place) && !isZone(place) && !isOfName(place) && found(place, SLOT.number, slotEnd);
}

/** `web-api:WebClient:8`: the eighth of that name. */
function isOfName({ bytes, lineStart, wordStart, slotEnd }: WordPlace): boolean {
  const before = wordStart - 2;
  return (
    slotEnd - wordStart <= 2 &&
    bytes[wordStart - 1] === COLON &&
    before >= lineStart &&
    isLetter(bytes[before] as number)
  );
}

/** `+01:00` behind a time. */
function isZone({ timeEnd, wordStart }: WordPlace): boolean {
  return timeEnd === wordStart - 1 || timeEnd === wordStart - 4;
}

/** `req123456`, but not `E11000`. */
function findTail(place: WordPlace): boolean {
  if (place.slotEnd - place.digit <= LONGEST_CODE) return false;
  place.slotStart = place.digit;
  return found(place, SLOT.number, place.slotEnd);
}

/** Letters and digits in turn. */
function findMixed(place: WordPlace, digitsEnd: number, kinds: number): boolean {
  const { bytes, wordStart, slotEnd, digit } = place;
  if (digit === wordStart) {
    // `12345ms`: the unit is a word of its own.
    const isUnit = slotEnd - digitsEnd <= MOST_LETTERS && endOfLetters(bytes, digitsEnd, slotEnd) === slotEnd;
    if (isUnit) return found(place, SLOT.number, digitsEnd);
  }
  const length = slotEnd - wordStart;
  if (length < SHORTEST_ID || digit - wordStart > MOST_LETTERS) return false;
  if (ENDS_OF_CLASSES.has(wordBefore(place, slotEnd))) return false;
  if ((kinds & (HEX_LOWER | LOWER)) === 0) return found(place, SLOT.upper, slotEnd);
  if (length < LONG_ID && longestLetters(bytes, digitsEnd, slotEnd) > MOST_LETTERS) return false;
  return found(place, SLOT.mixed, slotEnd);
}

function endOfLetters(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isLetter(bytes[at] as number)) at += 1;
  return at;
}

function longestLetters(bytes: Uint8Array, start: number, end: number): number {
  let longest = 0;
  for (let at = start; at < end; ) {
    const next = endOfLetters(bytes, at, end);
    longest = Math.max(longest, next - at);
    at = next + 1;
  }
  return longest;
}

/** The last four letters of the word that ends there, small ones. */
function wordBefore({ bytes, lineStart }: WordPlace, end: number): number {
  if (end - 4 < lineStart) return 0;
  const start = ((bytes[end - 4] as number) << 24) | ((bytes[end - 3] as number) << 16);
  return start | ((bytes[end - 2] as number) << 8) | (bytes[end - 1] as number) | 0x20202020;
}

/** `"level":30`, `status code 429`, `code=[1`, `<134>1`. */
function isCode(place: WordPlace): boolean {
  const { bytes, lineStart, wordStart } = place;
  let at = wordStart;
  while (at > lineStart && at > wordStart - 4 && KINDS[bytes[at - 1] as number] === 0) at -= 1;
  if (at === wordStart) return false;
  return ENDS_OF_CODES.has(wordBefore(place, at)) || bytes[wordStart - 1] === LESS;
}

function isStamp({ bytes, wordStart, lineEnd }: WordPlace): boolean {
  if (wordStart + STAMP > lineEnd) return false;
  const between = bytes[wordStart + 4];
  if ((between !== DASH && between !== SLASH) || bytes[wordStart + 7] !== between) return false;
  const before = bytes[wordStart + 10];
  if (before !== T && before !== SPACE) return false;
  if (bytes[wordStart + 13] !== COLON || bytes[wordStart + 16] !== COLON) return false;
  return isPair(bytes, wordStart + 5) && isPair(bytes, wordStart + 8) && isClock(bytes, wordStart + 11);
}

function isClock(bytes: Uint8Array, start: number): boolean {
  return isPair(bytes, start) && isPair(bytes, start + 3) && isPair(bytes, start + 6);
}

function isPair(bytes: Uint8Array, start: number): boolean {
  return KINDS[bytes[start] as number] === DIGIT && KINDS[bytes[start + 1] as number] === DIGIT;
}

/** Its point belongs to the time, and is no slot of its own kind: a comma stands for it as well. */
function endOfFraction({ bytes, wordStart, lineEnd }: WordPlace): number {
  const end = wordStart + STAMP;
  if (bytes[end] !== DOT || end + 1 >= lineEnd || KINDS[bytes[end + 1] as number] !== DIGIT) return end;
  let at = end + 1;
  while (at < lineEnd && KINDS[bytes[at] as number] === DIGIT) at += 1;
  return at;
}

function isUuid({ bytes, wordStart, lineEnd }: WordPlace): boolean {
  if (bytes[wordStart + UUID_GROUP] !== DASH || wordStart + UUID > lineEnd) return false;
  for (let place = UUID_GROUP; place < UUID; place += 1) {
    const byte = bytes[wordStart + place] as number;
    const isDash = place === 8 || place === 13 || place === 18 || place === 23;
    const kind = KINDS[byte] as number;
    if (isDash ? byte !== DASH : kind === 0 || (kind & (LOWER | UPPER)) !== 0) return false;
  }
  return wordStart + UUID === lineEnd || KINDS[bytes[wordStart + UUID] as number] === 0;
}

/** What of a slot belongs to the shape beside its kind: its length, and what tells numbers and times apart. */
export function describeSlot({ bytes, kind, slotStart, slotEnd }: WordPlace): number {
  const length = slotEnd - slotStart;
  const about = ((kind + 1) << 28) | (length << 16);
  if (kind === SLOT.time) return about | ((bytes[slotStart + 4] as number) << 8) | (bytes[slotStart + 10] as number);
  if (kind !== SLOT.number) return about;
  // Statuses are told by their first digit, and a number that begins with nought is smaller than it is long.
  const first = bytes[slotStart] as number;
  return length === 3 || first === ZERO ? about | first : about;
}
