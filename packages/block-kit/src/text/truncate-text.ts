import { hasAtMost, indexAfter } from "./count-characters.ts";
import { type Cut, findCut, isBlank } from "./find-cut.ts";

const ellipsis = "…";
const closedFence = "\n```\n";

/** How many characters before the limit a word's end is better than the limit itself. */
const reach = 20;

/**
 * Text of at most so many characters, cut where nothing is torn: no mention, link, entity, emoji or code fence; with an ellipsis where it was cut.
 * @example
 * truncateText("Deployed by <@U012AB3CD> at noon", 20); // "Deployed by…"
 */
export function truncateText(text: string, most: number): string {
  if (hasAtMost(text, most)) return text;
  if (most < 1) return "";
  const cut = findCut(text, { from: 0, room: most - ellipsis.length, reach });
  return cut.fence === undefined ? withoutTail(text, cut.end) + ellipsis : truncateInFence(text, most, cut.fence.start);
}

/** The first so many characters of a text, for what nobody reads, such as an id. */
export function cutText(text: string, most: number): string {
  return text.slice(0, indexAfter(text, 0, most));
}

function truncateInFence(text: string, most: number, fenceStart: number): string {
  const room = most - closedFence.length - ellipsis.length;
  const cut: Cut = room > 0 ? findCut(text, { from: 0, room, reach }) : { end: fenceStart };
  const isClosing = cut.fence !== undefined && !isBlank(text.slice(cut.fence.contentStart, cut.end));
  const kept = withoutTail(text, isClosing ? cut.end : Math.min(cut.end, fenceStart));
  return kept + (isClosing ? closedFence : "") + ellipsis;
}

/** Without the white space and the ellipsis before the end. */
function withoutTail(text: string, end: number): string {
  let length = end;
  while (length > 0 && /[\s…]/.test(text.charAt(length - 1))) length -= 1;
  return text.slice(0, length);
}
