/** Characters as Slack counts them: code points, so that a surrogate pair is one and a lone surrogate is one. */
export function countCharacters(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index = nextCharacter(text, index)) count += 1;
  return count;
}

/** Whether the text has at most so many characters; it counts only where the length leaves that open. */
export function hasAtMost(text: string, most: number): boolean {
  return text.length <= most || (text.length <= most * 2 && countCharacters(text) <= most);
}

/** The index that lies so many characters after another, or the end of the text. */
export function indexAfter(text: string, from: number, characters: number): number {
  let index = from;
  for (let left = characters; left > 0 && index < text.length; left -= 1) index = nextCharacter(text, index);
  return index;
}

function nextCharacter(text: string, index: number): number {
  return index + ((text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1);
}
