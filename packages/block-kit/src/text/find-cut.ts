import { indexAfter } from "./count-characters.ts";
import { graphemeBoundary } from "./grapheme-boundary.ts";
import { fenceMark, longestToken, tokenPattern } from "./tokens.ts";

/** A code fence that was opened and not yet closed. Indexes into the whole text. */
export interface Fence {
  readonly start: number;
  readonly contentStart: number;
  readonly language: string;
}

interface CutRequest {
  readonly from: number;
  /** How many characters may stand before the cut. */
  readonly room: number;
  /** How far before the end of the room a break, such as a line end, is better than the very end. */
  readonly reach: number;
  /** The fence that is open at `from`. */
  readonly fence?: Fence | undefined;
}

export interface Cut {
  readonly end: number;
  /** The fence that the cut is in. */
  readonly fence?: Fence | undefined;
}

/** What lies between two tokens, and the fence that it is in. Indexes into the window. */
interface Gap {
  readonly start: number;
  readonly end: number;
  readonly fence: Fence | undefined;
}

const blankLine = /\n[^\S\n]*\n/y;
const lineEnd = /\n/y;
const sentenceEnd = /(?<=[.!?…]["')\]]{0,3})\s|(?<=[。！？])/y;
const space = /\s/y;
const bestFirst = [blankLine, lineEnd, sentenceEnd, space];

/** Where to cut a text so that nothing is torn that belongs together; at `from` itself if all the room is inside one token. */
export function findCut(text: string, request: CutRequest): Cut {
  const { from } = request;
  const limit = indexAfter(text, from, request.room);
  // The window keeps a search that finds nothing from running through the rest of a long text.
  const window = text.slice(from, limit + longestToken);
  const best = bestCut(window, graphemeBoundary(window, limit - from), request);
  const end = from + graphemeBoundary(window, best.end);
  const { fence } = best;
  if (fence === undefined || fence.start <= from || !isBlank(text.slice(fence.contentStart, end)))
    return { end, fence };
  return { end: fence.start };
}

/** Whether there is nothing to read. */
export function isBlank(text: string): boolean {
  return text.trimStart() === "";
}

function bestCut(window: string, limit: number, { from, reach, fence }: CutRequest): Cut {
  const floor = Math.max(1, limit - reach);
  const gaps: Gap[] = [];
  let gap: Gap = { start: 0, end: limit, fence };
  for (const { 0: token, index } of window.matchAll(tokenPattern())) {
    if (index >= limit) break;
    const end = index + token.length;
    if (index >= floor) gaps.push({ ...gap, end: index });
    if (end > limit) return lastBreak(window, gaps, floor) ?? { end: index, fence: gap.fence };
    gap = {
      start: end,
      end: limit,
      fence: token === fenceMark ? toggleFence(gap.fence, window, { from, end }) : gap.fence,
    };
  }
  return lastBreak(window, [...gaps, gap], floor) ?? { end: limit, fence: gap.fence };
}

/** The last of the best breaks there are. */
function lastBreak(window: string, gaps: readonly Gap[], floor: number): Cut | undefined {
  let rank = bestFirst.length;
  let best: Cut | undefined;
  for (const { start, end, fence } of gaps.toReversed()) {
    for (let index = end; index >= Math.max(start, floor) && rank > 0; index -= 1) {
      const found = rankOfBreak(window, index);
      if (found >= rank) continue;
      rank = found;
      best = { end: index, fence };
    }
  }
  return best;
}

function rankOfBreak(window: string, index: number): number {
  // Spares the patterns at the letters, which are nearly everything.
  const isPlain = window.charCodeAt(index) > 0x20 && window.charCodeAt(index) < 0x80;
  if (isPlain && window.charCodeAt(index - 1) < 0x80) return bestFirst.length;
  const rank = bestFirst.findIndex((pattern) => isAt(pattern, window, index));
  return rank < 0 ? bestFirst.length : rank;
}

function isAt(sticky: RegExp, text: string, index: number): boolean {
  sticky.lastIndex = index;
  return sticky.test(text);
}

function toggleFence(open: Fence | undefined, window: string, { from, end }: { from: number; end: number }) {
  if (open !== undefined) return undefined;
  const [line = ""] = /^[\w+#.-]{0,30}\n/.exec(window.slice(end, end + 31)) ?? [];
  return { start: from + end - fenceMark.length, contentStart: from + end + line.length, language: line.trim() };
}
