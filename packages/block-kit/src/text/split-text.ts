import { indexAfter } from "./count-characters.ts";
import { closingFence, fence, findCut, isInFence, windowOf } from "./find-cut.ts";

/** Far more than an opening and a closing fence take: below that, fences are not repeated. */
const leastForFences = 80;

/**
 * The text in pieces of at most so many characters, broken where a reader would. A code fence over a break is closed and opened
 * again, if the text has marks at all. Nothing is lost but white space at the breaks.
 */
export function splitText(text: string, most: number, hasMarks = true): string[] {
  const pieces: string[] = [];
  let opening = "";
  for (let from = afterGap(text, 0); from < text.length; from = afterGap(text, from)) {
    if (opening !== "" && text.startsWith("```", from)) {
      opening = "";
      from += 3;
      continue;
    }
    const window = opening + windowOf(text, from, most);
    const end = endOfPiece(window, most, opening.length);
    const piece = window.slice(0, end).trimEnd();
    from += end - opening.length;
    const isOpen = hasMarks && from < text.length && most >= leastForFences && isInFence(piece);
    if (piece.length > opening.length) pieces.push(isOpen ? piece + closingFence : piece);
    opening = isOpen ? fence : "";
  }
  return pieces;
}

/** Where nothing is torn, or within a token that is longer than a whole piece. */
function endOfPiece(window: string, most: number, start: number): number {
  const limit = indexAfter(window, Math.max(1, most));
  if (limit === window.length) return limit;
  const cut = findCut(window, most);
  return cut > start ? cut : indexAfter(window, Math.max(1, most - closingFence.length));
}

/** After the white space, but before the indentation of a line. */
function afterGap(text: string, from: number): number {
  const gap = /\s*\n|\s*/y;
  gap.lastIndex = from;
  gap.test(text);
  return gap.lastIndex;
}
