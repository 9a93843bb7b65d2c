/** Characters as Slack counts them: code points, so that a surrogate pair is one and a lone surrogate is one. */
export function countCharacters(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index = nextCharacter(text, index)) count += 1;
  return count;
}

/** The index that lies so many characters after the beginning, or the end of the text. */
export function indexAfter(text: string, characters: number): number {
  let index = 0;
  for (let left = characters; left > 0 && index < text.length; left -= 1) index = nextCharacter(text, index);
  return index;
}

function nextCharacter(text: string, index: number): number {
  return index + ((text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1);
}
