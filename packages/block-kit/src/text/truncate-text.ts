import { indexAfter } from "./count-characters.ts";
import { closingFence, findCut, isInFence, windowOf } from "./find-cut.ts";

/**
 * Text of at most so many characters, cut where nothing is torn: no mention, link, entity, emoji or code fence; with an ellipsis where it was cut.
 * @example
 * truncateText("Deployed by <@U012AB3CD> at noon", 20); // "Deployed by…"
 */
export function truncateText(text: string, most: number): string {
  if (indexAfter(text, most) === text.length) return text;
  if (most < 1) return "";
  const window = windowOf(text, 0, most);
  const kept = window.slice(0, findCut(window, most - 1)).replace(/(?<![\s…])[\s…]+$/, "");
  return `${kept}…${isInFence(kept) ? closingFence : ""}`;
}

/** The first so many characters of a text, for what nobody reads, such as an id. */
export function cutText(text: string, most: number): string {
  return text.slice(0, indexAfter(text, most));
}
