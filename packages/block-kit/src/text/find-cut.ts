import { indexAfter } from "./count-characters.ts";
import { graphemeBoundary } from "./grapheme-boundary.ts";
import { type Break, breakOf, longestToken, tokenOrBreakPattern, tokenPattern } from "./tokens.ts";

/** A code fence that was opened and not yet closed. Indexes into the whole text. */
export interface Fence {
  readonly start: number;
  readonly contentStart: number;
  readonly language: string;
}

export interface CutRequest {
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

/** What opens and closes a block of code. */
export const fenceMark = "```";

const bestFirst: readonly Break[] = ["blank-line", "line-end", "sentence-end", "space"];

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

function bestCut(window: string, limit: number, { from, reach, fence: openFence }: CutRequest): Cut {
  const found = new Map<Break, Cut>();
  let last: Cut = { end: limit, fence: openFence };
  for (const match of matchesBefore(window, limit, Math.max(1, limit - reach))) {
    const end = match.index + match[0].length;
    const kind = breakOf(match[0]);
    if (kind !== undefined) found.set(kind, { end: kind === "sentence-end" ? end : match.index, fence: last.fence });
    else if (end > limit) last = { end: match.index, fence: last.fence };
    else if (match[0] === fenceMark) last = { end: limit, fence: toggleFence(last.fence, window, { from, end }) };
  }
  return bestFirst.map((kind) => found.get(kind)).find((cut) => cut !== undefined && cut.end <= limit) ?? last;
}

/** Tokens up to a limit, and breaks between floor and limit. */
function* matchesBefore(window: string, limit: number, floor: number): Generator<RegExpExecArray> {
  let pattern = tokenPattern();
  let index = 0;
  while (index <= limit) {
    pattern.lastIndex = index;
    const match = pattern.exec(window);
    const start = match?.index ?? window.length;
    if (index < floor && start >= floor) {
      index = floor;
      pattern = tokenOrBreakPattern();
      continue;
    }
    if (match === null || start > limit) return;
    yield match;
    index = start + match[0].length;
    if (index >= floor) pattern = tokenOrBreakPattern();
  }
}

function toggleFence(open: Fence | undefined, window: string, { from, end }: { from: number; end: number }) {
  if (open !== undefined) return undefined;
  const [line = ""] = /^[\w+#.-]{0,30}\n/.exec(window.slice(end, end + 31)) ?? [];
  return { start: from + end - fenceMark.length, contentStart: from + end + line.length, language: line.trim() };
}
