import { isRecord } from "../json.ts";
import { countCharacters } from "../text/count-characters.ts";
import { truncateText } from "../text/truncate-text.ts";
import { contentKeys, deepest, omit } from "./split-block.ts";

/** How many characters are too many; what was dropped is taken off. */
interface Excess {
  left: number;
}

/** A part without the end of its texts, cut where nothing is torn, and without what stands behind that; undefined if nothing is left. */
export function dropEnd(part: unknown, excess: Excess, depth = 0): unknown {
  if (excess.left <= 0) {
    return part;
  }
  if (typeof part === "string") {
    return dropTextEnd(part, excess);
  }
  if (Array.isArray(part) && depth <= deepest) {
    const kept = part
      .toReversed()
      .map((item) => dropEnd(item, excess, depth + 1))
      .filter((item) => item !== undefined);
    return kept.length === 0 ? undefined : kept.reverse();
  }
  if (!isRecord(part) || depth > deepest) {
    return undefined;
  }
  const kept = contentKeys
    .map((key) => [key, dropEnd(part[key], excess, depth + 1)])
    .filter(([, value]) => value !== undefined);
  return kept.length === 0 ? undefined : { ...omit(part, contentKeys), ...Object.fromEntries(kept) };
}

function dropTextEnd(text: string, excess: Excess): string | undefined {
  const count = countCharacters(text);
  const kept = truncateText(text, count - excess.left);
  excess.left -= count - countCharacters(kept);
  return kept === "" ? undefined : kept;
}
