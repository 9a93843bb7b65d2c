/** Words with `*`, matched in time linear in the text: what was passed is never looked at again. */

/** Of one phrase or name, in small letters, cut at each `*`. */
export interface Words {
  readonly parts: readonly string[];
  readonly length: number;
  /** The longest part: a text without it contains none of them. */
  readonly probe: string;
}

export function toWords(text: string): Words {
  const parts = text.toLowerCase().split("*");
  return { parts, length: text.length, probe: parts.reduce((best, part) => (part.length > best.length ? part : best)) };
}

/** Whether a line, in small letters, contains them; what is asked for begins and ends where words do, or at a `*`. */
export function containsWords({ parts }: Pick<Words, "parts">, line: string): boolean {
  let from = 0;
  for (const [index, part] of parts.entries()) {
    const found = findPart(line, { part, from, isFirst: index === 0, isLast: index === parts.length - 1 });
    if (found === -1) return false;
    from = found + part.length;
  }
  return true;
}

/** Whether they are the whole name, in small letters. */
export function isName({ parts }: Words, name: string): boolean {
  const first = parts[0] ?? "";
  const last = parts.at(-1) ?? "";
  if (parts.length === 1) return name === first;
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
  const within = name.slice(first.length, name.length - last.length);
  return containsWords({ parts: ["", ...parts.slice(1, -1), ""] }, within);
}

interface Wanted {
  readonly part: string;
  readonly from: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

function findPart(line: string, { part, from, isFirst, isLast }: Wanted): number {
  for (let at = line.indexOf(part, from); at !== -1; at = line.indexOf(part, at + 1)) {
    if (part === "") return at;
    const begins = !isFirst || !isInsideWord(line, at);
    const ends = !isLast || !isInsideWord(line, at + part.length);
    if (begins && ends) return at;
  }
  return -1;
}

const IN_WORD = /[\p{L}\p{N}_]/u;

/** Whether a word goes on from the character before this place to the one at it. */
function isInsideWord(line: string, at: number): boolean {
  return IN_WORD.test(line.charAt(at - 1)) && IN_WORD.test(line.charAt(at));
}
