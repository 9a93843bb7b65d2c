import { hasAtMost, indexAfter } from "./count-characters.ts";
import { type Cut, type Fence, findCut, isBlank } from "./find-cut.ts";
import { graphemeBoundary } from "./grapheme-boundary.ts";
import { fenceMark } from "./tokens.ts";

const closing = `\n${fenceMark}`;

/** Twice what an opening fence, a language of 30 characters and a closing fence take: below that, fences are not repeated. */
const leastForFences = 80;

/**
 * The text in pieces of at most so many characters, broken where a reader would: between paragraphs, lines, sentences or words, in this order.
 * A code fence over a break is closed and opened again. Nothing is lost but white space at the breaks.
 */
export function splitText(text: string, most: number): string[] {
  if (isBlank(text)) return [];
  if (hasAtMost(text, most)) return [text];
  const pieces: string[] = [];
  let from = resumeAt(text, 0);
  let fence: Fence | undefined;
  while (from < text.length) {
    const cut = nextCut(text, { from, fence, most: Math.max(1, most) });
    const piece = text.slice(from, cut.end).trimEnd();
    if (hasContent(piece, from, cut.fence)) {
      pieces.push(opening(fence) + piece + (cut.fence === undefined || cut.end === text.length ? "" : closing));
    }
    ({ from, fence } = resume(text, cut));
  }
  return pieces;
}

interface Progress {
  readonly from: number;
  readonly fence: Fence | undefined;
  readonly most: number;
}

function nextCut(text: string, { from, fence, most }: Progress): Cut {
  const room = most - opening(fence).length;
  if (indexAfter(text, from, room) === text.length) return { end: text.length, fence };
  const cut = cutWithin(text, { from, fence, most: room });
  if (most < leastForFences) return { end: cut.end };
  return cut.fence === undefined ? cut : cutWithin(text, { from, fence, most: room - closing.length });
}

function cutWithin(text: string, { from, fence, most }: Progress): Cut {
  const cut = findCut(text, { from, room: most, reach: Math.floor(most / 2), fence });
  if (cut.end > from) return cut;
  const limit = indexAfter(text, from, most);
  const boundary = from + graphemeBoundary(text.slice(from, limit + most), limit - from);
  return { end: boundary > from ? boundary : limit, fence };
}

function opening(fence: Fence | undefined): string {
  return fence === undefined ? "" : `${fenceMark}${fence.language}\n`;
}

/** A piece that only opens a fence is left to the next one, which opens it again. */
function hasContent(piece: string, from: number, fence: Fence | undefined): boolean {
  return !isBlank(fence === undefined ? piece : piece.slice(Math.max(0, fence.contentStart - from)));
}

/** After a break; what closes the fence right there has been written already. */
function resume(text: string, { end, fence }: Cut): Omit<Progress, "most"> {
  const from = resumeAt(text, end);
  const closesHere = fence !== undefined && text.startsWith(fenceMark, from);
  return closesHere ? { from: resumeAt(text, from + fenceMark.length), fence: undefined } : { from, fence };
}

/** After the white space, but before the indentation of a line. */
function resumeAt(text: string, end: number): number {
  let from = end;
  let index = end;
  while (index < text.length && /\s/.test(text.charAt(index))) {
    index += 1;
    if (text.charAt(index - 1) === "\n") from = index;
  }
  return from > end && index < text.length ? from : index;
}
